internal import Database
internal import Vocabulary

extension Transaction {
    /// The next version of the feed; whoever takes it gives it to one member.
    func nextVersion() throws -> Int64 {
        try integer("UPDATE hub SET version = version + 1 RETURNING version")
    }

    /// Puts these members at the end of the feed, in the order of their ids, so that every kiosk fetches them again.
    func touch(_ members: some Collection<MemberID>) throws {
        guard !members.isEmpty else { return }
        let members = members.sorted()
        let last = try integer("UPDATE hub SET version = version + $1 RETURNING version", [members.count])
        try runMany(
            "UPDATE member SET version = $1 WHERE id = $2",
            members.enumerated().map { place, member in [last - Int64(members.count - 1 - place), member] })
    }

    /// - Throws: `empty` before there is a salon.
    func hubEpoch() throws -> String {
        guard let row = try row("SELECT epoch FROM hub") else { throw HubStoreError.empty }
        return try row["epoch"]
    }

    /// Whether there is such a row.
    func exists(_ sql: SQL, _ values: [any SQLBindable] = []) throws -> Bool { try row(sql, values) != nil }
}
