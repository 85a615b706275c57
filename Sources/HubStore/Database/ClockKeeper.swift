internal import Database
internal import HubAPI
internal import Synchronization

/// One process's view of the clock: the last moment given out, and how many acceptances by operators it has seen.
final class ClockKeeper: Sendable {
    let clock: HubClock
    private let state: Mutex<State>

    private struct State {
        var trust: ClockTrust
        /// How often `hubd clock accept` had been run when this process last looked.
        var accepts: Int64
    }

    init(_ clock: HubClock, floorMs: Int64?, accepts: Int64, offMs: Int64) {
        self.clock = clock
        let trust = ClockTrust(floorMs: floorMs, clock.reading, offMs: offMs)
        state = Mutex(State(trust: trust, accepts: accepts))
    }

    /// Starts from the last moment in the hub's database, or from none before there is a salon.
    ///
    /// - Parameter offMs: for how long, in milliseconds, the moment may not have been stored.
    convenience init(_ clock: HubClock, offMs: Int64, _ tx: Transaction) throws {
        let hub = try tx.row("SELECT clock_floor_ms, clock_accepts FROM hub")
        self.init(
            clock, floorMs: try hub?["clock_floor_ms"], accepts: try hub?["clock_accepts"] ?? 0, offMs: offMs)
    }

    func look() -> (momentMs: Int64, wallMs: Int64, doubt: ClockTrust.Doubt?) {
        let reading = clock.reading
        return state.withLock { state in
            let momentMs = state.trust.moment(reading)
            return (momentMs, reading.wallMs, state.trust.doubt)
        }
    }

    /// Accepts the wall clock after an operator accepted one in another process, if both show the same time within
    /// `ClockTrust.stepMs`.
    ///
    /// - Returns: whether it did so just now.
    func hear(accepts: Int64, atMs acceptedMs: Int64) -> Bool {
        let reading = clock.reading
        return state.withLock { state in
            guard state.accepts != accepts else { return false }
            state.accepts = accepts
            guard abs(reading.wallMs - acceptedMs) <= ClockTrust.stepMs else { return false }
            state.trust.accept(reading)
            return true
        }
    }

    /// Accepts a wall clock that is far ahead of a restored backup, because a backup may be of any age.
    func comeForward(_ tx: Transaction) throws {
        let (_, wallMs, doubt) = look()
        guard case .ahead = doubt else { return }
        try tx.run("UPDATE hub SET clock_floor_ms = $1, clock_accepts = clock_accepts + 1", [wallMs])
        _ = hear(accepts: try tx.integer("SELECT clock_accepts FROM hub"), atMs: wallMs)
    }
}
