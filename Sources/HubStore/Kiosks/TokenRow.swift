internal import Database

/// A token as the table has it.
struct TokenRow {
    var hash: [UInt8]
    var facts: TokenFacts

    static func all(_ tx: Transaction) throws -> [TokenRow] {
        try tx.rows("SELECT * FROM token ORDER BY added_at_ms, hash").map { row in
            let hash: [UInt8] = try row["hash"]
            return TokenRow(
                hash: hash,
                facts: try TokenFacts(
                    id: TokenFacts.id(ofHash: hash), role: row["role"], kiosk: row["kiosk"],
                    addedAtMs: row["added_at_ms"], revokedAtMs: row["revoked_at_ms"]))
        }
    }

    func put(_ tx: Transaction) throws {
        try tx.run(
            """
            INSERT INTO token (hash, role, kiosk, added_at_ms, revoked_at_ms) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (hash) DO UPDATE SET role = $2, kiosk = $3, added_at_ms = $4, revoked_at_ms = $5
            """,
            [hash, facts.role, facts.kiosk, facts.addedAtMs, facts.revokedAtMs])
    }
}
