internal import Database
internal import Vocabulary

/// Corrects rows when an operator sets time back: moments in the future that a wrong clock has left in tables that are
/// not history. Each would otherwise stay in effect until it comes.
enum ClockReturn {
    static func put(_ tx: Transaction, backTo nowMs: Int64) throws {
        for statement in statements { try tx.run(statement, [nowMs]) }
        try tx.run(
            "UPDATE hold SET expires_at_ms = $1 WHERE state = 'active' AND expires_at_ms > $1",
            [nowMs + HubStoreLimits.holdMs])
        try tx.touch(reverseExpiries(tx, nowMs))
    }

    /// Removes the announced policy and its sweep, so that upkeep visits every member again, with the night that is due
    /// today.
    private static let statements: [SQL] = [
        "UPDATE hub SET clock_floor_ms = $1, clock_accepts = clock_accepts + 1, policy = NULL",
        """
        UPDATE sweep SET goal = CASE WHEN kind = 'policy' THEN '' ELSE goal END,
            after_ms = CASE WHEN after_ms > $1 THEN $1 ELSE after_ms END,
            after_member = substr(after_member, 1, 0), after_id = ''
        WHERE kind = 'policy' OR kind = 'activations' AND after_ms > $1
        """,
        "UPDATE member SET arrived_at_ms = NULL, arrived_store = NULL WHERE arrived_at_ms > $1",
        "UPDATE store_epoch SET last_at_ms = $1 WHERE last_at_ms > $1",
        "UPDATE kiosk SET heartbeat_at_ms = $1 WHERE heartbeat_at_ms > $1",
        """
        UPDATE remote_request SET created_at_ms = CASE WHEN created_at_ms > $1 THEN $1 ELSE created_at_ms END,
            asked_at_ms = CASE WHEN asked_at_ms > $1 THEN $1 ELSE asked_at_ms END
        WHERE created_at_ms > $1 OR asked_at_ms > $1
        """,
    ]

    /// Takes back expiries that have not come yet.
    ///
    /// - Parameter member: `nil` for all of them.
    @discardableResult
    static func reverseExpiries(of member: MemberID? = nil, _ tx: Transaction, _ nowMs: Int64) throws -> Set<MemberID> {
        let rows = try tx.rows(
            """
            SELECT member, id, expired, expires_at_ms FROM lot
            WHERE debt = 0 AND expired > 0 AND expires_at_ms > $1 AND member = coalesce($2, member)
            ORDER BY member, id
            """, [nowMs, member])
        for row in rows {
            try LotLedger(tx: tx, member: row["member"], nowMs: nowMs).takeBackExpiry(
                of: row["id"], row["expired"], atMs: row["expires_at_ms"])
        }
        return Set(try rows.column("member") as [MemberID])
    }
}
