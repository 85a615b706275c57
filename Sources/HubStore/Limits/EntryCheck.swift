internal import HubAPI
internal import Vocabulary

/// What cannot be true of any entry, whoever sends it. Amounts are checked here once, so that nothing behind
/// can overflow.
enum EntryCheck {
    /// The upper limit of a DESFire value file.
    static let highestOdometer: Int64 = 0x7FFF_FFFF
    static let recordsPerCard = 10
    /// Until the year 2100, in milliseconds since 1970.
    static let possibleMs: ClosedRange<Int64> = 0...4_102_444_800_000
    private static let latestSeconds = possibleMs.upperBound / 1000
    static let textBytes = 200

    /// - Returns: what is wrong, for a person; `nil` for nothing.
    static func problem(in entry: JournalEntry, kiosk: String) -> String? {
        guard entry.kiosk == kiosk else { return "the entry names another kiosk than the one that sent it" }
        guard possibleMs.contains(entry.tappedAtMs), possibleMs.contains(entry.recordedAtMs) else {
            return "its times lie outside 1970 to 2100"
        }
        switch entry.fact {
        case .spendIntent(let intent): return problem(in: intent)
        case .cardSeen(let seen): return problem(in: seen)
        case .fault(let fault):
            return fault.code.rawValue.utf8.count <= textBytes ? nil : "a fault's code has at most \(textBytes) bytes"
        case .checkIn, .spendOutcome: return nil
        }
    }

    private static func problem(in intent: SpendIntent) -> String? {
        guard isOdometer(intent.before), isOdometer(intent.after), isOdometer(intent.amount), intent.amount != .zero
        else { return "a spend's amounts and odometers lie between 0 and \(highestOdometer), and not all are 0" }
        guard intent.after == intent.before + intent.amount else {
            return "the odometers after a spend are those before plus its amount"
        }
        guard intent.claimCode?.utf8.count ?? 0 <= 16, intent.reward?.utf8.count ?? 0 <= textBytes else {
            return "a claim code has at most 16 bytes, a reward's id \(textBytes)"
        }
        return nil
    }

    private static func problem(in seen: CardSeen) -> String? {
        guard isOdometer(seen.odometers), seen.records.count <= recordsPerCard else {
            return "a card has at most \(recordsPerCard) records and odometers up to \(highestOdometer)"
        }
        for record in seen.records {
            guard isOdometer(record.after), record.amount.isNonNegative, record.amount.fits(in: record.after),
                (0...latestSeconds).contains(record.atSeconds)
            else { return "a card record's amounts do not fit its odometers" }
        }
        return nil
    }

    /// Whether a card's odometers can stand there, or move by so much.
    static func isOdometer(_ amount: Amount) -> Bool {
        amount.isNonNegative && amount.fits(in: Amount(points: highestOdometer, fen: highestOdometer))
    }
}
