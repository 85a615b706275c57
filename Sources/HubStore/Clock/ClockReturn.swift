internal import GRDB
internal import Vocabulary

/// What is put right when time goes back to where an operator says it is: moments in the future that a wrong clock left
/// where they are no history, each of which would last until then.
enum ClockReturn {
    static func put(_ db: Database, backTo nowMs: Int64) throws {
        for statement in statements { try db.run(statement, [nowMs]) }
        try db.run(
            "UPDATE hold SET expires_at_ms = ?1 WHERE state = 'active' AND expires_at_ms > ?1",
            [nowMs + HubStoreLimits.holdMs])
        try db.touch(reverseExpiries(db, nowMs).sorted { $0.description < $1.description })
    }

    /// With neither a policy that was told nor a sweep of one under way, upkeep looks at everybody anew, with the night
    /// that is due today.
    private static let statements = [
        "UPDATE hub SET clock_floor_ms = ?1, clock_accepts = clock_accepts + 1, policy = NULL",
        """
        UPDATE sweep SET goal = CASE WHEN kind = 'policy' THEN '' ELSE goal END,
            after_ms = min(after_ms, ?1), after_member = zeroblob(0), after_id = ''
        WHERE kind = 'policy' OR kind = 'activations' AND after_ms > ?1
        """,
        "UPDATE member SET arrived_at_ms = NULL, arrived_store = NULL WHERE arrived_at_ms > ?1",
        "UPDATE store_epoch SET last_at_ms = ?1 WHERE last_at_ms > ?1",
        "UPDATE kiosk SET heartbeat_at_ms = ?1 WHERE heartbeat_at_ms > ?1",
        """
        UPDATE remote_request SET created_at_ms = min(created_at_ms, ?1), asked_at_ms = min(asked_at_ms, ?1)
            WHERE created_at_ms > ?1 OR asked_at_ms > ?1
        """,
    ]

    /// Takes back expiries that have not come yet.
    ///
    /// - Parameter member: `nil` for all of them.
    @discardableResult
    static func reverseExpiries(of member: MemberID? = nil, _ db: Database, _ nowMs: Int64) throws -> Set<MemberID> {
        let rows = try db.rows(
            """
            SELECT member, id, expired, expires_at_ms FROM lot
            WHERE debt = 0 AND expired > 0 AND expires_at_ms > ? AND member = coalesce(?, member)
            """, [nowMs, member?.blob])
        for row in rows {
            guard let member = row.member("member") else { continue }
            try LotLedger(db: db, member: member, nowMs: nowMs).takeBackExpiry(
                of: row["id"], row["expired"], atMs: row["expires_at_ms"])
        }
        return Set(rows.compactMap { $0.member("member") })
    }
}
