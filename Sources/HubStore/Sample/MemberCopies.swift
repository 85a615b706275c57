internal import Database
internal import HubAPI
internal import Vocabulary

extension HubDatabase {
    /// The last step of the schema that this program knows: what was written under another one is to be written anew.
    package static let schemaStep = Migrator.newest

    /// Copies the existing members with all their rows straight into the tables, until there are `count` members. It
    /// applies no rules, so right books stay right. For measurements in a salon of real size.
    ///
    /// A copy has ids, a number, a card and claim codes of its own; moments and figures are the original's.
    ///
    /// - Parameters:
    ///   - count: with those that are there.
    ///   - seed: another one gives other ids.
    ///   - progress: hears after each transaction how many there are.
    package func copyMembers(
        until count: Int, seed: UInt64, progress: @Sendable (Int) throws -> Void = { _ in }
    ) async throws {
        let patterns = try await read { tx in try MemberPattern.all(tx) }
        guard !patterns.isEmpty else { throw HubStoreError.empty }
        var written = patterns.count
        while written < count {
            let range = written..<min(count, written + MemberCopies.atOnce)
            try await write(locking: [.hub]) { tx in
                try MemberCopies(tx: tx, patterns: patterns, seed: seed).write(range)
            }
            written = range.upperBound
            try progress(written)
        }
    }
}

/// One transaction's copies.
struct MemberCopies {
    /// Members in one transaction: some 50 MB of rows.
    static let atOnce = 1000
    /// Every eighth copy of a member gets copies of the member's bookings too, as only some people have appointments
    /// now.
    private static let copiesPerBooked = 8

    let tx: Transaction
    let patterns: [MemberPattern]
    let seed: UInt64

    /// - Parameter range: of the copies among all members.
    func write(_ range: Range<Int>) throws {
        let version = try tx.integer("UPDATE hub SET version = version + $1 RETURNING version", [range.count])
        let copies = range.map { index in
            Copy(
                pattern: patterns[index % patterns.count],
                filling: filling(index, version: version - Int64(range.upperBound - 1 - index)))
        }
        try appendLines(of: copies)
        let lastEntry = try tx.integerIfAny("SELECT max(number) FROM member_entry") ?? 0
        for (place, table) in MemberTable.all.enumerated() { try insert(copies, place, table) }
        try tx.run(
            "INSERT INTO unsealed_entry (entry) SELECT number FROM member_entry WHERE number > $1", [lastEntry])
        while try !EntrySeals.advance(tx) {}
    }

    private struct Copy {
        let pattern: MemberPattern
        let filling: RowPattern.Filling
    }

    private func filling(_ index: Int, version: Int64) -> RowPattern.Filling {
        var random = SeededGenerator(seed: seed ^ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
        let names = patterns[index % patterns.count].names.map { $0.other(index, &random) }
        return RowPattern.Filling(
            names, version: version, evaluation: Int64(bitPattern: random.next()), index: index)
    }

    /// In the order of their moments, as they would have come: no member's rows lie together.
    private func insert(_ copies: [Copy], _ place: Int, _ table: MemberTable) throws {
        let isBooking = table.name == "booking"
        var rows: [[SQLValue]] = []
        for copy in copies where !isBooking || isBooked(copy) {
            rows += copy.pattern.rows[place].map { $0.values(copy.filling) }
        }
        if let moment = table.momentPlace { rows.sort { Self.moment($0[moment]) < Self.moment($1[moment]) } }
        try tx.runMany(table.insertion, rows)
    }

    private func isBooked(_ copy: Copy) -> Bool {
        (copy.filling.index / patterns.count).isMultiple(of: Self.copiesPerBooked)
    }

    private static func moment(_ value: SQLValue) -> Int64 { if case .integer(let ms) = value { ms } else { 0 } }

    /// Each journal goes on with the copies of its lines, chained as kiosks chain them.
    private func appendLines(of copies: [Copy]) throws {
        let lines = copies.flatMap { copy in copy.pattern.lines.map { ($0, copy.filling) } }
        for (epoch, lines) in Dictionary(grouping: lines, by: { $0.0.line.epoch }).sorted(by: { $0.key < $1.key }) {
            guard let row = try tx.row("SELECT last_sequence, last_hash FROM store_epoch WHERE id = $1", [epoch]) else {
                continue
            }
            var (sequence, hash): (Int64, [UInt8]) = try (row["last_sequence"], row["last_hash"])
            let rows = lines.sorted { $0.0.line.sequence < $1.0.line.sequence }.map { pattern, filling in
                let body = pattern.body(filling)
                sequence += 1
                hash = JournalChain.hash(previous: hash, sequence: sequence, body: body)
                return [
                    .integer(epoch), .integer(sequence), .blob(hash), .text(body), pattern.entry(filling),
                    .integer(pattern.line.atMs), .integer(pattern.line.receivedAtMs),
                ] as [SQLValue]
            }
            try tx.runMany(
                """
                INSERT INTO journal (epoch, sequence, hash, body, entry, verdict, at_ms, received_at_ms)
                VALUES ($1, $2, $3, $4, $5, 'held', $6, $7)
                """, rows)
            try tx.run(
                "UPDATE store_epoch SET last_sequence = $1, last_hash = $2 WHERE id = $3", [sequence, hash, epoch])
        }
    }
}
