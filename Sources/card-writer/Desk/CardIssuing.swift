import CardProtocol

/// Carries a plan out on the card that lies there.
struct CardIssuing {
    private var card: KeyedCard
    private let survey: CardSurvey
    private let member: MemberFile
    private let report: (IssueStep) -> Void

    /// - Parameter report: called after each step that the card has confirmed.
    init(card: KeyedCard, survey: CardSurvey, member: MemberFile, report: @escaping (IssueStep) -> Void) {
        self.card = card
        self.survey = survey
        self.member = member
        self.report = report
    }

    /// - Throws: `CardError` for what the card does, `IssuingError` when the card is not what the plan was made for.
    ///   Run again to finish.
    mutating func run(_ plan: IssuePlan) throws {
        try refuseForeignFiles()
        for step in plan.steps {
            try perform(step)
            report(step)
        }
    }

    /// Refuses a file that exists but differs from the profile: that cannot be an interrupted issuing.
    private func refuseForeignFiles() throws {
        guard let ours = survey.ours else { return }
        guard ours.files.allSatisfy({ MemberCardV1.accepts($0.value, as: $0.key) }) else {
            throw IssuingError.unfit("its files are not the profile's; erase it")
        }
    }

    private mutating func perform(_ step: IssueStep) throws {
        switch step {
        case .claimCard:
            try card.enter(.factoryCard)
            try card.changeKey(0x80, to: try card.keys.new(.picc))
        case .closeCard:
            try card.enter(.card)
            try card.perform(.changeKeySettings(MemberCardV1.cardRights))
        case .format:
            try card.enter(.card)
            try card.format()
        case .createApplication:
            try card.enter(.card)
            try card.perform(.createApplication(.peony, MemberCardV1.issuingSettings))
        case .createFile(let number): try create(number)
        case .changeKey(let number): try change(number)
        case .writeMember: try writeMember()
        case .takeOver:
            try card.enter(.openApplication)
            try card.changeKey(MemberCardV1.Key.application, to: try card.keys.new(.application))
        case .freeze:
            try card.enter(.application)
            try card.perform(.changeKeySettings(MemberCardV1.issuedSettings.rights))
        }
    }

    private mutating func create(_ number: UInt8) throws {
        let settings = MemberCardV1.files.first { $0.number == number }?.settings
        guard let command = settings.flatMap({ DESFireCommand.createFile(number, $0) }) else { return }
        try card.enter(.openApplication)
        try card.perform(command)
    }

    private mutating func change(_ number: UInt8) throws {
        let new: NewKey =
            switch number {
            case MemberCardV1.Key.kiosk: try card.keys.new(.kiosk)
            case MemberCardV1.Key.staff: try card.keys.new(.staff)
            // A random key that nobody knows, so that the spare keys of this card can never be used.
            default: .aes(card.random(16), version: card.keys.generation(.application))
            }
        try card.enter(.openApplication)
        try card.changeKey(number, to: new, replacing: CardKeys.factoryAES)
    }

    /// Reads the file first: a card that was interrupted after this step may only be finished for the same member.
    private mutating func writeMember() throws {
        try card.enter(.kiosk)
        let bytes = try card.perform(.readData(MemberCardV1.memberFile, count: MemberFile.byteCount))
        if let written = MemberFile(bytes), written != member { throw IssuingError.begunForAnother }
        try card.enter(.staff)
        try card.perform(.writeData(MemberCardV1.memberFile, member.bytes))
        try card.perform(.commitTransaction)
    }
}
