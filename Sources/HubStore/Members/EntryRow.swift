internal import Database
internal import Vocabulary

/// An entry as the table has it.
struct EntryRow {
    var id: String
    var member: MemberID
    var atMs: Int64
    var policy: String
    var body: String
    /// What a desk asked for, where the entry holds more than that.
    var request: String?

    static let columns: SQL = """
        member_entry.id, member_entry.member, member_entry.at_ms, member_entry.policy, member_entry.body,
        member_entry.request
        """

    /// - Returns: its number, by which its seal names it. Of two that come at once either may have the lower one.
    func insert(_ tx: Transaction, bookedAtMs: Int64) throws -> Int64 {
        try tx.integer(
            """
            INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms, request)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number
            """, [id, member, atMs, policy, body, bookedAtMs, request])
    }
}

extension EntryRow {
    /// - Parameter row: of `columns`.
    init(_ row: Row) throws {
        try self.init(
            id: row["id"], member: row["member"], atMs: row["at_ms"], policy: row["policy"], body: row["body"],
            request: row["request"])
    }
}
