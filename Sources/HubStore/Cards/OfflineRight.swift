internal import GRDB
internal import Identity

/// Which card of an account may spend off line: at most one, and never a second one while a kiosk that has not
/// heard of the first one's block may still hold spends of it. A kiosk that never asked for anything holds none.
enum OfflineRight {
    /// Gives the right to the account's oldest active card if nobody has it and nobody can still use it.
    static func settle(_ member: MemberID, _ db: Database) throws {
        try db.run(
            """
            UPDATE card SET spends_offline = 1, spent_offline = 1 WHERE id = (
                SELECT id FROM card WHERE member = ?1 AND kind = 'desfire' AND status = 'active' AND suspect = 0
                ORDER BY created_at_ms, id LIMIT 1
            )
            AND NOT EXISTS (SELECT 1 FROM card WHERE member = ?1 AND spends_offline = 1)
            AND NOT EXISTS (
                SELECT 1 FROM card AS old JOIN kiosk ON kiosk.cleared_version < coalesce(old.blocked_version, 0)
                    AND (kiosk.feed_sent > 0 OR kiosk.store_epoch IS NOT NULL)
                WHERE old.member = ?1 AND old.spent_offline = 1 AND old.status <> 'active'
            )
            """, [member.blob])
        if db.changesCount > 0 { try db.touch([member]) }
        try wait(member, db)
    }

    /// Keeps the member in mind for as long as a card waits for the right.
    private static func wait(_ member: MemberID, _ db: Database) throws {
        try db.run("DELETE FROM right_waiting WHERE member = ?", [member.blob])
        try db.run(
            """
            INSERT INTO right_waiting
            SELECT ?1, coalesce(max(CASE WHEN spent_offline = 1 AND status <> 'active' THEN blocked_version END), 0)
            FROM card WHERE member = ?1
            HAVING max(kind = 'desfire' AND status = 'active' AND suspect = 0) AND NOT max(spends_offline)
            """, [member.blob])
    }

    /// Passes the right on to cards that wait for no kiosk any more.
    ///
    /// - Returns: whether no other is left.
    static func passOn(_ step: Step) throws -> Bool {
        let rows = try step.db.rows(
            """
            SELECT member FROM right_waiting WHERE version <= coalesce(
                (SELECT min(cleared_version) FROM kiosk WHERE feed_sent > 0 OR store_epoch IS NOT NULL), ?1)
            ORDER BY version, member LIMIT ?2
            """, [Int64.max, Step.limit])
        return try step.take(rows) { row in
            if let member = row.member("member") { try settle(member, step.db) }
        }.isThrough
    }
}
