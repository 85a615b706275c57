internal import GRDB
internal import Identity
internal import Loyalty

/// What is known of one spend: a row of `spend`.
struct SpendRow {
    var id: OperationID
    var card: CardID?
    var member: MemberID?
    var kiosk: String?
    /// `nil` while only an outcome is known.
    var amount: Amount?
    /// `nil` for spends without a card of ours.
    var before: Amount?
    var atMs: Int64
    var reward: String?
    var claimCode: String?
    var hasIntent = false
    var evidence: SpendEvidence = []
    var reason: String?
    /// `nil` while it waits for its amount.
    var state: SpendState?
    /// Not yet decided for good: part of the card's history.
    var isTail = true

    init(id: OperationID, atMs: Int64) {
        self.id = id
        self.atMs = atMs
    }

    init(_ row: Row, id: OperationID) {
        self.id = id
        card = row.card("card")
        member = row.member("member")
        kiosk = row["kiosk"]
        if row["points"] != nil { amount = row.amount("points", "fen") }
        if row["before_points"] != nil { before = row.amount("before_points", "before_fen") }
        atMs = row["at_ms"]
        reward = row["reward"]
        claimCode = row["claim_code"]
        hasIntent = row["has_intent"]
        evidence = SpendEvidence(rawValue: row["evidence"])
        reason = row["reason"]
        let text: String = row["state"]
        state = SpendState(rawValue: text)
        isTail = row["tail"]
    }

    /// An intent that no card and no kiosk has settled; staff's word does not close it for the kiosks.
    var isOpen: Bool {
        guard hasIntent, card != nil, let state else { return false }
        let byHand = !evidence.isDisjoint(with: [.postedByHand, .voidedByHand])
        return state == .pending || (byHand && isTail && !evidence.isProof && !evidence.isDenial)
    }

    static func find(_ db: Database, _ id: OperationID) throws -> SpendRow? {
        try db.row("SELECT * FROM spend WHERE id = ?", [id.blob]).map { SpendRow($0, id: id) }
    }

    static func tail(_ db: Database, of card: CardID) throws -> [SpendRow] {
        try db.rows("SELECT * FROM spend WHERE card = ? AND tail = 1", [card.description]).compactMap { row in
            row.operation("id").map { SpendRow(row, id: $0) }
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
                reason, state?.rawValue ?? "waiting", isTail, isOpen,
            ])
    }
}

/// What the ledger knows of one card: the columns of `card` that a judgement reads and writes.
struct CardRow {
    var id: CardID
    var member: MemberID
    var base: Amount
    /// Sum of the spends folded into the base.
    var folded: Amount
    var settled: Amount
    var gaps: Int64
    var isSuspect: Bool

    static func find(_ db: Database, _ id: CardID) throws -> CardRow? {
        guard let row = try db.row("SELECT * FROM card WHERE id = ?", [id.description]),
            let member = row.member("member")
        else { return nil }
        return CardRow(
            id: id, member: member, base: row.amount("base_points", "base_fen"),
            folded: row.amount("folded_points", "folded_fen"), settled: row.amount("settled_points", "settled_fen"),
            gaps: row["gaps"], isSuspect: row["suspect"])
    }

    func save(_ db: Database) throws {
        try db.run(
            """
            UPDATE card SET base_points = ?, base_fen = ?, folded_points = ?, folded_fen = ?,
                settled_points = ?, settled_fen = ?, gaps = ? WHERE id = ?
            """,
            [
                base.points.count, base.money.fen, folded.points.count, folded.money.fen, settled.points.count,
                settled.money.fen, gaps, id.description,
            ])
    }
}
