import HubStore
import Synchronization

/// The time in a kept salon: it goes on from the moment at which the salon was made, so that the salon gives the same
/// work whenever it is measured, and no night is due.
final class SalonClock: Sendable {
    private let fromMs: Int64
    private let start = Ticks.now()
    private let backMs: Atomic<Int64>

    /// - Parameter backMs: how long before that it begins, until `catchUp`.
    init(from fromMs: Int64, backMs: Int64 = 0) {
        self.fromMs = fromMs
        self.backMs = Atomic(backMs)
    }

    var nowMs: Int64 {
        fromMs - backMs.load(ordering: .relaxed) + Int64((Ticks.now() - start) / 1_000_000)
    }

    func catchUp() { backMs.store(0, ordering: .relaxed) }

    var hub: HubClock { HubClock(following: { [self] in nowMs }) }
}
