internal import GRDB
internal import PolicyFile
internal import Vocabulary

/// Which bookings kiosks see: from the start of yesterday to the end of tomorrow, in the store's time.
enum BookingDays {
    /// The store's time zone; `nil` where there is no store, and so no booking.
    ///
    /// - Throws: `HubStoreError.unknownZone` for a name that this machine's database does not have.
    static func zone(_ db: Database) throws -> StoreZone? {
        guard let row = try db.row("SELECT id, time_zone FROM store ORDER BY id LIMIT 1") else { return nil }
        return try zone(row)
    }

    /// Each store's.
    static func requireZones(_ db: Database) throws {
        for row in try db.rows("SELECT id, time_zone FROM store ORDER BY id") { _ = try zone(row) }
    }

    private static func zone(_ row: Row) throws -> StoreZone {
        let name: String = row["time_zone"]
        guard let zone = StoreZoneTable.zone(name) else {
            throw HubStoreError.unknownZone(store: row["id"], name: name)
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
        let db = step.db
        guard let zone = try zone(db) else { return true }
        let today = Int64(zone.day(atMs: step.nowMs).number)
        let seen = try db.integer("SELECT booking_day FROM hub")
        guard today != seen else { return true }
        var sweep = try Sweep.find(.bookings, db)
        if sweep.goal != "\(today)" {
            sweep = sweep.anew(to: "\(today)", afterMs: (min(seen, today) - 2) * StoreZone.dayMs)
        }
        let rows = try db.rows(
            """
            SELECT member, starts_at_ms, id FROM booking WHERE (starts_at_ms, id) > (?, ?) AND starts_at_ms < ?
            ORDER BY starts_at_ms, id LIMIT ?
            """, [sweep.afterMs, sweep.afterID, (max(seen, today) + 3) * StoreZone.dayMs, Step.limit])
        try step.touchMembers(of: rows[...])
        guard rows.count == Step.limit, let last = rows.last else {
            try db.run("UPDATE hub SET booking_day = ?", [today])
            try sweep.end(db)
            return true
        }
        (sweep.afterMs, sweep.afterID) = (last["starts_at_ms"], last["id"])
        try sweep.save(db)
        return false
    }
}
