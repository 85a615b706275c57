internal import GRDB

/// A token as the table has it.
struct TokenRow {
    var hash: [UInt8]
    var facts: TokenFacts

    static func all(_ db: Database) throws -> [TokenRow] {
        try db.rows("SELECT * FROM token ORDER BY added_at_ms, hash").compactMap { row in
            row.bytes("hash").map { hash in
                TokenRow(
                    hash: hash,
                    facts: TokenFacts(
                        id: TokenFacts.id(ofHash: hash), role: row["role"], kiosk: row["kiosk"],
                        addedAtMs: row["added_at_ms"], revokedAtMs: row["revoked_at_ms"]))
            }
        }
    }

    func put(_ db: Database) throws {
        try db.run(
            """
            INSERT INTO token (hash, role, kiosk, added_at_ms, revoked_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (hash) DO UPDATE SET role = ?2, kiosk = ?3, added_at_ms = ?4, revoked_at_ms = ?5
            """,
            [blobValue(hash), facts.role, facts.kiosk, facts.addedAtMs, facts.revokedAtMs])
    }
}
