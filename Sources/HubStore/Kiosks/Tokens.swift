internal import Crypto
internal import GRDB

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

extension HubDatabase {
    package func tokens() async throws -> TokenList {
        try await pool.read { db in
            TokenList(
                try db.rows("SELECT * FROM token").compactMap { row in
                    let role: String = row["role"]
                    guard let hash = row.bytes("hash"), let role = Bearer.Role(rawValue: role) else { return nil }
                    return (hash, Bearer(role: role, kiosk: row["kiosk"]))
                })
        }
    }

    package func addToken(_ token: String, for bearer: Bearer) async throws {
        try await pool.write { db in
            try db.run(
                "INSERT INTO token (hash, role, kiosk) VALUES (?, ?, ?)",
                [blobValue(TokenList.hash(token)), bearer.role.rawValue, bearer.kiosk])
        }
    }
}
