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

    package func offsetMs(atMs now: Int64) -> Int64 { offsetMs(at: place(atMs: now)) }

    /// The store's day at this moment.
    package func day(atMs now: Int64) -> Day {
        let local = localMs(atMs: now)
        return Day(Int(local >= 0 ? local / Self.dayMs : (local - Self.dayMs + 1) / Self.dayMs))
    }

    /// Minutes of the clock on the wall, 0 to 1439.
    package func minuteOfDay(atMs now: Int64) -> Int {
        let local = localMs(atMs: now)
        return Int(((local % Self.dayMs) + Self.dayMs) % Self.dayMs / 60_000)
    }

    /// The first moment at which the clock on the wall shows this day or a later one: midnight, or the moment of
    /// the jump where clocks are put forward over midnight.
    package func startMs(of day: Day) -> Int64 {
        let midnight = Int64(day.number) * Self.dayMs
        // No clock on earth is further than a day from UTC.
        var place = place(atMs: midnight - Self.dayMs)
        while true {
            let since = place == 0 ? Int64.min : changes[place - 1].fromMs
            let start = max(since, midnight - offsetMs(at: place))
            guard place < changes.count, start >= changes[place].fromMs else { return start }
            place += 1
        }
    }

    /// From the day's first moment to the next day's; empty for a day that the calendar left out.
    package func moments(of day: Day) -> Range<Int64> { startMs(of: day)..<startMs(of: day.adding(days: 1)) }

    /// How many changes have happened by then.
    private func place(atMs now: Int64) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].fromMs <= now { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func offsetMs(at place: Int) -> Int64 {
        (place == 0 ? firstOffsetSeconds : changes[place - 1].offsetSeconds) * 1000
    }

    /// Of the clock on the wall; held within the years 1 to 9999.
    private func localMs(atMs now: Int64) -> Int64 {
        let (first, last) = (Int64(Day.first.number) * Self.dayMs, Int64(Day.last.number + 1) * Self.dayMs - 1)
        let moment = min(max(now, first), last)
        return min(max(moment + offsetMs(atMs: moment), first), last)
    }
}
