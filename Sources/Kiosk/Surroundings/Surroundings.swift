internal import Foundation
package import Vocabulary

/// What a kiosk is given from outside: the time, ids, chance, and a log. One value, passed on whole, in which tests
/// replace what they want to know.
package struct Surroundings: Sendable {
    package var clock: KioskClock
    /// A new one at each call.
    package var newID: @Sendable () -> OperationID = { OperationID(UUID()) }
    package var chance = Chance()
    package var log: @Sendable (LogEvent) -> Void = { _ in }

    package init(clock: KioskClock) { self.clock = clock }
}

/// The machine's chance, unless a test decides.
package struct Chance: Sendable {
    /// So many bytes that nobody can predict.
    package var bytes: @Sendable (Int) -> [UInt8] = { count in
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
    /// 0 ..< 1.
    package var fraction: @Sendable () -> Double = { Double.random(in: 0..<1) }

    package init() {}
}
