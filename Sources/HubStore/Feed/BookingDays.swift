internal import Database
internal import PolicyFile
internal import Vocabulary

/// Which bookings kiosks see: from the start of yesterday to the end of tomorrow, in the store's time.
enum BookingDays {
    /// The store's time zone; `nil` where there is no store, and so no booking.
    ///
    /// - Throws: `HubStoreError.unknownZone` for a name that this machine's database does not have.
    static func zone(_ tx: Transaction) throws -> StoreZone? {
        guard let row = try tx.row("SELECT id, time_zone FROM store ORDER BY id LIMIT 1") else { return nil }
        return try zone(row)
    }

    /// Each store's.
    static func requireZones(_ tx: Transaction) throws {
        for row in try tx.rows("SELECT id, time_zone FROM store ORDER BY id") { _ = try zone(row) }
    }

    private static func zone(_ row: Row) throws -> StoreZone {
        let name: String = try row["time_zone"]
        guard let zone = StoreZoneTable.zone(name) else {
            throw HubStoreError.unknownZone(store: try row["id"], name: name)
        }
        return zone
    }

    /// Half-open, in milliseconds since 1970 UTC.
    static func window(atMs now: Int64, _ zone: StoreZone) -> Range<Int64> {
        let today = zone.day(atMs: now)
        return zone.startMs(of: today.adding(days: -1))..<zone.startMs(of: today.adding(days: 2))
    }

    /// When the day has changed: the members whose bookings come into sight or leave it.
    ///
    /// - Returns: whether all of them were told of.
    static func advance(_ step: Step) throws -> Bool {
        let tx = step.tx
        guard let zone = try zone(tx) else { return true }
        let today = Int64(zone.day(atMs: step.nowMs).number)
        let seen = try tx.integer("SELECT booking_day FROM hub")
        guard today != seen else { return true }
        var sweep = try Sweep.find(.bookings, tx)
        if sweep.goal != "\(today)" {
            sweep = sweep.anew(to: "\(today)", afterMs: (min(seen, today) - 2) * StoreZone.dayMs)
        }
        let rows = try step.rows(
            """
            SELECT member, starts_at_ms, id FROM booking WHERE (starts_at_ms, id) > ($1, $2) AND starts_at_ms < $3
            ORDER BY starts_at_ms, id LIMIT $4
            """, [sweep.afterMs, sweep.afterID, (max(seen, today) + 3) * StoreZone.dayMs, Step.limit])
        try step.touchMembers(of: rows[...])
        guard rows.count == Step.limit, let last = rows.last else {
            try tx.run("UPDATE hub SET booking_day = $1", [today])
            try sweep.end(tx)
            return true
        }
        (sweep.afterMs, sweep.afterID) = try (last["starts_at_ms"], last["id"])
        try sweep.save(tx)
        return false
    }
}
