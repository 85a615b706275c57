internal import GRDB
internal import Vocabulary

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
        let row = try db.row(
            """
            SELECT member, base_points, base_fen, folded_points, folded_fen, settled_points, settled_fen, gaps, suspect
            FROM card WHERE id = ?
            """, [id.description])
        guard let row, let owner: Blob = row[0], let member = MemberID(bytes: [UInt8](owner)) else { return nil }
        func amount(_ place: Int) -> Amount {
            Amount(points: Points(row[place]), money: Money(fen: row[place + 1]))
        }
        return CardRow(
            id: id, member: member, base: amount(1), folded: amount(3), settled: amount(5), gaps: row[7],
            isSuspect: row[8])
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
