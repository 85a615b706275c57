internal import GRDB
internal import Loyalty
internal import Vocabulary

/// What was true of members before it was an entry.
enum DeskMigration {
    /// Rewards that were handed over: without an entry the next night would give their points back. And tiers that
    /// nothing in a history accounts for: they count as set by hand, for good.
    static func enter(_ db: Database) throws {
        let book = try PolicyShelf.table(db).book
        guard let first = book.policies.first else { return }
        for row in try db.rows("SELECT id, tier FROM member WHERE id NOT IN (SELECT member FROM member_entry)") {
            guard let member = row.member("id") else { continue }
            let tier: String = row["tier"]
            guard first.tiers.tiers.dropFirst().contains(where: { $0.id == tier }) else { continue }
            try keep(.tierSet(tier, through: nil), "tier-\(member)", first.effectiveFromMs, first.version, member, db)
        }
        let claims = try db.rows(
            "SELECT spend, member, handed_over_at_ms FROM claim WHERE handed_over_at_ms IS NOT NULL")
        for row in claims {
            guard let member = row.member("member"), let spend = row.operation("spend") else { continue }
            let atMs: Int64 = row["handed_over_at_ms"]
            let version = try book.policy(ofTapAtMs: atMs).version
            try keep(
                .claim(redemption: spend.description, .handedOver), "handed-over-\(spend)", atMs, version, member, db)
        }
    }

    private static func keep(
        _ fact: MemberFact, _ id: String, _ atMs: Int64, _ policy: String, _ member: MemberID, _ db: Database
    ) throws {
        let entry = MemberEntry(id: id, atMs: atMs, policy: policy, fact: fact)
        try MemberEntries(db: db, nowMs: atMs, member: member).insert(entry)
    }
}
