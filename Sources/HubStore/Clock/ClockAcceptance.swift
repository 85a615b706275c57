internal import Database
package import HubAPI

extension HubDatabase {
    /// Keeps the moment that time has come to, and follows what `hubd clock accept` said to another process.
    ///
    /// - Returns: how the clock stands now.
    package func keepClock() async throws -> HubClockFacts {
        try await write { [keeper] tx in
            guard let hub = try tx.row("SELECT clock_floor_ms, clock_accepts FROM hub") else { return }
            let floorMs: Int64? = try hub["clock_floor_ms"]
            if try keeper.hear(accepts: hub["clock_accepts"], atMs: floorMs ?? 0) { HistoryCache.forgetAll(tx) }
            // Another hub's clock may be a little ahead.
            try tx.run(
                "UPDATE hub SET clock_floor_ms = $1 WHERE coalesce(clock_floor_ms, 0) < $1", [keeper.look().momentMs])
        }
        return clockFacts()
    }

    /// An operator says that the machine's clock is right, whatever the books say.
    ///
    /// What a clock in the future has left in tables that are no history is put right with it. What it entered into
    /// histories stays.
    package func acceptClock() async throws -> HubClockFacts {
        try await write(locking: [.hub]) { [keeper] tx in
            guard try tx.exists("SELECT 1 FROM hub") else { throw HubStoreError.empty }
            let wallMs = keeper.clock.wallMs()
            guard wallMs >= ClockTrust.earliestMs else {
                throw HubStoreError.refused(.clockBeforeProgram(wallMs: wallMs))
            }
            try ClockReturn.put(tx, backTo: wallMs)
            let accepts = try tx.integer("SELECT clock_accepts FROM hub")
            if keeper.hear(accepts: accepts, atMs: wallMs) { HistoryCache.forgetAll(tx) }
        }
        return clockFacts()
    }
}
