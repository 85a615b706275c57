import CardProtocol

/// Back to the factory's state: our application gone, free settings, the factory's key.
struct CardErasing {
    private var card: DeskCard

    init(card: DeskCard) { self.card = card }

    /// Every step can be torn and run again: the card's key goes last.
    mutating func run(_ survey: CardSurvey) throws {
        if survey.applications.contains(.peony) {
            try card.enter(.card)
            try card.perform(.deleteApplication(.peony))
        }
        try card.enterCardAsEV1()
        if survey.card.rights != MemberCardV1.factoryCardRights {
            try card.perform(.changeKeySettings(MemberCardV1.factoryCardRights))
        }
        try card.changeKey(0x00, to: .factoryDES)
    }
}
