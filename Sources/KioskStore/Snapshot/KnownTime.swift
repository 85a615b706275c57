internal import GRDB

/// What journal and snapshot say of the time, milliseconds since 1970 UTC.
package struct KnownTime: Hashable, Sendable {
    /// The later of the last entry's time and the hub's: a wall clock that says less was set back. 0 when nothing is
    /// known.
    package var lastMs: Int64
    /// The hub's clock when the snapshot was last complete.
    package var hubMs: Int64?

    /// - Parameter floorMs: the highest time of an entry.
    init(floorMs: Int64, _ database: Database) throws {
        hubMs = try Int64.fetchOne(database.cachedStatement(sql: "SELECT asOfMs FROM snapshot"))
        guard let hubMs else {
            lastMs = floorMs
            return
        }
        // Entries later than any kiosk stays without the hub were written by a clock in the future.
        let isPossible = floorMs <= hubMs + StoreLimits.longestOfflineMs
        lastMs = isPossible ? max(floorMs, hubMs) : hubMs
    }
}

extension KioskStore {
    package func knownTime() throws(StoreError) -> KnownTime {
        try reading { try KnownTime(floorMs: head.floorMs, $0) }
    }
}
