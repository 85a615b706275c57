internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Vocabulary

extension KioskStore {
    /// Goes on under a new epoch: what the hub has not acknowledged is chained again under the same ids, and the
    /// lines before stay as they are. Balances do not change.
    ///
    /// - Returns: the new epoch's id.
    @discardableResult
    package func beginNewEpoch(because reason: NewEpochReason) throws(StoreError) -> String {
        let id = makeID().uuidString.lowercased()
        let old = self.head
        let report = fault(
            reason.code, detail: "epoch \(old.epochID), last line \(old.sequence) \(Hex.text(old.hash))")
        try transaction { database in
            let lines = try Int64.fetchAll(database, sql: "SELECT line FROM outbox ORDER BY line")
            try database.execute(sql: "DELETE FROM outbox")
            try self.startEpoch(id: id, after: old, reason: reason, database)
            for line in lines { try self.rechain(line, database) }
            try self.insert(report, body: EntryWriter.json(of: report), database)
        }
        return id
    }

    private func startEpoch(id: String, after old: JournalHead, reason: NewEpochReason, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO epoch (number, id, linesBefore, beganAtMs, reason) VALUES (?, ?, ?, ?, ?)",
            arguments: [old.epoch + 1, id, old.line, now(), reason.code.rawValue])
        head = JournalHead(
            epoch: old.epoch + 1, epochID: id, linesBefore: old.line, line: old.line,
            hash: JournalChain.root(ofEpoch: id), floorMs: old.floorMs)
    }

    /// Chains an earlier line again at the end, with what was derived from it.
    private func rechain(_ line: Int64, _ database: Database) throws {
        let read = try database.cachedStatement(sql: "SELECT body FROM journal WHERE line = ?")
        guard let body = try String.fetchOne(read, arguments: [line]), let entry = Entries.decoded(body) else {
            throw StoreError.damaged(reason: "journal line \(line) is not an entry")
        }
        guard let placed = try chain(entry, body: body, evenIfEarlier: true, database) else { return }
        try Derived.move(entry, from: line, to: placed.line, database)
    }

    /// Chains what stands only in earlier epochs once more: a hub restored from a backup may lack it, and it
    /// cannot be asked what it holds of an epoch that is over.
    func rechainEarlier(head: JournalHead, _ database: Database) throws -> Int {
        let lines = try Int64.fetchAll(
            database,
            sql: """
                SELECT max(line) FROM journal GROUP BY id HAVING max(epoch) < ? ORDER BY max(line)
                """, arguments: [head.epoch])
        for line in lines { try rechain(line, database) }
        return lines.count
    }
}
