package import Foundation

/// What time it is for a salon's programs: the machine's, or a moment ahead of it.
///
/// `hardware/virtual/ahead.c` moves the wall clock; sleeps and deadlines go by the monotonic clock, which stays the
/// machine's.
package struct SalonClock: Hashable, Sendable {
    /// Where somebody can go.
    package enum Move: String, CaseIterable, Sendable {
        case hour, day
        /// Half an hour before the month ends.
        case monthEnd = "month-end"
        case now
    }

    package private(set) var aheadSeconds: Int64 = 0
    package let timeZone: TimeZone

    init(timeZone: TimeZone) { self.timeZone = timeZone }

    var isMoved: Bool { aheadSeconds != 0 }

    /// The moment it shows.
    package func moment(at now: Date = Date()) -> Date { now.addingTimeInterval(TimeInterval(aheadSeconds)) }

    /// Hours and minutes, as people in the salon read it.
    package func text(at now: Date = Date()) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: moment(at: now))
        return String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
    }

    package func moved(_ move: Move, at now: Date = Date()) -> SalonClock {
        var moved = self
        switch move {
        case .hour: moved.aheadSeconds += 3600
        case .day: moved.aheadSeconds += 24 * 3600
        case .monthEnd: moved.aheadSeconds = Int64(monthEnd(after: moment(at: now)).timeIntervalSince(now).rounded(.up))
        case .now: moved.aheadSeconds = 0
        }
        return moved
    }

    private static let evening: TimeInterval = 30 * 60

    private func monthEnd(after moment: Date) -> Date {
        // From then on it is the evening of the month after.
        let beyond = moment.addingTimeInterval(Self.evening)
        return calendar.dateInterval(of: .month, for: beyond)?.end.addingTimeInterval(-Self.evening) ?? moment
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return calendar
    }

    /// What makes a program go by this clock; nothing for the machine's own.
    func environment(library: URL) -> [String: String] {
        isMoved ? ["LD_PRELOAD": library.path, "AHEAD_SECONDS": "\(aheadSeconds)"] : [:]
    }
}
