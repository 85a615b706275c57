internal import Foundation
package import KioskSession
internal import Synchronization

/// The kiosk's clocks, as values that tests can replace.
package struct KioskClock: Sendable {
    /// What time it is, milliseconds since 1970 UTC: the wall clock within the bounds of `ClockFloor`.
    package var nowMs: @Sendable () -> Int64
    /// What the machine says of the time, without any bounds.
    package var wallMs: @Sendable () -> Int64
    /// Milliseconds since the machine started; never set back.
    package var monotonicMs: @Sendable () -> Int64
    /// Changes at each start of the machine; the monotonic clock means something only together with it.
    package var bootID: String
    package var timeZone: @Sendable () -> String

    package init(
        nowMs: @escaping @Sendable () -> Int64, monotonicMs: @escaping @Sendable () -> Int64, bootID: String,
        timeZone: @escaping @Sendable () -> String
    ) {
        self.nowMs = nowMs
        wallMs = nowMs
        self.monotonicMs = monotonicMs
        self.bootID = bootID
        self.timeZone = timeZone
    }

    /// The machine's own clocks.
    package static func system(timeZone: @escaping @Sendable () -> String) -> KioskClock {
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return KioskClock(
            nowMs: { Int64(Date().timeIntervalSince1970 * 1000) },
            monotonicMs: machineMonotonicMs, bootID: boot?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown",
            timeZone: timeZone)
    }

    package static let machineMonotonicMs: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Wall time at the store, as people read it.
    package func localTime(_ atMs: Int64) -> LocalTime {
        let calendar = StoreCalendar.named(timeZone())
        let parts = calendar.dateComponents(
            [.month, .day, .weekday, .hour, .minute], from: Date(timeIntervalSince1970: Double(atMs) / 1000))
        return LocalTime(
            month: parts.month ?? 1, day: parts.day ?? 1, weekday: (parts.weekday ?? 1) - 1, hour: parts.hour ?? 0,
            minute: parts.minute ?? 0)
    }

    /// From midnight to midnight at the store, milliseconds since 1970 UTC: the day that contains `atMs`.
    package func localDay(_ atMs: Int64) -> Range<Int64> {
        let calendar = StoreCalendar.named(timeZone())
        let day = calendar.dateInterval(of: .day, for: Date(timeIntervalSince1970: Double(atMs) / 1000))
        guard let day else { return atMs..<atMs + 86_400_000 }
        return Int64(day.start.timeIntervalSince1970 * 1000)..<Int64(day.end.timeIntervalSince1970 * 1000)
    }
}

/// Calendars are costly to make and few are needed.
private enum StoreCalendar {
    private static let cache = Mutex<[String: Calendar]>([:])

    static func named(_ zone: String) -> Calendar {
        cache.withLock { cache in
            if let calendar = cache[zone] { return calendar }
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
            if cache.count < 64 { cache[zone] = calendar }
            return calendar
        }
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
    /// Whole seconds, rounded down.
    var wholeSeconds: Int { Int(clamping: components.seconds) }
}
