/// Decides whether the wall clock of a machine, the hub's or a kiosk's, can be trusted for bookings. It depends on two
/// clocks and nothing else.
///
/// A wall clock that is wrong for seconds would end lots and tiers that live for years, and a clock that begins in
/// 1970 would date today's work before everything else (cockroach issue 74909, happier issue 380). So the moments given
/// never go back, and they follow the wall clock only as far as the monotonic clock and the last moment kept bear it
/// out. In doubt time goes on by the monotonic clock, and the caller books nothing that depends on it.
package struct ClockTrust: Hashable, Sendable {
    /// What both clocks show at once.
    package struct Reading: Hashable, Sendable {
        /// Milliseconds since 1970 UTC.
        package var wallMs: Int64
        /// Milliseconds since any moment; never set back while the process runs.
        package var monotonicMs: Int64

        package init(wallMs: Int64, monotonicMs: Int64) {
            self.wallMs = wallMs
            self.monotonicMs = monotonicMs
        }
    }

    /// By how much the wall clock differs from the time that has passed since the last moment.
    package enum Doubt: Hashable, Sendable {
        case behind(byMs: Int64)
        case ahead(byMs: Int64)
    }

    /// A step that is believed while the process runs, either way: a wrong time zone set right is at most a day.
    package static let stepMs: Int64 = 26 * 60 * 60 * 1000
    /// The longest time off after which a machine goes on without confirmation. A machine without a battery gets its
    /// time from the network after the start, so this also holds for as long as `youngMs`.
    package static let offMs: Int64 = 16 * 24 * 60 * 60 * 1000
    package static let youngMs: Int64 = 15 * 60 * 1000
    /// 2026-01-01 UTC: this program is younger than that, and so is every moment it kept.
    package static let earliestMs: Int64 = 1_767_225_600_000

    /// `nil` while the clocks agree.
    package private(set) var doubt: Doubt?
    /// The last moment given, and the monotonic clock then.
    private var last: Reading
    private var youngUntilMs: Int64
    private let offMs: Int64

    /// - Parameters:
    ///   - floorMs: the last moment that was kept; `nil` where none was.
    ///   - offMs: for how long the machine may have been off.
    package init(floorMs: Int64?, _ reading: Reading, offMs: Int64 = ClockTrust.offMs) {
        self.offMs = offMs
        let floorMs = floorMs.flatMap { $0 < Self.earliestMs ? nil : $0 }
        last = Reading(
            wallMs: floorMs ?? max(reading.wallMs, Self.earliestMs), monotonicMs: reading.monotonicMs)
        youngUntilMs = reading.monotonicMs + Self.youngMs
        _ = moment(reading)
    }

    /// The moment to go by, milliseconds since 1970 UTC; `doubt` says afterwards whether anything may be booked by it.
    ///
    /// If the wall clock was set back by less than a step, time runs at half speed until the clock has caught up.
    package mutating func moment(_ reading: Reading) -> Int64 {
        let passedMs = max(0, reading.monotonicMs - last.monotonicMs)
        let countedMs = last.wallMs + passedMs
        let aheadMs = reading.wallMs - countedMs
        let highestMs = reading.monotonicMs <= youngUntilMs ? offMs : Self.stepMs
        doubt =
            if aheadMs < -Self.stepMs { .behind(byMs: -aheadMs) } else if aheadMs > highestMs {
                .ahead(byMs: aheadMs)
            } else { nil }
        last.monotonicMs += passedMs
        last.wallMs = doubt == nil ? max(reading.wallMs, last.wallMs + passedMs / 2) : countedMs
        return last.wallMs
    }

    /// Another machine, which knows better, says what time it is. From then on only steps are believed.
    package mutating func correct(to momentMs: Int64, _ reading: Reading) {
        if abs(moment(reading) - momentMs) > Self.stepMs { last.wallMs = momentMs }
        youngUntilMs = reading.monotonicMs - 1
        _ = moment(reading)
    }

    /// A person says that the wall clock is right.
    package mutating func accept(_ reading: Reading) {
        last = reading
        doubt = nil
    }
}
