internal import Vocabulary

/// The files of an authenticated member's card.
struct MemberCardFiles {
    /// Limited so that a protected answer fits a short APDU: 4 × 48 bytes, padding and MAC.
    static let recordsPerRead = 4

    var card: DESFireCard
    let uid: CardUID
    let speaksEV2: Bool

    /// - Returns: `nil` when the member file is not as the profile wants it.
    mutating func identity() throws(CardError) -> (CardID, MemberFile)? {
        let bytes = try card.perform(.readData(MemberCardV1.memberFile, count: MemberFile.byteCount))
        guard let file = MemberFile(bytes) else { return nil }
        return (CardID(uid: uid, issueNumber: file.issueNumber), file)
    }

    /// The issuer recorded what the card can speak, so that somebody in between cannot make it speak an older protocol.
    func downgrade(_ file: MemberFile) -> UnsafeReason? {
        speaksEV2 == (file.generation != .ev1) ? nil : .downgraded
    }

    /// - Returns: `nil` when a value file is outside its limits.
    mutating func odometers() throws(CardError) -> Amount? {
        guard let fen = try spent(MemberCardV1.fenFile), let points = try spent(MemberCardV1.pointsFile) else {
            return nil
        }
        return Amount(points: points, fen: fen)
    }

    /// Newest first.
    mutating func records() throws(CardError) -> [CardRecord] {
        let settings = FileSettings(try card.perform(.getFileSettings(MemberCardV1.recordFile)))
        guard let settings else { throw .malformed(.getFileSettings) }
        let count = min(settings.recordCount, MemberCardV1.readableRecords)
        var records: [CardRecord] = []
        while records.count < count {
            records += try page(skipping: records.count, count: min(Self.recordsPerRead, count - records.count))
        }
        return records
    }

    /// - Returns: `nil` when every setting is as the profile wants it.
    mutating func firstUnsafeSetting() throws(CardError) -> UnsafeReason? {
        guard KeySettings(try card.perform(.getKeySettings)) == MemberCardV1.issuedSettings else {
            return .keySettings
        }
        let numbers = try card.perform(.getFileIDs)
        guard numbers.sorted() == MemberCardV1.files.map(\.number) else { return .fileList }
        for number in numbers.sorted() {
            let settings = FileSettings(try card.perform(.getFileSettings(number)))
            guard let settings, MemberCardV1.accepts(settings, as: number) else { return .fileSettings(file: number) }
        }
        return nil
    }

    /// Amounts are within the odometers' limits.
    mutating func debit(_ amount: Amount) throws(CardError) {
        let parts = [(MemberCardV1.fenFile, amount.money.fen), (MemberCardV1.pointsFile, amount.points.count)]
        for (file, part) in parts where part > 0 {
            _ = try card.perform(.debit(file, Int32(truncatingIfNeeded: part)))
        }
    }

    mutating func append(_ record: CardRecord) throws(CardError) {
        _ = try card.perform(.writeRecord(MemberCardV1.recordFile, record.bytes))
    }

    mutating func commit() throws(CardError) { _ = try card.perform(.commitTransaction) }

    mutating func abort() throws(CardError) { _ = try card.perform(.abortTransaction) }

    private mutating func spent(_ file: UInt8) throws(CardError) -> Int64? {
        Odometer.spent(try card.perform(.getValue(file)))
    }

    private mutating func page(skipping: Int, count: Int) throws(CardError) -> [CardRecord] {
        let size = CardRecord.byteCount
        let bytes = try card.perform(
            .readRecords(MemberCardV1.recordFile, skipping: skipping, count: count, size: size))
        return stride(from: 0, to: bytes.count, by: size).compactMap { CardRecord(bytes[$0..<$0 + size]) }.reversed()
    }
}
