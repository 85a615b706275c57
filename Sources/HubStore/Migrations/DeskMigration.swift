internal import Database
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// What was true of members before it was an entry.
enum DeskMigration {
    /// Rewards that were handed over: without an entry the next night would give their points back. And tiers that
    /// nothing in a history accounts for: they count as set by hand, for good.
    static func enter(_ tx: Transaction) throws {
        let book = try PolicyStore.table(tx).book
        guard let first = book.policies.first else { return }
        for row in try tx.rows("SELECT id, tier FROM member WHERE id NOT IN (SELECT member FROM member_entry)") {
            let member: MemberID = try row["id"]
            let tier: String = try row["tier"]
            guard first.tiers.tiers.dropFirst().contains(where: { $0.id == tier }) else { continue }
            try keep(.tierSet(tier, through: nil), "tier-\(member)", first.effectiveFromMs, first.version, member, tx)
        }
        let claims = try tx.rows(
            "SELECT spend, member, handed_over_at_ms FROM claim WHERE handed_over_at_ms IS NOT NULL")
        for row in claims {
            let (member, spend): (MemberID, OperationID) = try (row["member"], row["spend"])
            let atMs: Int64 = try row["handed_over_at_ms"]
            let version = try book.policy(ofTapAtMs: atMs).version
            try keep(
                .claim(redemption: spend.description, .handedOver), "handed-over-\(spend)", atMs, version, member, tx)
        }
    }

    private static func keep(
        _ fact: MemberFact, _ id: String, _ atMs: Int64, _ policy: String, _ member: MemberID, _ tx: Transaction
    ) throws {
        let entry = MemberEntry(id: id, atMs: atMs, policy: policy, fact: fact)
        try tx.run(
            """
            INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms) VALUES ($1, $2, $3, $4, $5, $6)
            """, [id, member, atMs, policy, EntryLine.text(entry, of: member.description), atMs])
    }
}
