internal import Database
internal import HubAPI
internal import Vocabulary

/// The chain of hashes over members' entries, in the order in which they were entered: none can be changed, dropped or
/// put in between by whoever does not work out all later ones anew.
enum EntrySeals {
    /// What stands before the first one.
    private static let root = JournalChain.root(ofEpoch: "member_entry")

    /// Enters an entry, and seals it.
    static func append(_ entry: EntryRow, _ tx: Transaction, bookedAtMs: Int64) throws {
        let number = try entry.insert(tx, bookedAtMs: bookedAtMs)
        let last = try tx.integer("SELECT last_entry FROM hub")
        let hash = hash(of: entry, number, after: try seal(of: last, tx))
        try tx.run("INSERT INTO entry_seal VALUES ($1, $2)", [number, hash])
        try tx.run("UPDATE hub SET last_entry = $1", [number])
    }

    private static func hash(of entry: EntryRow, _ number: Int64, after previous: [UInt8]) -> [UInt8] {
        let parts = [
            entry.id, Hex.text(entry.member.bytes), "\(entry.atMs)", entry.policy, entry.body, entry.request ?? "",
        ]
        return JournalChain.hash(previous: previous, sequence: number, body: parts.joined(separator: "\n"))
    }

    private static func seal(of number: Int64, _ tx: Transaction) throws -> [UInt8] {
        try tx.row("SELECT hash FROM entry_seal WHERE entry = $1", [number])?["hash"] ?? root
    }

    /// Checks what comes after one entry.
    ///
    /// - Returns: what is wrong, and the last entry looked at; `nil` when all were.
    static func check(after: Int64, limit: Int, _ tx: Transaction) throws -> (found: [String], next: Int64?) {
        guard let hub = try tx.row("SELECT entries_unsealed, last_entry FROM hub") else { return ([], nil) }
        let (unsealed, last): (Int64, Int64) = try (hub["entries_unsealed"], hub["last_entry"])
        var found: [String] = []
        let first = max(after, unsealed)
        if after == 0, try tx.integer("SELECT count(*) FROM member_entry WHERE number <= $1", [unsealed]) != unsealed {
            found.append("an entry of a member is missing: one of the first \(unsealed)")
        }
        var previous = try seal(of: first, tx)
        let rows = try tx.rows(
            """
            SELECT entry_seal.hash AS hash, entry_seal.entry AS entry, \(EntryRow.columns) FROM entry_seal
            LEFT JOIN member_entry ON member_entry.number = entry_seal.entry
            WHERE entry_seal.entry > $1 ORDER BY entry_seal.entry LIMIT $2
            """, [first, limit])
        var expected = first
        for row in rows {
            expected += 1
            let (number, hash): (Int64, [UInt8]) = try (row["entry"], row["hash"])
            if number != expected { found.append("an entry of a member is missing: number \(expected)") }
            if try row["id"] as String? == nil {
                found.append("an entry of a member is missing: number \(number)")
            } else if try self.hash(of: EntryRow(row), number, after: previous) != hash {
                found.append("an entry of a member was changed: number \(number)")
            }
            (expected, previous) = (number, hash)
        }
        guard rows.count < limit else { return (found, expected) }
        if expected < last { found.append("the last entries of members are missing: after number \(expected)") }
        let stray = try tx.integer("SELECT count(*) FROM member_entry WHERE number > $1", [last])
        if stray > 0 { found.append("\(stray) entries of members were put in past the hub") }
        return (found, nil)
    }
}
