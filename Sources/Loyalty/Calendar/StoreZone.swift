/// The store's time zone as a value: its offsets from UTC and since when each holds.
///
/// The table comes from the system's zone database at the edge; in here it is data, so that a rule evaluated
/// twice gives the same day twice.
package struct StoreZone: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        /// Milliseconds since 1970 UTC.
        package var fromMs: Int64
        package var offsetSeconds: Int64

        package init(fromMs: Int64, offsetSeconds: Int64) {
            self.fromMs = fromMs
            self.offsetSeconds = offsetSeconds
        }
    }

    package static let dayMs: Int64 = 86_400_000

    /// IANA name, such as `Asia/Shanghai`.
    package let name: String
    /// Before the first change.
    package let firstOffsetSeconds: Int64
    /// Ascending.
    package let changes: [Change]

    package init(name: String, firstOffsetSeconds: Int64, changes: [Change] = []) {
        self.name = name
        self.firstOffsetSeconds = firstOffsetSeconds
        self.changes = changes.sorted { $0.fromMs < $1.fromMs }
    }

    package static let shanghai = StoreZone(name: "Asia/Shanghai", firstOffsetSeconds: 8 * 3600)

    package func offsetMs(atMs now: Int64) -> Int64 {
        guard let last = changes.last(where: { $0.fromMs <= now }) else { return firstOffsetSeconds * 1000 }
        return last.offsetSeconds * 1000
    }

    /// The store's day at this moment.
    package func day(atMs now: Int64) -> Day {
        let local = now + offsetMs(atMs: now)
        return Day(Int(local >= 0 ? local / Self.dayMs : (local - Self.dayMs + 1) / Self.dayMs))
    }

    /// Minutes of the clock on the wall, 0 to 1439.
    package func minuteOfDay(atMs now: Int64) -> Int {
        let local = now + offsetMs(atMs: now)
        return Int(((local % Self.dayMs) + Self.dayMs) % Self.dayMs / 60_000)
    }

    /// The first moment of a day. Where clocks jump over midnight, the moment of the jump.
    package func startMs(of day: Day) -> Int64 {
        let local = Int64(day.number) * Self.dayMs
        let guess = local - offsetMs(atMs: local - firstOffsetSeconds * 1000)
        let start = local - offsetMs(atMs: guess)
        guard self.day(atMs: start) == day else {
            return changes.first { $0.fromMs > start - Self.dayMs && self.day(atMs: $0.fromMs) == day }?.fromMs ?? start
        }
        return start
    }

    /// Half-open, in milliseconds since 1970 UTC.
    package func rangeMs(of day: Day) -> Range<Int64> {
        let start = startMs(of: day)
        return start..<max(start, startMs(of: day.adding(days: 1)))
    }
}
