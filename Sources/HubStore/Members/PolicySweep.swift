internal import Database
internal import Loyalty
internal import Vocabulary

/// Visits every member once after another policy has come into force: kiosks fetch the member again, and the first
/// night under that policy evaluates the member.
///
/// Code that needs a member meanwhile calls `visitNow` first, so that the member's history does not depend on how far
/// the sweep is.
enum PolicySweep {
    /// - Returns: the one under way, begun where it must be; `nil` when everybody was told of the policy in force.
    private static func current(_ tx: Transaction, nowMs: Int64) throws -> Sweep? {
        guard let policy = try PolicyStore.find(tx, atMs: nowMs) else { return nil }
        let last = try Sweep.find(.policy, tx)
        let told: String? = try tx.row("SELECT policy FROM hub")?["policy"]
        guard policy.version != (last.isUnderWay ? last.goal : told) else { return last.isUnderWay ? last : nil }
        let today = policy.zone.day(atMs: nowMs)
        let midnight = policy.zone.startMs(of: today)
        let due = policy.effectiveFromMs <= midnight ? midnight : policy.zone.startMs(of: today.adding(days: 1))
        let sweep = last.anew(to: policy.version, dueMs: due)
        try sweep.save(tx)
        return sweep
    }

    /// - Returns: whether everybody has been visited.
    static func advance(_ step: Step) throws -> Bool {
        let tx = step.tx
        guard var sweep = try current(tx, nowMs: step.nowMs) else { return true }
        let rows = try step.rows(
            "SELECT id, swept FROM member WHERE id > $1 ORDER BY id LIMIT $2", [sweep.afterMember, Step.limit],
            membersIn: "id")
        let (done, isThrough) = try step.forEach(rows) { row in
            guard try row["swept"] != sweep.number else { return }
            try visit(row["id"], sweep, tx)
        }
        guard !isThrough else {
            try tx.run("UPDATE hub SET policy = $1", [sweep.goal])
            try sweep.end(tx)
            return true
        }
        if let last = done.last { sweep.afterMember = try last["id"] }
        try sweep.save(tx)
        return false
    }

    /// Visits one member out of turn.
    static func visitNow(_ member: MemberID, _ tx: Transaction, nowMs: Int64) throws {
        guard let sweep = try current(tx, nowMs: nowMs) else { return }
        let swept = try tx.integerIfAny("SELECT swept FROM member WHERE id = $1", [member]) ?? 0
        if swept != sweep.number { try visit(member, sweep, tx) }
    }

    private static func visit(_ member: MemberID, _ sweep: Sweep, _ tx: Transaction) throws {
        try tx.run(
            """
            UPDATE member SET swept = $1, night_due_ms = CASE
                WHEN EXISTS (SELECT 1 FROM member_entry WHERE member = $3) THEN $2 ELSE night_due_ms END
            WHERE id = $3
            """, [sweep.number, sweep.dueMs, member])
        try tx.touch([member])
    }
}
