internal import FoundationEssentials
internal import GRDB
package import HubAPI
internal import Vocabulary

/// Where an entry stands in the journal.
package struct AppendedEntry: Hashable, Sendable {
    /// The store epoch, a UUID in lower case.
    package var epoch: String
    package var sequence: Int64
    package var hash: [UInt8]
    /// Whether it stood there already.
    package var wasThere: Bool
}

extension KioskStore {
    /// Journals what happened: the journal row, its outbox row and what follows from it for balances, in one
    /// transaction that is on the disk when this returns.
    ///
    /// The same entry again is answered with the row that is there.
    ///
    /// - Throws: `conflict` for the same id with another body; `nearlyFull` for a new spend when room runs out;
    ///   `full`; `unusable` for an entry that breaks a rule of the tables or is longer than the hub takes.
    @discardableResult
    package func append(_ entry: JournalEntry) throws(StoreError) -> AppendedEntry {
        let body = EntryWriter.json(of: entry)
        guard body.utf8.count <= HubLimits.entryBodyBytes else {
            throw .unusable(reason: "\(body.utf8.count) bytes; the hub takes \(HubLimits.entryBodyBytes)")
        }
        try Derived.requireUsable(entry)
        if case .spendIntent = entry.fact { try requireRoomToSpend() }
        return try transaction { try self.insert(entry, body: body, $0) }
    }

    /// The part inside the transaction, for an entry that is usable.
    @discardableResult
    func insert(_ entry: JournalEntry, body: String, _ database: Database) throws -> AppendedEntry {
        guard let placed = try chain(entry, body: body, evenIfEarlier: false, database) else {
            return try standing(entry, body: body, database)
        }
        try Derived.note(entry, line: placed.line, database)
        return AppendedEntry(epoch: placed.epochID, sequence: placed.sequence, hash: placed.hash, wasThere: false)
    }

    /// Puts an entry at the end of the chain and into the outbox.
    ///
    /// - Parameter evenIfEarlier: whether the id may stand in an earlier epoch.
    /// - Returns: the new head, or `nil` when the id was there.
    func chain(
        _ entry: JournalEntry, body: String, evenIfEarlier: Bool, _ database: Database
    ) throws -> JournalHead? {
        var next = self.head
        // The first epoch of a file has none before it, and within an epoch the table itself refuses a second line of
        // one id.
        if !evenIfEarlier, next.linesBefore > 0, try Self.isKnown(entry.id, database) { return nil }
        next.line += 1
        next.hash = JournalChain.hash(previous: next.hash, sequence: next.sequence, body: body)
        next.floorMs = max(next.floorMs, entry.recordedAtMs)
        var line = try DirectStatement(Self.insertLine, database)
        line.bind(next.line)
        line.bind(next.epoch)
        line.bind(entry.id.uuid)
        line.bind(next.hash)
        line.bind(entry.recordedAtMs)
        line.bind(next.floorMs)
        line.bind(entry.card?.description)
        line.bind(body)
        try line.run()
        guard database.changesCount == 1 else { return nil }
        var waiting = try DirectStatement("INSERT INTO outbox (line) VALUES (?)", database)
        waiting.bind(next.line)
        try waiting.run()
        self.head = next
        return next
    }

    /// The row that has this id already.
    private func standing(_ entry: JournalEntry, body: String, _ database: Database) throws -> AppendedEntry {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT e.id, j.line - e.linesBefore, j.hash, j.body FROM journal j
                JOIN epoch e ON e.number = j.epoch WHERE j.id = ? ORDER BY j.epoch DESC LIMIT 1
                """, arguments: [entry.id.uuid])
        guard let row, try row.text(3) == body || Entries.decoded(row.text(3)) == entry else {
            throw StoreError.conflict(entry.id)
        }
        return AppendedEntry(
            epoch: try row.text(0), sequence: try row.integer(1), hash: try row.blob(2), wasThere: true)
    }

    static func isKnown(_ id: OperationID, _ database: Database) throws -> Bool {
        let known = try database.cachedStatement(sql: "SELECT 1 FROM journal WHERE id = ?")
        return try Int.fetchOne(known, arguments: [id.uuid]) != nil
    }

    /// Changes no row when the id stands in this epoch already.
    private static let insertLine = """
        INSERT INTO journal (line, epoch, id, hash, recordedAtMs, floorMs, card, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id, epoch) DO NOTHING
        """
}
