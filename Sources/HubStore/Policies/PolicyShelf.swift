internal import Crypto
internal import GRDB
internal import Identity
internal import Loyalty
internal import PolicyFile
internal import Synchronization

/// The published policies as rules.
enum PolicyShelf {
    /// By digest. A document is read once in a process: what is published never changes.
    private static let known = Mutex<[[UInt8]: Policy]>([:])

    /// The policy in force at a moment; `nil` before the first.
    static func find(_ db: Database, atMs now: Int64) throws -> Policy? {
        try db.row(
            """
            SELECT version, sha256 FROM policy WHERE effective_from_ms <= ?
            ORDER BY effective_from_ms DESC, version DESC LIMIT 1
            """, [now]
        ).map { try policy($0, db) }
    }

    /// - Throws: `HubStoreError.noPolicy`.
    static func inForce(_ db: Database, atMs now: Int64) throws -> Policy {
        guard let policy = try find(db, atMs: now) else {
            throw HubStoreError.noPolicy("no policy is in force; run hubd policy publish")
        }
        return policy
    }

    static func book(_ db: Database) throws -> PolicyBook {
        PolicyBook(try db.rows("SELECT version, sha256 FROM policy").map { try policy($0, db) })
    }

    private static func policy(_ row: Row, _ db: Database) throws -> Policy {
        let digest = row.bytes("sha256") ?? []
        if let policy = known.withLock({ $0[digest] }) { return policy }
        let version: String = row["version"]
        do throws(PolicyShelfProblem) {
            let policy = try kept(version, db).policy
            known.withLock { $0[digest] = policy }
            return policy
        } catch {
            throw HubStoreError.noPolicy("policy \(version) cannot be read by this program: \(error.words)")
        }
    }

    private static func kept(_ version: String, _ db: Database) throws(PolicyShelfProblem) -> PolicyDocument {
        do {
            let text: String? = try db.row("SELECT document FROM policy WHERE version = ?", [version])?["document"]
            return try PolicyDocument(text: text ?? "", calendars: try calendars(of: version, db))
        } catch { throw PolicyShelfProblem(words: "\(error)") }
    }

    static func calendars(of version: String, _ db: Database) throws -> [String: String] {
        var calendars: [String: String] = [:]
        for row in try db.rows("SELECT name, document FROM policy_calendar WHERE policy = ?", [version]) {
            let name: String = row["name"]
            calendars[name] = row["document"]
        }
        return calendars
    }

    /// Of the document, followed by each calendar's name and text: without calendars, what `sha256sum` prints.
    static func digest(_ document: PolicyDocument) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: Array(document.text.utf8))
        for (name, text) in document.calendars.sorted(by: { $0.key < $1.key }) {
            hasher.update(data: Array("\0\(name)\0\(text)".utf8))
        }
        return Array(hasher.finalize())
    }

    /// Enters a version; the same one again changes nothing.
    ///
    /// - Returns: whether it is new.
    /// - Throws: `HubStoreError.refused` when the version is there with other content.
    static func publish(_ document: PolicyDocument, _ db: Database, nowMs: Int64) throws -> Bool {
        let policy = document.policy
        let digest = digest(document)
        if let row = try db.row("SELECT sha256 FROM policy WHERE version = ?", [policy.version]) {
            guard row.bytes("sha256") == digest else {
                throw HubStoreError.refused(
                    "Policy \(policy.version) is published with other content, calendars included, and never changes. "
                        + "Give the new rules a version of their own.")
            }
            return false
        }
        try db.run(
            "INSERT INTO policy VALUES (?, ?, ?, ?, ?)",
            [policy.version, policy.effectiveFromMs, document.text, blobValue(digest), nowMs])
        for (name, text) in document.calendars {
            try db.run("INSERT INTO policy_calendar VALUES (?, ?, ?)", [policy.version, name, text])
        }
        try enterNames(policy, db)
        known.withLock { $0[digest] = policy }
        return true
    }

    /// What members and claims refer to, as it is called now.
    private static func enterNames(_ policy: Policy, _ db: Database) throws {
        for tier in policy.tiers.tiers {
            try db.run(
                """
                INSERT INTO tier SELECT ?, coalesce(max(rank), 0) + 1, ?, ? FROM tier WHERE true
                ON CONFLICT (id) DO UPDATE SET zh = excluded.zh, en = excluded.en
                """, [tier.id, tier.name.zh, tier.name.en])
        }
        for reward in policy.rewards {
            try db.run(
                """
                INSERT INTO reward (id, zh, en) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET zh = excluded.zh, en = excluded.en
                """, [reward.id, reward.name.zh, reward.name.en])
        }
    }
}

/// Why a document that was kept cannot be read.
private struct PolicyShelfProblem: Error {
    var words: String
}
