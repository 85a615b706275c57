internal import Crypto
internal import Database
internal import Vocabulary

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

/// A token as the hub knows it: by its SHA-256 only. Its 32 random bytes need no salt. The digest is looked up by an
/// index: how long that takes tells something of the digest, and nothing of the token.
package enum TokenDigest {
    package static func of(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

/// What may be said of a token: everything but the token.
package struct TokenFacts: Hashable, Sendable, Encodable {
    /// The first eight bytes of its hash.
    package var id: String
    package var role: String
    package var kiosk: String?
    /// Milliseconds since 1970 UTC; `nil` for tokens from before this was recorded.
    package var addedAtMs: Int64?
    package var revokedAtMs: Int64?

    static func id(ofHash hash: [UInt8]) -> String { Hex.text(Array(hash.prefix(8))).uppercased() }
}

extension HubDatabase {
    /// Who may call with a token, as the table has it now: one that is revoked is nobody's from that moment on.
    ///
    /// - Returns: `nil` for a token that is not known.
    package func bearer(of token: String) async throws -> Bearer? {
        let digest = TokenDigest.of(token)
        return try await read { tx in
            let row = try tx.row("SELECT role, kiosk FROM token WHERE hash = $1 AND revoked_at_ms IS NULL", [digest])
            guard let row else { return nil }
            return Bearer(role: try row.choice("role"), kiosk: try row["kiosk"])
        }
    }

    /// - Returns: the token's id, for `revokeToken`.
    /// - Throws: `notFound` when there is no such kiosk.
    @discardableResult
    package func addToken(_ token: String, for bearer: Bearer) async throws -> String {
        let nowMs = now()
        let hash = TokenDigest.of(token)
        try await write { tx in
            if let kiosk = bearer.kiosk, try !tx.exists("SELECT 1 FROM kiosk WHERE name = $1", [kiosk]) {
                throw HubStoreError.notFound(.kiosk(kiosk))
            }
            try tx.run(
                "INSERT INTO token (hash, role, kiosk, added_at_ms) VALUES ($1, $2, $3, $4)",
                [hash, bearer.role.rawValue, bearer.kiosk, nowMs])
        }
        return TokenFacts.id(ofHash: hash)
    }

    /// Revokes a token, from now on and for all hubs on this database. The row is kept.
    ///
    /// - Throws: `notFound` when no token has this id, `refused` when it was revoked before.
    package func revokeToken(_ id: String) async throws {
        let nowMs = now()
        try await write { tx in
            let hashes: [[UInt8]] = try tx.rows("SELECT hash FROM token").column("hash")
            guard let hash = hashes.first(where: { TokenFacts.id(ofHash: $0) == id.uppercased() }) else {
                throw HubStoreError.notFound(.token(id))
            }
            let revoked = try tx.run(
                "UPDATE token SET revoked_at_ms = $1 WHERE hash = $2 AND revoked_at_ms IS NULL",
                [nowMs, hash])
            guard revoked > 0 else { throw HubStoreError.refused(.tokenRevoked(id)) }
        }
    }

    /// All that ever were, the oldest first.
    package func tokenList() async throws -> [TokenFacts] {
        try await read { tx in try TokenRow.all(tx).map(\.facts) }
    }
}
