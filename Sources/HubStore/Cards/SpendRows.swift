internal import GRDB
internal import Loyalty
internal import Vocabulary

/// The table `spend`.
extension SpendFacts {
    /// Read by place, not by name: an upload reads thousands.
    private static let columns = """
        id, card, member, kiosk, points, fen, before_points, before_fen, at_ms, reward, claim_code, has_intent,
        evidence, reason, state, tail
        """

    private static let ofID = "SELECT \(columns) FROM spend WHERE id = ?"
    private static let undecidedOfCard = "SELECT \(columns) FROM spend WHERE card = ? AND tail = 1"

    /// - Parameter row: of `columns`.
    fileprivate init?(spend row: Row) {
        let (key, card, member): (Blob, String?, Blob?) = (row[0], row[1], row[2])
        guard let id = OperationID(bytes: [UInt8](key)) else { return nil }
        self.init(id: id, atMs: row[8])
        self.card = card.flatMap { CardID($0) }
        self.member = member.flatMap { MemberID(bytes: [UInt8]($0)) }
        kiosk = row[3]
        amount = Self.amount(row[4], row[5])
        before = Self.amount(row[6], row[7])
        reward = row[9]
        claimCode = row[10]
        hasIntent = row[11]
        evidence = SpendEvidence(rawValue: row[12])
        reason = row[13]
        state = SpendState(rawValue: row[14])
        isUndecided = row[15]
    }

    private static func amount(_ points: Int64?, _ fen: Int64?) -> Amount? {
        guard let points, let fen else { return nil }
        return Amount(points: points, fen: fen)
    }

    static func find(_ db: Database, _ id: OperationID) throws -> SpendFacts? {
        try db.row(ofID, [id.blob]).flatMap { SpendFacts(spend: $0) }
    }

    static func undecided(_ db: Database, of card: CardID) throws -> [SpendFacts] {
        try db.rows(undecidedOfCard, [card.description]).compactMap {
            SpendFacts(spend: $0)
        }
    }

    func save(_ db: Database) throws {
        try db.run(
            """
            INSERT INTO spend (id, card, member, kiosk, points, fen, before_points, before_fen, at_ms, reward,
                claim_code, has_intent, evidence, reason, state, tail, open)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET card = excluded.card, member = excluded.member, kiosk = excluded.kiosk,
                points = excluded.points, fen = excluded.fen, before_points = excluded.before_points,
                before_fen = excluded.before_fen, at_ms = excluded.at_ms, reward = excluded.reward,
                claim_code = excluded.claim_code, has_intent = excluded.has_intent,
                evidence = excluded.evidence, reason = excluded.reason, state = excluded.state,
                tail = excluded.tail, open = excluded.open
            """,
            [
                id.blob, card?.description, member?.blob, kiosk, amount?.points.count, amount?.money.fen,
                before?.points.count, before?.money.fen, atMs, reward, claimCode, hasIntent, evidence.rawValue,
                reason, state?.rawValue ?? "waiting", isUndecided, isOpen,
            ])
    }

    /// A posted spend with a reward has a claim; one that never happened has none to hand over.
    func saveClaim(_ db: Database) throws {
        guard let reward, let claimCode, let member else { return }
        if state == .posted {
            try db.run(
                """
                INSERT INTO claim (spend, code, member, reward, at_ms, status) VALUES (?, ?, ?, ?, ?, 'open')
                ON CONFLICT (spend) DO UPDATE SET status = 'open', at_ms = excluded.at_ms
                    WHERE status = 'cancelled'
                """, [id.blob, claimCode, member.blob, reward, atMs])
        } else {
            try db.run("UPDATE claim SET status = 'cancelled' WHERE spend = ? AND status = 'open'", [id.blob])
        }
    }
}
