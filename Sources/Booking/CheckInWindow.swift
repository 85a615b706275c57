/// When an arrival is accepted: so many minutes before the appointment until so many after, both inclusive.
///
/// Ends are inclusive to the minute, as people read a clock: with −45/+15 and an appointment at 10:00, 09:15 and
/// 10:15 are in time, 09:14 and 10:16 are not (rules.md E25 e).
package struct CheckInWindow: Hashable, Sendable {
    package var earlyMinutes: Int64
    package var lateMinutes: Int64

    package init(earlyMinutes: Int64, lateMinutes: Int64) {
        self.earlyMinutes = earlyMinutes
        self.lateMinutes = lateMinutes
    }

    package enum Verdict: Hashable, Sendable {
        case open
        case tooEarly(fromMs: Int64)
        /// Please see the desk; never an error.
        case tooLate
    }

    /// Both times in milliseconds since 1970 UTC.
    package func verdict(appointmentAtMs start: Int64, nowMs now: Int64) -> Verdict {
        let opens = start - earlyMinutes * 60_000
        let closes = start + (lateMinutes + 1) * 60_000
        if now < opens { return .tooEarly(fromMs: opens) }
        return now < closes ? .open : .tooLate
    }
}
