internal import GRDB
internal import Identity
internal import Loyalty

extension HubDatabase {
    /// What time itself changes: holds run out, lots become active and expire, the days of bookings move on, answers
    /// grow old.
    ///
    /// Nothing depends on this running on time: balances and refusals look at the clock themselves.
    package func tidy() async throws {
        let nowMs = now()
        try await pool.write { db in
            guard try db.row("SELECT 1 FROM hub") != nil else { return }
            var touched = try Self.releaseHolds(db, nowMs)
            touched.formUnion(try Self.activate(db, nowMs))
            touched.formUnion(try Self.bookExpiries(db, nowMs))
            touched.formUnion(try BookingDays.advance(db, nowMs))
            touched.formUnion(try Self.followPolicy(db, nowMs))
            try db.touch(touched.sorted { $0.description < $1.description })
            try db.run(
                "DELETE FROM remote_request WHERE created_at_ms < ?", [nowMs - HubStoreLimits.requestAgeMs])
        }
    }

    /// Gives back holds that ran out, each once its kiosk has told since then everything it did: a kiosk that is out
    /// of reach may have spent on the hold, which may be the whole balance.
    private static func releaseHolds(_ db: Database, _ nowMs: Int64) throws -> Set<MemberID> {
        let rows = try db.rows("SELECT DISTINCT member \(runOutHolds)", [nowMs, HubStoreLimits.silentKioskMs])
        try db.run(
            "UPDATE hold SET state = 'released' WHERE id IN (SELECT id \(runOutHolds))",
            [nowMs, HubStoreLimits.silentKioskMs])
        return Set(rows.compactMap { $0.member("member") })
    }

    private static let runOutHolds = """
        FROM hold WHERE state = 'active' AND expires_at_ms <= ?1 AND (
            expires_at_ms + ?2 <= ?1 OR NOT EXISTS (
                SELECT 1 FROM kiosk WHERE kiosk.name = hold.kiosk AND kiosk.heartbeat IS NOT NULL AND (
                    kiosk.heartbeat_at_ms < hold.expires_at_ms
                    OR json_extract(kiosk.heartbeat, '$.journalSequence') > coalesce((
                        SELECT last_sequence FROM store_epoch WHERE store_epoch.kiosk = kiosk.name
                        AND store_epoch.epoch = json_extract(kiosk.heartbeat, '$.storeEpoch')), 0))))
        """

    /// Lots that became active since the last time: kiosks get to see them, and debts are paid back from them.
    private static func activate(_ db: Database, _ nowMs: Int64) throws -> Set<MemberID> {
        let rows = try db.rows(
            """
            SELECT DISTINCT member, EXISTS (
                    SELECT 1 FROM lot AS debt WHERE debt.member = lot.member AND debt.debt = 1 AND debt.taken > 0
                ) AS owes
            FROM lot WHERE active_from_ms > gained_at_ms
                AND active_from_ms > (SELECT lots_active_through_ms FROM hub) AND active_from_ms <= ?
            """, [nowMs])
        let incidents = Incidents(db: db, nowMs: nowMs)
        for row in rows where row["owes"] {
            guard let member = row.member("member") else { continue }
            try MemberLots.apply(LotChange(mustReplay: true), member: member, db, incidents)
        }
        if !rows.isEmpty { try db.run("UPDATE hub SET lots_active_through_ms = ?", [nowMs]) }
        return Set(rows.compactMap { $0.member("member") })
    }

    /// When another policy comes into force, kiosks hear of everybody anew.
    private static func followPolicy(_ db: Database, _ nowMs: Int64) throws -> Set<MemberID> {
        let told: String? = try db.row("SELECT policy FROM hub").flatMap { $0["policy"] }
        guard let policy = try PolicyShelf.find(db, atMs: nowMs), policy.version != told else { return [] }
        try db.run("UPDATE hub SET policy = ?", [policy.version])
        // What a new policy makes of everybody is looked at once, as the work of the first night that it holds in.
        let today = policy.zone.day(atMs: nowMs)
        let midnight = policy.zone.startMs(of: today)
        let due = policy.effectiveFromMs <= midnight ? midnight : policy.zone.startMs(of: today.adding(days: 1))
        try db.run(
            "UPDATE member SET night_due_ms = ? WHERE EXISTS (SELECT 1 FROM member_entry WHERE member = member.id)",
            [due])
        return Set(try db.rows("SELECT id FROM member").compactMap { $0.member("id") })
    }

    /// Enters what is left in lots that no longer count. A spend that turns up late takes it back.
    private static func bookExpiries(_ db: Database, _ nowMs: Int64) throws -> Set<MemberID> {
        let rows = try db.rows(
            """
            SELECT member, id, granted - taken - expired AS rest, expires_at_ms FROM lot
            WHERE debt = 0 AND expires_at_ms <= ? AND granted > taken + expired
            """, [nowMs])
        for row in rows {
            guard let member = row.member("member") else { continue }
            try LotLedger(db: db, member: member, nowMs: nowMs).expire(
                row["id"], rest: row["rest"], atMs: row["expires_at_ms"])
        }
        return Set(rows.compactMap { $0.member("member") })
    }
}
