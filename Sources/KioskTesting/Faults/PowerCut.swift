internal import Synchronization

/// Ends a program after a number of moments that it passes, so that a seed can place a power cut between any two of
/// them.
///
/// A test cannot stop Swift code in the middle and go on itself. So the disk is copied at the moment of the cut, and
/// whatever the ended program still does has no effect: the card's channel and the hub's link are dead, its screens are
/// not looked at, and its files are replaced by the copy.
package final class PowerCut: Sendable {
    private struct Plan: Sendable {
        var momentsLeft: Int?
        var save: @Sendable () -> Void = {}
        var happened = false
    }

    private let plan = Mutex(Plan())

    package init() {}

    /// - Parameters:
    ///   - moments: how many moments pass before it; 0 is the next.
    ///   - save: copies what is on the disk.
    package func arm(after moments: Int, save: @escaping @Sendable () -> Void) {
        plan.withLock { $0 = Plan(momentsLeft: moments, save: save) }
    }

    package func disarm() { plan.withLock { $0 = Plan() } }

    package var happened: Bool { plan.withLock { $0.happened } }

    /// A moment at which the program may die.
    package func pass() {
        let save = plan.withLock { plan -> (@Sendable () -> Void)? in
            guard let left = plan.momentsLeft, !plan.happened else { return nil }
            plan.momentsLeft = left - 1
            plan.happened = left <= 0
            return plan.happened ? plan.save : nil
        }
        save?()
    }
}
