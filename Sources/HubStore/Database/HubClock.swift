internal import GRDB
package import HubAPI
internal import PolicyFile
internal import Synchronization

/// The clocks of the machine that the hub runs on, as values that tests can replace.
package struct HubClock: Sendable {
    /// Milliseconds since 1970 UTC, as the machine says.
    package var wallMs: @Sendable () -> Int64
    /// Milliseconds since any moment; never set back, and running on while the machine sleeps.
    package var monotonicMs: @Sendable () -> Int64

    package init(wallMs: @escaping @Sendable () -> Int64, monotonicMs: @escaping @Sendable () -> Int64) {
        self.wallMs = wallMs
        self.monotonicMs = monotonicMs
    }

    /// Time passes as `wallMs` says: only going back puts it in doubt.
    package init(following wallMs: @escaping @Sendable () -> Int64) {
        self.init(wallMs: wallMs, monotonicMs: wallMs)
    }

    var reading: ClockTrust.Reading { ClockTrust.Reading(wallMs: wallMs(), monotonicMs: monotonicMs()) }
}

/// One process's view of the clock: what it last gave out, and which word of an operator it has heard.
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

    func look() -> (momentMs: Int64, wallMs: Int64, doubt: ClockTrust.Doubt?) {
        let reading = clock.reading
        return state.withLock { state in
            let momentMs = state.trust.moment(reading)
            return (momentMs, reading.wallMs, state.trust.doubt)
        }
    }

    /// An operator said at another process that its clock is right. This one follows if it shows the same time.
    /// - Returns: whether it followed just now.
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

    /// A backup may be of any age: whoever restores it says that the time since then has passed.
    func comeForward(_ db: Database) throws {
        let (_, wallMs, doubt) = look()
        guard case .ahead = doubt else { return }
        try db.run("UPDATE hub SET clock_floor_ms = ?, clock_accepts = clock_accepts + 1", [wallMs])
        _ = hear(accepts: try db.integer("SELECT clock_accepts FROM hub"), atMs: wallMs)
    }
}

extension HubDatabase {
    /// The moment to go by: the wall clock as far as it can be trusted. Good for what is read and for when something
    /// came; what time itself changes is booked by `momentToBook`.
    func now() -> Int64 { keeper.look().momentMs }

    /// - Throws: `clock` when the wall clock cannot be trusted.
    func momentToBook() throws -> Int64 {
        let facts = clockFacts()
        if let advice = facts.advice { throw HubStoreError.clock(advice) }
        return facts.momentMs
    }

    /// How the clock stands, for operators.
    package func clockFacts() -> HubClockFacts {
        let (momentMs, wallMs, doubt) = keeper.look()
        return HubClockFacts(
            isTrusted: doubt == nil, wallMs: wallMs, momentMs: momentMs,
            advice: doubt.map { $0.advice(wallMs: wallMs, momentMs: momentMs) })
    }

    /// Keeps the moment that time has come to, and follows what `hubd clock accept` said to another process.
    ///
    /// - Returns: how the clock stands now.
    package func keepClock() async throws -> HubClockFacts {
        try await pool.write { [keeper] db in
            guard let hub = try db.row("SELECT clock_floor_ms, clock_accepts FROM hub") else { return }
            let floorMs: Int64? = hub["clock_floor_ms"]
            if keeper.hear(accepts: hub["clock_accepts"], atMs: floorMs ?? 0) { HistoryCache.forgetAll() }
            try db.run("UPDATE hub SET clock_floor_ms = ?", [keeper.look().momentMs])
        }
        return clockFacts()
    }

    /// An operator says that the machine's clock is right, whatever the books say.
    ///
    /// What a clock in the future has left in tables that are no history is put right with it. What it entered into
    /// histories stays.
    package func acceptClock() async throws -> HubClockFacts {
        try await pool.write { [keeper] db in
            guard try db.row("SELECT 1 FROM hub") != nil else { throw HubStoreError.empty }
            let wallMs = keeper.clock.wallMs()
            guard wallMs >= ClockTrust.earliestMs else {
                throw HubStoreError.refused("\(MomentText.text(max(wallMs, 0))) is before this program was written.")
            }
            try ClockReturn.put(db, backTo: wallMs)
            let accepts = try db.integer("SELECT clock_accepts FROM hub")
            if keeper.hear(accepts: accepts, atMs: wallMs) { HistoryCache.forgetAll() }
        }
        return clockFacts()
    }
}

extension ClockTrust.Doubt {
    fileprivate func advice(wallMs: Int64, momentMs: Int64) -> String {
        let side =
            switch self {
            case .behind: "before"
            case .ahead: "after"
            }
        return """
            The machine's clock says \(MomentText.text(max(wallMs, 0))); that is too long \(side) \
            \(MomentText.text(momentMs)), which the hub's books have come to. Nothing that depends on the time is \
            booked. Set the clock right, or, if it is right, run hubd clock accept.
            """
    }
}
