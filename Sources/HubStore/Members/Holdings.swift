internal import Database
internal import Loyalty
internal import Vocabulary

/// What of an account is spoken for: granted holds and spends not yet certain.
enum Holdings {
    static func held(_ member: MemberID, _ tx: Transaction) throws -> Amount {
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

    static func balance(_ member: MemberID, atMs now: Int64, _ tx: Transaction) throws -> Amount {
        try MemberBooks.load(member, tx).funds(atMs: now)
    }
}
