internal import Database
internal import HubAPI
internal import Loyalty
internal import PolicyFile
internal import Synchronization
internal import Vocabulary

/// The published policies as rules.
enum PolicyStore {
    /// Documents that were read already: what is published never changes.
    private final class Known: Cache {
        /// By digest.
        let policies = Mutex<[[UInt8]: Policy]>([:])
        /// By the digests of all in them.
        let tables = Mutex<[[UInt8]: PolicyTable]>([:])
    }

    /// The policy in force at a moment; `nil` before the first.
    static func find(_ tx: Transaction, atMs now: Int64) throws -> Policy? {
        try tx.row(
            """
            SELECT version, sha256 FROM policy WHERE effective_from_ms <= $1
            ORDER BY effective_from_ms DESC, version DESC LIMIT 1
            """, [now]
        ).map { try policy($0, tx) }
    }

    /// - Throws: `HubStoreError.noPolicy`.
    static func inForce(_ tx: Transaction, atMs now: Int64) throws -> Policy {
        guard let policy = try find(tx, atMs: now) else {
            throw HubStoreError.nothingInForce
        }
        return policy
    }

    /// All that were published. The same object as long as no other is published.
    static func table(_ tx: Transaction) throws -> PolicyTable {
        let rows = try tx.rows("SELECT version, sha256 FROM policy ORDER BY version")
        let digests = try rows.flatMap { try $0["sha256"] as [UInt8] }
        let known = tx.cache(Known.self)
        if let table = known.tables.withLock({ $0[digests] }) { return table }
        let made = PolicyTable(PolicyBook(try rows.map { try policy($0, tx) }))
        return known.tables.withLock { tables in
            if let table = tables[digests] { return table }
            tables[digests] = made
            return made
        }
    }

    private static func policy(_ row: Row, _ tx: Transaction) throws -> Policy {
        let digest: [UInt8] = try row["sha256"]
        let known = tx.cache(Known.self)
        if let policy = known.policies.withLock({ $0[digest] }) { return policy }
        let version: String = try row["version"]
        do throws(PolicyShelfProblem) {
            let policy = try kept(version, tx).policy
            known.policies.withLock { $0[digest] = policy }
            return policy
        } catch {
            throw HubStoreError.noPolicy("policy \(version) cannot be read by this program: \(error.words)")
        }
    }

    private static func kept(_ version: String, _ tx: Transaction) throws(PolicyShelfProblem) -> PolicyDocument {
        do {
            let text = try text(version, tx)
            return try PolicyDocument(text: text.document, calendars: text.calendars)
        } catch { throw PolicyShelfProblem(words: "\(error)") }
    }

    private static func text(_ version: String, _ tx: Transaction) throws -> PolicyText {
        let document: String? = try tx.row("SELECT document FROM policy WHERE version = $1", [version])?["document"]
        return PolicyText(document: document ?? "", calendars: try calendars(of: version, tx))
    }

    /// All that were published, with their texts.
    static func all(_ tx: Transaction) throws -> [PolicyFacts] {
        try tx.rows("SELECT version, effective_from_ms, sha256 FROM policy ORDER BY effective_from_ms, version")
            .map { try facts($0, tx, held: []) }
    }

    private static func facts(_ row: Row, _ tx: Transaction, held: Set<String>) throws -> PolicyFacts {
        let version: String = try row["version"]
        let sha256 = PolicyText.hexadecimal(try row["sha256"])
        return try PolicyFacts(
            version: version, effectiveFromMs: row["effective_from_ms"], sha256: sha256,
            text: held.contains(sha256) ? nil : text(version, tx))
    }

    /// For kiosks: the version in force, and those that come later.
    ///
    /// - Parameter held: SHA-256, hex, of those whose texts the kiosk has.
    /// - Throws: `HubStoreError.noPolicy` where none is in force.
    static func facts(_ tx: Transaction, atMs now: Int64, held: Set<String>) throws -> [PolicyFacts] {
        let rows = try tx.rows(
            """
            SELECT version, effective_from_ms, sha256 FROM policy
            WHERE effective_from_ms > $1 OR version = (
                SELECT version FROM policy WHERE effective_from_ms <= $1
                ORDER BY effective_from_ms DESC, version DESC LIMIT 1)
            ORDER BY effective_from_ms, version LIMIT $2
            """, [now, HubLimits.policiesPerFeedPage])
        let policies = try rows.map { try facts($0, tx, held: held) }
        guard let first = policies.first, first.effectiveFromMs <= now else { throw HubStoreError.nothingInForce }
        return policies
    }

    static func calendars(of version: String, _ tx: Transaction) throws -> [String: String] {
        var calendars: [String: String] = [:]
        for row in try tx.rows("SELECT name, document FROM policy_calendar WHERE policy = $1", [version]) {
            let name: String = try row["name"]
            try calendars[name] = row["document"]
        }
        return calendars
    }

    /// Enters a version; the same one again changes nothing.
    ///
    /// - Returns: whether it is new.
    /// - Throws: `HubStoreError.refused` when the version is there with other content.
    static func publish(_ document: PolicyDocument, _ tx: Transaction, nowMs: Int64) throws -> Bool {
        let policy = document.policy
        let digest = PolicyText(document: document.text, calendars: document.calendars).digest
        if let row = try tx.row("SELECT sha256 FROM policy WHERE version = $1", [policy.version]) {
            guard try row["sha256"] == digest else {
                throw HubStoreError.refused(.policyPublished(policy.version))
            }
            return false
        }
        try tx.run(
            "INSERT INTO policy VALUES ($1, $2, $3, $4, $5)",
            [policy.version, policy.effectiveFromMs, document.text, digest, nowMs])
        for (name, text) in document.calendars {
            try tx.run("INSERT INTO policy_calendar VALUES ($1, $2, $3)", [policy.version, name, text])
        }
        try saveNames(policy, tx)
        tx.cache(Known.self).policies.withLock { $0[digest] = policy }
        return true
    }

    /// What members and claims refer to, as it is called now.
    private static func saveNames(_ policy: Policy, _ tx: Transaction) throws {
        for tier in policy.tiers.tiers {
            try tx.run(
                """
                INSERT INTO tier SELECT $1, coalesce(max(rank), 0) + 1, $2, $3 FROM tier WHERE true
                ON CONFLICT (id) DO UPDATE SET zh = excluded.zh, en = excluded.en
                """, [tier.id, tier.name.zh, tier.name.en])
        }
        for reward in policy.rewards {
            try tx.run(
                """
                INSERT INTO reward (id, zh, en) VALUES ($1, $2, $3)
                ON CONFLICT (id) DO UPDATE SET zh = excluded.zh, en = excluded.en
                """, [reward.id, reward.name.zh, reward.name.en])
        }
    }
}

extension HubStoreError {
    fileprivate static let nothingInForce = noPolicy("no policy is in force; run hubd policy publish")
}

/// Why a document that was kept cannot be read.
private struct PolicyShelfProblem: Error {
    var words: String
}
