package import Kiosk
internal import Synchronization

/// A clock that moves when a test says so. Several kiosks and a hub may look at the same one.
package final class ManualClock: Sendable {
    private let ms: Mutex<Int64>

    /// - Parameter startMs: milliseconds since 1970 UTC.
    package init(startMs: Int64 = 1_790_000_000_000) { ms = Mutex(startMs) }

    package var nowMs: Int64 { ms.withLock { $0 } }

    package func advance(ms step: Int64) { ms.withLock { $0 += step } }

    /// The moment from which monotonic clocks count, so that tests notice code which confuses them with wall clocks.
    private static let bootedAtMs: Int64 = 1_789_000_000_000

    /// What a kiosk's own clocks say.
    ///
    /// - Parameters:
    ///   - skewMs: how far the kiosk's wall clock runs ahead; negative when it is behind.
    ///   - passing: called at every look, which is a moment at which a program may die.
    package func kioskClock(
        skewMs: Int64 = 0, passing: @escaping @Sendable () -> Void = {}
    ) -> KioskClock {
        KioskClock(
            nowMs: {
                passing()
                return self.nowMs + skewMs
            },
            monotonicMs: { self.nowMs - Self.bootedAtMs }, bootID: "00000000-0000-4000-8000-000000000001")
    }
}

extension Surroundings {
    /// Surroundings with a clock that does not move, and with the shortest pauses.
    package static let still: Surroundings = {
        var surroundings = Surroundings(clock: ManualClock().kioskClock())
        surroundings.chance.fraction = { 0 }
        return surroundings
    }()
}
