internal import Vocabulary

/// What a wrong clock has left in one member's history, and when each of it counts: a decision about moments alone.
///
/// Only what is dated later than now, or was taken before this program was written, is known to be wrong. What a clock
/// has dated wrongly within that time looks like everything else.
struct ClockDamage: Hashable {
    /// An entry that says of itself that it has not come yet.
    struct Entry: Hashable {
        var id: String
        var atMs: Int64
        var isNight: Bool
        /// When the hub next entered something by a right clock; `nil` where it did not yet.
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

    /// Nights of days that have not come do not count. What people did counts in the order in which they did it, from
    /// the first moment at which it is known to have happened.
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

/// The lines of one kiosk's journal, and when each counts if no clock is believed that shows an impossible moment.
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
