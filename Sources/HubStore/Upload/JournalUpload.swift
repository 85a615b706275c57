internal import GRDB
package import HubAPI
internal import Vocabulary

extension HubDatabase {
    /// Appends the lines that continue the stored journal, in one transaction. Sent again, they get the same answer.
    ///
    /// - Throws: what SQLite says; then nothing was taken, and the kiosk sends it again.
    package func upload(_ request: UploadRequest, kiosk: String) async throws -> Receipt {
        let lines = request.entries.map { UploadedLine($0, kiosk: kiosk) }
        let receivedAtMs = now()
        let take = { @Sendable (lines: [ArraySlice<UploadedLine>]) async throws -> Receipt in
            try await self.pool.write { db in
                var upload = JournalUpload(
                    epoch: try StoreEpoch.findOrBegin(db, kiosk: kiosk, epoch: request.storeEpoch),
                    booking: SpendBooking(db, nowMs: receivedAtMs), receivedAtMs: receivedAtMs)
                for part in lines { try upload.take(part, db) }
                try upload.epoch.save(db)
                try Self.clearBarrier(db, kiosk: kiosk, nowMs: receivedAtMs)
                return Receipt(
                    position: try Self.position(db, kiosk: kiosk, storeEpoch: request.storeEpoch),
                    held: upload.held, refused: upload.refused)
            }
        }
        do {
            return try await take([lines[...]])
        } catch let error as DatabaseError where error.isOfTheValues {
            // One of them cannot be written down. Which one shows when each is taken by itself.
            return try await take(lines.indices.map { lines[$0...$0] })
        }
    }
}

extension DatabaseError {
    /// Whether what was to be written is at fault, and would be however often it is tried: the file is not.
    fileprivate var isOfTheValues: Bool {
        [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(resultCode.primaryResultCode)
    }
}

/// One batch on its way into the journal and the books.
struct JournalUpload {
    var epoch: StoreEpoch
    private var booking: SpendBooking
    private let receivedAtMs: Int64
    private(set) var held: [OperationID] = []
    private(set) var refused: [RefusedLine] = []

    init(epoch: StoreEpoch, booking: SpendBooking, receivedAtMs: Int64) {
        self.epoch = epoch
        self.booking = booking
        self.receivedAtMs = receivedAtMs
    }

    private enum Verdict: String { case held, repeated, conflict, unreadable }

    /// Lines that are judged together. A single one that cannot be written down is kept as it came.
    mutating func take(_ lines: ArraySlice<UploadedLine>, _ db: Database) throws {
        let before = self
        do {
            try db.inSavepoint {
                for line in lines { try take(line, db) }
                try booking.finish()
                booking = SpendBooking(db, nowMs: receivedAtMs)
                return .commit
            }
        } catch let error as DatabaseError where error.isOfTheValues && lines.count == 1 {
            guard var line = lines.first, line.isEntry else { throw error }
            self = before
            booking = SpendBooking(db, nowMs: receivedAtMs)
            line.content = .unreadable("The entry cannot be booked")
            try take(line, db)
        }
    }

    private mutating func take(_ line: UploadedLine, _ db: Database) throws {
        if line.sequence <= epoch.lastSequence {
            try answerAgain(line, db)
        } else if line.sequence > epoch.lastSequence + 1 {
            refuse(line, .hole, "Line \(epoch.lastSequence + 1) is missing. Send from there; nothing is lost.")
        } else if !line.isChained || line.previousHash != epoch.lastHash {
            try refuseFork(line, db, "The hash chain does not hold at this line.")
        } else {
            try append(line, db)
        }
    }

    /// A line whose place is taken: the same one gets its first answer, another one is a fork.
    private mutating func answerAgain(_ line: UploadedLine, _ db: Database) throws {
        let row = try db.row(
            "SELECT hash, entry, verdict FROM journal WHERE epoch = ? AND sequence = ?", [epoch.id, line.sequence])
        guard let row, row.bytes("hash") == line.hash, line.isChained else {
            return try refuseFork(line, db, "The hub holds another line at this sequence.")
        }
        let verdict: String = row["verdict"]
        try answer(line, Verdict(rawValue: verdict) ?? .unreadable, row.operation("entry"))
    }

    private mutating func answer(_ line: UploadedLine, _ verdict: Verdict, _ id: OperationID?) throws {
        switch verdict {
        case .held, .repeated:
            if let id { held.append(id) }
        case .conflict:
            refuse(line, .conflict, "The id stands for something else already. Both are kept; staff are told.")
        case .unreadable:
            let words = if case .unreadable(let words) = line.content { words } else { "The entry cannot be booked" }
            refuse(line, .unreadable, "\(words). It is kept as it came; staff are told.")
        }
    }

    private mutating func append(_ line: UploadedLine, _ db: Database) throws {
        var verdict = Verdict.unreadable
        var id: OperationID?
        var atMs = min(epoch.lastAtMs, receivedAtMs)
        if case .entry(let entry) = line.content {
            atMs = epoch.moment(of: entry, receivedAtMs: receivedAtMs)
            verdict = try judge(entry, line, db)
            id = verdict == .unreadable ? nil : entry.id
        }
        try insert(line, verdict, id, atMs: atMs, db)
        epoch.lastSequence = line.sequence
        epoch.lastHash = line.hash
        epoch.lastAtMs = atMs
        switch (verdict, line.content) {
        case (.held, .entry(let entry)): try booking.take(entry, atMs: atMs, epoch: epoch)
        case (.conflict, .entry(let entry)): try booking.incidents.conflict(entry, epoch, line.sequence)
        case (.unreadable, .entry(let entry)): try booking.incidents.tooManyOpen(entry, epoch, line.sequence)
        case (.unreadable, _): try booking.incidents.unreadable(epoch, line.sequence)
        case (.repeated, _), (.held, _), (.conflict, _): break
        }
        try answer(line, verdict, id)
    }

    /// - Returns: `unreadable` for a spend of which the card has more than enough already.
    private func judge(_ entry: JournalEntry, _ line: UploadedLine, _ db: Database) throws -> Verdict {
        let row = try db.row(
            "SELECT body FROM journal WHERE entry = ? AND verdict = 'held'", [entry.id.blob])
        guard let row else {
            if case .spendIntent = entry.fact, try TakenIDs(db: db).isTaken(entry) { return .conflict }
            return try booking.isOneTooMany(entry) ? .unreadable : .held
        }
        let body: String = row["body"]
        return body == line.body ? .repeated : .conflict
    }

    private func insert(
        _ line: UploadedLine, _ verdict: Verdict, _ id: OperationID?, atMs: Int64, _ db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO journal (epoch, sequence, hash, body, entry, verdict, at_ms, received_at_ms)
            VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?)
            """,
            [
                epoch.id, line.sequence, blobValue(line.hash), wholeText(line.body), id?.blob, verdict.rawValue, atMs,
                receivedAtMs,
            ])
    }

    private mutating func refuseFork(_ line: UploadedLine, _ db: Database, _ words: String) throws {
        if try KioskBounds(db: db, kiosk: epoch.kiosk).hasRoomForForks {
            try db.run(
                """
                INSERT INTO forked_line (epoch, sequence, hash, body, received_at_ms)
                VALUES (?, ?, ?, CAST(? AS TEXT), ?) ON CONFLICT DO NOTHING
                """, [epoch.id, line.sequence, line.hashText, wholeText(line.body), receivedAtMs])
        }
        try booking.incidents.journalFork(epoch, line.sequence)
        refuse(line, .fork, "\(words) It is kept; begin a new store epoch.")
    }

    private mutating func refuse(_ line: UploadedLine, _ code: RefusedLine.Code, _ message: String) {
        refused.append(RefusedLine(sequence: line.sequence, code: code, message: message))
    }
}
