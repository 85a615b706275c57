internal import Vocabulary

/// What a wrong clock has left in one member's history, and at which moment each item should count: a decision about
/// moments alone.
///
/// Only dates after now, and arrivals before this program was written, are known to be wrong. Other wrong dates look
/// like right ones.
struct ClockDamage: Hashable {
    /// An entry that is dated in the future.
    struct Entry: Hashable {
        var id: String
        var atMs: Int64
        var isNight: Bool
        /// When the hub next booked an entry by a right clock, milliseconds since 1970 UTC; `nil` if it has not yet.
        var knownByMs: Int64?
    }

    /// A spend that is dated otherwise than it happened.
    struct Spend: Hashable {
        var id: OperationID
        var atMs: Int64
        /// As the kiosk's journal has it; `nil` where only the card tells of it.
        var rightMs: Int64?
    }

    /// An expiry that was booked before its time.
    struct Expiry: Hashable {
        var lot: String
        var currency: String
        var amount: Int64
        var atMs: Int64
    }

    var entries: [Entry] = []
    var spends: [Spend] = []
    var expiries: [Expiry] = []

    var isNone: Bool { entries.isEmpty && spends.isEmpty && expiries.isEmpty }

    /// Drops nights of days that have not come. Other entries keep their order and count from the first moment at which
    /// they are known to have happened.
    func countings(nowMs: Int64) -> [Mend.Counting] {
        var lastMs = Int64.min
        return entries.sorted { ($0.atMs, $0.id) < ($1.atMs, $1.id) }.map { entry in
            guard !entry.isNight else { return Mend.Counting(entry.id, atMs: nil) }
            lastMs = max(lastMs + 1, min(entry.knownByMs ?? nowMs, nowMs))
            return Mend.Counting(entry.id, atMs: lastMs)
        }
    }

    func spendCountings(nowMs: Int64) -> [Mend.Counting] {
        spends.map { Mend.Counting($0.id.description, atMs: $0.rightMs ?? nowMs) }
    }
}

/// Works out when each line of one kiosk's journal counts, without the clocks that show an impossible moment.
enum JournalMoments {
    struct Line {
        /// By the kiosk's clock.
        var tappedAtMs: Int64
        /// As it counted so far.
        var atMs: Int64
        /// By the hub's clock.
        var receivedAtMs: Int64
    }

    /// By the rule of `StoreEpoch.moment`; `nil` where neither clock can be believed.
    static func right(_ lines: [Line], possibleMs: ClosedRange<Int64>) -> [Int64?] {
        var lastMs: Int64 = 0
        return lines.map { line in
            let isReceived = possibleMs.contains(line.receivedAtMs)
            guard isReceived || line.tappedAtMs <= possibleMs.upperBound else { return nil }
            lastMs = min(max(line.tappedAtMs, lastMs), isReceived ? line.receivedAtMs : .max)
            return lastMs
        }
    }
}
