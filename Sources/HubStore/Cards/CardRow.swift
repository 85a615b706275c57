internal import Database
internal import Vocabulary

/// What the ledger knows of one card: the columns of `card` that a judgement reads and writes.
struct CardRow {
    var id: CardID
    var member: MemberID
    var base: Amount
    /// Sum of the spends folded into the base.
    var foldedIntoBase: Amount
    var settled: Amount
    var gaps: Int64
    var isSuspect: Bool

    /// The card, with its member's books locked, so that it stays as it is.
    static func find(_ tx: Transaction, _ id: CardID) throws -> CardRow? {
        guard let card = try read(tx, id) else { return nil }
        return try tx.lock(member: card.member) ? find(tx, id) : card
    }

    private static func read(_ tx: Transaction, _ id: CardID) throws -> CardRow? {
        let row = try tx.row(
            """
            SELECT member, base_points, base_fen, folded_points, folded_fen, settled_points, settled_fen, gaps, suspect
            FROM card WHERE id = $1
            """, [id.description])
        guard let row else { return nil }
        return try CardRow(
            id: id, member: row["member"], base: row.amount("base_points", "base_fen"),
            foldedIntoBase: row.amount("folded_points", "folded_fen"),
            settled: row.amount("settled_points", "settled_fen"),
            gaps: row["gaps"], isSuspect: row["suspect"])
    }

    func save(_ tx: Transaction) throws {
        try tx.run(
            """
            UPDATE card SET base_points = $1, base_fen = $2, folded_points = $3, folded_fen = $4,
                settled_points = $5, settled_fen = $6, gaps = $7 WHERE id = $8
            """,
            [
                base.points.count, base.money.fen, foldedIntoBase.points.count, foldedIntoBase.money.fen,
                settled.points.count,
                settled.money.fen, gaps, id.description,
            ])
    }
}
