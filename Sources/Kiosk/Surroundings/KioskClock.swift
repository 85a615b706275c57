internal import Foundation

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

    package init(
        nowMs: @escaping @Sendable () -> Int64, monotonicMs: @escaping @Sendable () -> Int64, bootID: String
    ) {
        self.nowMs = nowMs
        wallMs = nowMs
        self.monotonicMs = monotonicMs
        self.bootID = bootID
    }

    /// The machine's own clocks.
    package static func system() -> KioskClock {
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return KioskClock(
            nowMs: { Int64(Date().timeIntervalSince1970 * 1000) },
            monotonicMs: machineMonotonicMs, bootID: boot?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown")
    }

    package static let machineMonotonicMs: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
    /// Whole seconds, rounded down.
    var wholeSeconds: Int { Int(clamping: components.seconds) }
}
