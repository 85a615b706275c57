import CardProtocol

/// Returns a card to the factory's state: nothing on it, all memory free, free settings, the factory's key.
struct CardErasing {
    /// It is not known whether formatting happened: it takes long, and some readers give up on the card meanwhile.
    struct FormatUnknown: Error { let cause: CardError }

    private var card: KeyedCard

    init(card: KeyedCard) { self.card = card }

    /// Every step can be torn and run again: the card's key goes last.
    mutating func run(_ survey: CardSurvey) throws {
        try clear(survey)
        try card.enterCardAsEV1()
        if survey.card.rights != MemberCardV1.factoryCardRights {
            try card.perform(.changeKeySettings(MemberCardV1.factoryCardRights))
        }
        try card.changeKey(0x00, to: .factoryDES)
    }

    /// A deleted application keeps its memory until the card is formatted, so a card of ours alone is formatted.
    private mutating func clear(_ survey: CardSurvey) throws {
        let isOursAlone = survey.applications.allSatisfy { $0 == .peony }
        if isOursAlone, try format() { return }
        guard survey.applications.contains(.peony) else { return }
        try card.enter(.card)
        try card.perform(.deleteApplication(.peony))
    }

    /// - Returns: `false` when the card's configuration forbids it for ever.
    private mutating func format() throws -> Bool {
        try card.enter(.card)
        do {
            try card.format()
            return true
        } catch CardError.refused(_, .permissionDenied) {
            return false
        } catch let error as CardError where error.leavesUnknown {
            throw FormatUnknown(cause: error)
        }
    }
}

extension CardError {
    /// The command went out and no answer came that proves anything.
    fileprivate var leavesUnknown: Bool {
        switch self {
        case .removed, .reset, .readerFailed, .tampered, .malformed: true
        default: false
        }
    }
}
