internal import GRDB
internal import HubAPI

/// The chain of hashes over members' entries, in the order in which they were entered: none can be changed, dropped or
/// put in between by whoever does not work out all later ones anew.
enum EntrySeals {
    /// What stands before the first one.
    private static let root = JournalChain.root(ofEpoch: "member_entry")
    private static let words = """
        id || char(10) || hex(member) || char(10) || at_ms || char(10) || policy || char(10) || body || char(10)
        || coalesce(request, '') AS words
        """

    /// Seals the entry that was inserted last.
    static func seal(_ db: Database) throws {
        let entry = db.lastInsertedRowID
        let last = try db.integer("SELECT last_entry FROM hub")
        let previous = try db.row("SELECT hash FROM entry_seal WHERE entry = ?", [last])?.bytes("hash") ?? root
        guard let row = try db.row("SELECT \(words) FROM member_entry WHERE rowid = ?", [entry]) else { return }
        let hash = JournalChain.hash(previous: previous, sequence: entry, body: row["words"])
        try db.run("INSERT INTO entry_seal VALUES (?, ?)", [entry, blobValue(hash)])
        try db.run("UPDATE hub SET last_entry = ?", [entry])
    }

    /// Checks what comes after one entry.
    ///
    /// - Returns: what is wrong, and the last entry looked at; `nil` when all were.
    static func check(after: Int64, limit: Int, _ db: Database) throws -> (found: [String], next: Int64?) {
        let hub = try db.row("SELECT entries_unsealed, last_entry FROM hub")
        guard let unsealed: Int64 = hub?["entries_unsealed"], let last: Int64 = hub?["last_entry"] else {
            return ([], nil)
        }
        var found: [String] = []
        let first = max(after, unsealed)
        if after == 0, try db.integer("SELECT count(*) FROM member_entry WHERE rowid <= ?", [unsealed]) != unsealed {
            found.append("an entry of a member is missing: one of the first \(unsealed)")
        }
        var previous = try db.row("SELECT hash FROM entry_seal WHERE entry = ?", [first])?.bytes("hash") ?? root
        let rows = try db.rows(
            """
            SELECT entry_seal.hash AS hash, entry_seal.entry AS entry, \(words) FROM entry_seal
            LEFT JOIN member_entry ON member_entry.rowid = entry_seal.entry
            WHERE entry_seal.entry > ? ORDER BY entry_seal.entry LIMIT ?
            """, [first, limit])
        var expected = first
        for row in rows {
            expected += 1
            let (entry, words): (Int64, String?) = (row["entry"], row["words"])
            if entry != expected { found.append("an entry of a member is missing: number \(expected)") }
            if let words {
                let hash = JournalChain.hash(previous: previous, sequence: entry, body: words)
                if hash != row.bytes("hash") { found.append("an entry of a member was changed: number \(entry)") }
            } else {
                found.append("an entry of a member is missing: number \(entry)")
            }
            expected = entry
            previous = row.bytes("hash") ?? []
        }
        guard rows.count < limit else { return (found, expected) }
        if expected < last { found.append("the last entries of members are missing: after number \(expected)") }
        let stray = try db.integer("SELECT count(*) FROM member_entry WHERE rowid > ?", [last])
        if stray > 0 { found.append("\(stray) entries of members were put in past the hub") }
        return (found, nil)
    }
}
