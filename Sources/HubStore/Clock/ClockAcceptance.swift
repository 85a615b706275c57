internal import Database
package import HubAPI

extension HubDatabase {
    /// Stores the current moment, and follows an `hubd clock accept` that ran in another process.
    ///
    /// - Returns: how the clock stands now.
    package func saveClock() async throws -> HubClockFacts {
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

    /// Accepts the machine's clock as right on an operator's word, whatever the books say.
    ///
    /// Also corrects the moments that a clock in the future has left in tables that are not history. Entries in
    /// histories stay.
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
