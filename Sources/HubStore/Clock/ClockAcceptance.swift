internal import GRDB
package import HubAPI

extension HubDatabase {
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
                throw HubStoreError.refused(.clockBeforeProgram(wallMs: wallMs))
            }
            try ClockReturn.put(db, backTo: wallMs)
            let accepts = try db.integer("SELECT clock_accepts FROM hub")
            if keeper.hear(accepts: accepts, atMs: wallMs) { HistoryCache.forgetAll() }
        }
        return clockFacts()
    }
}
