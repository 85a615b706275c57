internal import Crypto
internal import GRDB
internal import Identity

/// Who may call, and as whom.
package struct Bearer: Hashable, Sendable {
    package var role: Role
    /// For kiosks: the only one whose paths it may use.
    package var kiosk: String?

    package enum Role: String, Sendable, CaseIterable { case kiosk, staff, `operator` }

    package init(role: Role, kiosk: String?) {
        self.role = role
        self.kiosk = kiosk
    }
}

/// Tokens as the hub knows them: by their SHA-256 only. Their 32 random bytes need no salt.
package struct TokenList: Sendable {
    private let entries: [(hash: [UInt8], bearer: Bearer)]

    package init(_ entries: [(hash: [UInt8], bearer: Bearer)]) { self.entries = entries }

    /// Looks at every entry to the end, so that the time taken tells nothing about how much of it was right.
    package func bearer(of token: String) -> Bearer? {
        let hash = Self.hash(token)
        var found: Bearer?
        for entry in entries where Self.areEqual(entry.hash, hash) { found = entry.bearer }
        return found
    }

    package static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// What may be said of a token: everything but the token.
package struct TokenFacts: Hashable, Sendable, Encodable {
    /// The first eight bytes of its hash.
    package var id: String
    package var role: String
    package var kiosk: String?
    /// Milliseconds since 1970 UTC; `nil` for those of the first days.
    package var addedAtMs: Int64?
    package var revokedAtMs: Int64?

    static func id(ofHash hash: [UInt8]) -> String { Hex.text(Array(hash.prefix(8))).uppercased() }
}

extension HubDatabase {
    package func tokens() async throws -> TokenList {
        try await pool.read { db in
            TokenList(
                try db.rows("SELECT * FROM token WHERE revoked_at_ms IS NULL").compactMap { row in
                    let role: String = row["role"]
                    guard let hash = row.bytes("hash"), let role = Bearer.Role(rawValue: role) else { return nil }
                    return (hash, Bearer(role: role, kiosk: row["kiosk"]))
                })
        }
    }

    /// - Returns: the token's id, for `revokeToken`.
    /// - Throws: `notFound` when there is no such kiosk.
    @discardableResult
    package func addToken(_ token: String, for bearer: Bearer) async throws -> String {
        let nowMs = now()
        let hash = TokenList.hash(token)
        try await pool.write { db in
            if let kiosk = bearer.kiosk, try db.row("SELECT 1 FROM kiosk WHERE name = ?", [kiosk]) == nil {
                throw HubStoreError.notFound(.kiosk(kiosk))
            }
            try db.run(
                "INSERT INTO token (hash, role, kiosk, added_at_ms) VALUES (?, ?, ?, ?)",
                [blobValue(hash), bearer.role.rawValue, bearer.kiosk, nowMs])
        }
        return TokenFacts.id(ofHash: hash)
    }

    /// From the next look at the list on, nobody is known by it. The row stays.
    ///
    /// - Throws: `notFound` when no token has this id, `refused` when it was revoked before.
    package func revokeToken(_ id: String) async throws {
        let nowMs = now()
        try await pool.write { db in
            let hash = try db.rows("SELECT hash FROM token").compactMap { $0.bytes("hash") }
                .first { TokenFacts.id(ofHash: $0) == id.uppercased() }
            guard let hash else { throw HubStoreError.notFound(.token(id)) }
            try db.run(
                "UPDATE token SET revoked_at_ms = ? WHERE hash = ? AND revoked_at_ms IS NULL",
                [nowMs, blobValue(hash)])
            guard db.changesCount > 0 else { throw HubStoreError.refused(.tokenRevoked(id)) }
        }
    }

    /// All that ever were, the oldest first.
    package func tokenList() async throws -> [TokenFacts] {
        try await pool.read { db in try TokenRow.all(db).map(\.facts) }
    }
}
