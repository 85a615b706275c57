internal import Database
internal import HubAPI
internal import Vocabulary

/// The chain of hashes over members' entries, in the order in which they were sealed: none can be changed, dropped or
/// put in between by whoever does not work out all later ones anew.
///
/// An entry is sealed after it was committed, by one transaction at a time: with upkeep, and before a kiosk reads the
/// feed. So whoever enters something need not wait for the seal of what others enter at the same moment.
enum EntrySeals {
    /// What stands before the first one.
    private static let root = JournalChain.root(ofEpoch: "member_entry")

    /// Enters an entry, to be sealed.
    static func append(_ entry: EntryRow, _ tx: Transaction, bookedAtMs: Int64) throws {
        let number = try entry.insert(tx, bookedAtMs: bookedAtMs)
        try tx.run("INSERT INTO unsealed_entry (entry) VALUES ($1)", [number])
    }

    /// Seals committed entries. The caller must hold `Lock.order`.
    ///
    /// - Returns: whether no other is left.
    static func advance(_ tx: Transaction) throws -> Bool {
        let limit = HubStoreLimits.entriesPerSealing
        let rows = try tx.rows(
            """
            SELECT member_entry.number AS number, \(EntryRow.columns) FROM unsealed_entry
            JOIN member_entry ON member_entry.number = unsealed_entry.entry ORDER BY unsealed_entry.entry LIMIT $1
            """, [limit])
        guard !rows.isEmpty else { return true }
        var place = try tx.integer("SELECT last_entry FROM hub")
        var previous = try seal(at: place, tx)
        var seals: [(place: Int64, entry: Int64, hash: [UInt8])] = []
        for row in rows {
            place += 1
            previous = hash(of: try EntryRow(row), place, after: previous)
            seals.append((place, try row["number"], previous))
        }
        try tx.runMany(
            "INSERT INTO entry_seal (place, entry, hash) VALUES ($1, $2, $3)",
            seals.map { [$0.place, $0.entry, $0.hash] })
        try tx.runMany("DELETE FROM unsealed_entry WHERE entry = $1", seals.map { [$0.entry] })
        try tx.run("UPDATE hub SET last_entry = $1", [place])
        return rows.count < limit
    }

    private static func hash(of entry: EntryRow, _ place: Int64, after previous: [UInt8]) -> [UInt8] {
        let parts = [
            entry.id, Hex.text(entry.member.bytes), "\(entry.atMs)", entry.policy, entry.body, entry.request ?? "",
        ]
        return JournalChain.hash(previous: previous, sequence: place, body: parts.joined(separator: "\n"))
    }

    private static func seal(at place: Int64, _ tx: Transaction) throws -> [UInt8] {
        try tx.row("SELECT hash FROM entry_seal WHERE place = $1", [place])?["hash"] ?? root
    }

    /// Checks what comes after one place of the chain.
    ///
    /// - Returns: what is wrong, and the last place looked at; `nil` when all were.
    static func check(after: Int64, limit: Int, _ tx: Transaction) throws -> (found: [String], next: Int64?) {
        guard let hub = try tx.row("SELECT entries_unsealed, last_entry FROM hub") else { return ([], nil) }
        let (unsealed, last): (Int64, Int64) = try (hub["entries_unsealed"], hub["last_entry"])
        var found: [String] = []
        let first = max(after, unsealed)
        if after == 0, try tx.integer("SELECT count(*) FROM member_entry WHERE number <= $1", [unsealed]) != unsealed {
            found.append("an entry of a member is missing: one of the first \(unsealed)")
        }
        var previous = try seal(at: first, tx)
        let rows = try tx.rows(
            """
            SELECT entry_seal.hash AS hash, entry_seal.place AS place, \(EntryRow.columns) FROM entry_seal
            LEFT JOIN member_entry ON member_entry.number = entry_seal.entry
            WHERE entry_seal.place > $1 ORDER BY entry_seal.place LIMIT $2
            """, [first, limit])
        var expected = first
        for row in rows {
            expected += 1
            let (place, hash): (Int64, [UInt8]) = try (row["place"], row["hash"])
            if place != expected { found.append("an entry of a member is missing: number \(expected)") }
            if try row["id"] as String? == nil {
                found.append("an entry of a member is missing: number \(place)")
            } else if try self.hash(of: EntryRow(row), place, after: previous) != hash {
                found.append("an entry of a member was changed: number \(place)")
            }
            (expected, previous) = (place, hash)
        }
        guard rows.count < limit else { return (found, expected) }
        let lost = try tx.integer(
            """
            SELECT count(*) FROM unsealed_entry
            WHERE NOT EXISTS (SELECT 1 FROM member_entry WHERE member_entry.number = unsealed_entry.entry)
            """)
        if lost > 0 { found.append("\(lost) entries of members are missing that were not sealed yet") }
        if expected < last { found.append("the last entries of members are missing: after number \(expected)") }
        let stray = try tx.integer(
            """
            SELECT count(*) FROM member_entry WHERE number > $1
                AND NOT EXISTS (SELECT 1 FROM entry_seal WHERE entry_seal.entry = member_entry.number)
                AND NOT EXISTS (SELECT 1 FROM unsealed_entry WHERE unsealed_entry.entry = member_entry.number)
            """, [unsealed])
        if stray > 0 { found.append("\(stray) entries of members were put in past the hub") }
        return (found, nil)
    }
}
