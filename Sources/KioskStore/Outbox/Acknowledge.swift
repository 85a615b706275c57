internal import FoundationEssentials
internal import GRDB
package import HubAPI
internal import Vocabulary

/// What an answer of the hub changed here.
package struct Acknowledged: Hashable, Sendable {
    /// Entries that left the outbox.
    package var removed = 0
    /// Entries that went back to it, because the hub does not have them any more.
    package var putBack = 0
    /// Lines the hub refused and this kiosk had not heard of yet.
    package var newlyRefused = 0
    /// Set when this journal cannot go on under its epoch: call `beginNewEpoch`.
    package var newEpoch: NewEpochReason?
}

/// Why the journal must go on under a new epoch.
package enum NewEpochReason: Hashable, Sendable {
    /// The hub holds more lines than we have: our file is an old backup.
    case behindHub
    /// The hub holds another line at a sequence of ours.
    case fork

    /// As it is reported, logged and kept beside the epoch.
    package var code: FaultCode { self == .behindHub ? .journalBehindHub : .journalFork }
}

extension KioskStore {
    /// Processes the hub's answer to an upload. Processing the same answer again changes nothing.
    ///
    /// - Throws: `otherEpoch` when a new epoch has begun since the request was made.
    package func acknowledge(
        _ receipt: Receipt, to request: UploadRequest
    ) throws(StoreError) -> Acknowledged {
        try transaction { database in
            let head = try self.present(request.storeEpoch)
            // If the hub reports a hole before what was sent, it has lost lines, even if its epoch is unchanged.
            let hole = receipt.refused.contains { $0.code == .hole }
            var result = try self.place(receipt.position, head: head, mayPutBack: hole, database)
            if receipt.refused.contains(where: { $0.code == .fork }), result.newEpoch == nil { result.newEpoch = .fork }
            result.newlyRefused = try self.keep(receipt.refused, head: head, database)
            return result
        }
    }

    /// Processes the position that every other answer of the hub carries.
    ///
    /// - Parameter storeEpoch: the one the hub was asked about.
    package func observe(_ position: HubPosition, storeEpoch: String) throws(StoreError) -> Acknowledged {
        try transaction { database in
            let head = try self.present(storeEpoch)
            return try self.place(position, head: head, mayPutBack: false, database)
        }
    }

    func present(_ storeEpoch: String) throws -> JournalHead {
        let head = self.head
        guard head.epochID == storeEpoch else { throw StoreError.otherEpoch }
        return head
    }

    /// - Returns: the line up to which the hub holds this very journal, or why it does not.
    func agreed(
        _ position: HubPosition, head: JournalHead, _ database: Database
    ) throws -> Result<Int64, Disagreement> {
        guard position.lastSequence >= 0, position.lastSequence <= head.sequence else {
            return .failure(Disagreement(reason: position.lastSequence < 0 ? .fork : .behindHub))
        }
        let line = head.linesBefore + position.lastSequence
        guard position.lastSequence > 0 else { return .success(line) }
        let hash = try Data.fetchOne(
            database.cachedStatement(sql: "SELECT hash FROM journal WHERE line = ?"), arguments: [line])
        let same = hash.map { Hex.text($0) } == position.lastHash.uppercased()
        return same ? .success(line) : .failure(Disagreement(reason: .fork))
    }

    struct Disagreement: Error { var reason: NewEpochReason }

    func place(
        _ position: HubPosition, head: JournalHead, mayPutBack: Bool, _ database: Database
    ) throws -> Acknowledged {
        let line: Int64
        switch try agreed(position, head: head, database) {
        case .success(let agreed): line = agreed
        case .failure(let disagreement): return Acknowledged(newEpoch: disagreement.reason)
        }
        var result = Acknowledged()
        let known = try String.fetchOne(database, sql: "SELECT uploadHubEpoch FROM snapshot")
        let restored = known != nil && known != position.hubEpoch
        if restored { result.putBack += try rechainEarlier(head: head, database) }
        if restored || mayPutBack { result.putBack += try putBack(above: line, head: head, database) }
        if known != position.hubEpoch {
            try database.execute(sql: "UPDATE snapshot SET uploadHubEpoch = ?", arguments: [position.hubEpoch])
        }
        try database.cachedStatement(sql: "DELETE FROM outbox WHERE line <= ?").execute(arguments: [line])
        result.removed = database.changesCount
        return result
    }

    /// - Returns: how many of our lines had been acknowledged once and must be sent again.
    private func putBack(above line: Int64, head: JournalHead, _ database: Database) throws -> Int {
        try database.execute(
            sql: """
                INSERT INTO outbox (line) SELECT line FROM journal
                WHERE line > ?1 AND line > ?2 AND line < coalesce((SELECT min(line) FROM outbox), ?3 + 1)
                """, arguments: [line, head.linesBefore, head.line])
        return database.changesCount
    }

    private func keep(_ refused: [RefusedLine], head: JournalHead, _ database: Database) throws -> Int {
        var new = 0
        for refusal in refused where refusal.code == .conflict || refusal.code == .unreadable {
            guard (1...max(1, head.sequence)).contains(refusal.sequence), head.sequence > 0 else { continue }
            try database.execute(
                sql: "INSERT INTO refusal (line, code, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [
                    head.linesBefore + refusal.sequence, refusal.code.rawValue, String(refusal.message.prefix(500)),
                ])
            new += database.changesCount
        }
        return new
    }
}
