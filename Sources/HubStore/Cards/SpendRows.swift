internal import Database
internal import Loyalty
internal import Vocabulary

/// The table `spend`.
extension SpendFacts {
    private static let columns: SQL = """
        id, card, member, kiosk, points, fen, before_points, before_fen, at_ms, reward, claim_code, has_intent,
        evidence, reason, state, tail
        """

    /// - Parameter row: of `columns`.
    private init(spend row: Row) throws {
        self.init(id: try row["id"], atMs: try row["at_ms"])
        card = try row["card"]
        member = try row["member"]
        kiosk = try row["kiosk"]
        amount = try Self.amount(row["points"], row["fen"])
        before = try Self.amount(row["before_points"], row["before_fen"])
        reward = try row["reward"]
        claimCode = try row["claim_code"]
        hasIntent = try row["has_intent"]
        evidence = SpendEvidence(rawValue: try row["evidence"])
        reason = try row["reason"]
        state = try Self.state(row)
        isUndecided = try row["tail"]
    }

    private static func amount(_ points: Int64?, _ fen: Int64?) -> Amount? {
        guard let points, let fen else { return nil }
        return Amount(points: points, fen: fen)
    }

    /// What stands in the table for a spend of which only an outcome is known.
    private static let waiting = "waiting"

    private static func state(_ row: Row) throws -> SpendState? {
        try row["state"] == waiting ? nil : row.choice("state")
    }

    static func find(_ tx: Transaction, _ id: OperationID) throws -> SpendFacts? {
        try tx.row("SELECT \(columns) FROM spend WHERE id = $1", [id]).map { try SpendFacts(spend: $0) }
    }

    static func undecided(_ tx: Transaction, of card: CardID) throws -> [SpendFacts] {
        try tx.rows("SELECT \(columns) FROM spend WHERE card = $1 AND tail = 1", [card])
            .map { try SpendFacts(spend: $0) }
    }

    func save(_ tx: Transaction) throws {
        try tx.run(
            """
            INSERT INTO spend (id, card, member, kiosk, points, fen, before_points, before_fen, at_ms, reward,
                claim_code, has_intent, evidence, reason, state, tail, open)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (id) DO UPDATE SET card = excluded.card, member = excluded.member, kiosk = excluded.kiosk,
                points = excluded.points, fen = excluded.fen, before_points = excluded.before_points,
                before_fen = excluded.before_fen, at_ms = excluded.at_ms, reward = excluded.reward,
                claim_code = excluded.claim_code, has_intent = excluded.has_intent,
                evidence = excluded.evidence, reason = excluded.reason, state = excluded.state,
                tail = excluded.tail, open = excluded.open
            """,
            [
                id, card, member, kiosk, amount?.points.count, amount?.money.fen,
                before?.points.count, before?.money.fen, atMs, reward, claimCode, hasIntent, evidence.rawValue,
                reason, state?.rawValue ?? Self.waiting, isUndecided, isOpen,
            ])
    }

    /// A posted spend with a reward has a claim; one that never happened has none to hand over.
    func saveClaim(_ tx: Transaction) throws {
        guard let reward, let claimCode, let member else { return }
        if state == .posted {
            try tx.run(
                """
                INSERT INTO claim (spend, code, member, reward, at_ms, status) VALUES ($1, $2, $3, $4, $5, 'open')
                ON CONFLICT (spend) DO UPDATE SET status = 'open', at_ms = excluded.at_ms
                    WHERE claim.status = 'cancelled'
                """, [id, claimCode, member, reward, atMs])
        } else {
            try tx.run("UPDATE claim SET status = 'cancelled' WHERE spend = $1 AND status = 'open'", [id])
        }
    }
}
