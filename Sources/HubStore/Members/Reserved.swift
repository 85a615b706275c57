internal import Database
internal import Vocabulary

/// The part of an account that is reserved: granted holds, and spends that are not certain yet.
enum Reserved {
    static func amount(of member: MemberID, _ tx: Transaction) throws -> Amount {
        let row = try tx.row(
            """
            SELECT
                (SELECT coalesce(sum(points), 0) FROM hold WHERE member = $1 AND state = 'active')
                + (SELECT coalesce(sum(points), 0) FROM spend WHERE member = $1 AND state = 'pending') AS points,
                (SELECT coalesce(sum(fen), 0) FROM hold WHERE member = $1 AND state = 'active')
                + (SELECT coalesce(sum(fen), 0) FROM spend WHERE member = $1 AND state = 'pending') AS fen
            """, [member])
        return try row?.amount("points", "fen") ?? .zero
    }
}
