import CardProtocol
import Vocabulary

/// Everything on a card held against the profile, with every key that the desk has.
struct CardAudit {
    private var card: KeyedCard
    private(set) var findings: [String] = []
    private(set) var member: MemberFile?
    private(set) var odometers: Amount?

    init(card: KeyedCard) { self.card = card }

    /// Compares settings, key versions, files and their settings, whose card it is, odometers and records.
    ///
    /// - Parameters:
    ///   - wanted: what file 01 must say.
    ///   - isNew: odometers must stand at 0 and no record may exist.
    mutating func run(_ survey: CardSurvey, member wanted: MemberFile?, isNew: Bool) throws {
        check(survey.card == KeySettings(rights: MemberCardV1.cardRights, keys: 0x81), "the card's own settings")
        check(survey.cardKeyVersion == card.keys.generation(.picc), "the version of the card's key")
        guard let ours = survey.ours else { return findings.append("there is no application of ours") }
        check(ours.settings == MemberCardV1.issuedSettings, "the application's settings")
        let versions = [KeyRole.application, .kiosk, .staff].map(card.keys.generation)
        check(Array(ours.keyVersions.prefix(3)) == versions, "the versions of keys 0 to 2")
        check(ours.keyVersions.dropFirst(3).allSatisfy { $0 != 0 }, "the spare keys")
        check(ours.files.keys.sorted() == MemberCardV1.files.map(\.number), "the list of files")
        for (number, settings) in ours.files {
            check(MemberCardV1.accepts(settings, as: number), "the settings of file 0\(number)")
        }
        if isNew { check(ours.files[MemberCardV1.recordFile]?.recordCount == 0, "the records of a new card") }
        // What is wrong up to here makes the rest unreadable or meaningless.
        guard findings.isEmpty else { return }
        for access in [KeyedCard.Access.card, .application, .staff, .kiosk] { try card.enter(access) }
        try readContent(wanted, isNew: isNew)
    }

    /// File 01 and the odometers, by the kiosk's key.
    ///
    /// - Returns: `nil` when file 01 does not say whose card it is.
    static func content(_ card: inout KeyedCard) throws -> (member: MemberFile?, odometers: Amount?) {
        try card.enter(.kiosk)
        let member = MemberFile(
            try card.perform(.readData(MemberCardV1.memberFile, count: MemberFile.byteCount)))
        let fen = Odometer.spent(try card.perform(.getValue(MemberCardV1.fenFile)))
        let points = Odometer.spent(try card.perform(.getValue(MemberCardV1.pointsFile)))
        guard let fen, let points else { return (member, nil) }
        return (member, Amount(points: points, fen: fen))
    }

    private mutating func readContent(_ wanted: MemberFile?, isNew: Bool) throws {
        (member, odometers) = try Self.content(&card)
        check(member != nil && (wanted == nil || member == wanted), "whose card it is")
        check(odometers != nil && (!isNew || odometers == .zero), "the odometers")
    }

    private mutating func check(_ holds: Bool, _ what: String) { if !holds { findings.append(what) } }
}
