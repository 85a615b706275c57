internal import Database
package import HubAPI
internal import Vocabulary

extension HubDatabase {
    /// Appends the lines that continue the stored journal, in one transaction. Sent again, they get the same answer.
    ///
    /// - Throws: `DatabaseError`; then nothing was taken, and the kiosk sends it again.
    package func upload(_ request: UploadRequest, kiosk: String) async throws -> Receipt {
        let lines = request.entries.map { UploadedLine($0, kiosk: kiosk) }
        let locks = [.sharedHub, .kiosk(kiosk)] + lines.flatMap(\.locks)
        let receivedAtMs = now()
        let take = { @Sendable (lines: [ArraySlice<UploadedLine>]) async throws -> Receipt in
            try await self.write(locking: locks) { tx in
                var upload = JournalUpload(
                    epoch: try StoreEpoch.findOrBegin(tx, kiosk: kiosk, epoch: request.storeEpoch),
                    booking: SpendBooking(tx, nowMs: receivedAtMs), receivedAtMs: receivedAtMs)
                for part in lines { try upload.append(part, tx) }
                try upload.epoch.save(tx)
                try Self.clearBarrier(tx, kiosk: kiosk, nowMs: receivedAtMs)
                return Receipt(
                    position: try Self.position(tx, kiosk: kiosk, storeEpoch: request.storeEpoch),
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

    /// Appends lines that are judged together. A single line that the database refuses is stored as unreadable.
    mutating func append(_ lines: ArraySlice<UploadedLine>, _ tx: Transaction) throws {
        let before = self
        do {
            try tx.savepoint {
                for line in lines { try append(line, tx) }
                try booking.finish()
                booking = SpendBooking(tx, nowMs: receivedAtMs)
            }
        } catch let error as DatabaseError where error.isOfTheValues && lines.count == 1 {
            guard var line = lines.first, line.isEntry else { throw error }
            self = before
            booking = SpendBooking(tx, nowMs: receivedAtMs)
            line.content = .unreadable("The entry cannot be booked")
            try append(line, tx)
        }
    }

    private mutating func append(_ line: UploadedLine, _ tx: Transaction) throws {
        if line.sequence <= epoch.lastSequence {
            try answerAgain(line, tx)
        } else if line.sequence > epoch.lastSequence + 1 {
            refuse(line, .hole, "Line \(epoch.lastSequence + 1) is missing. Send from there; nothing is lost.")
        } else if !line.isChained || line.previousHash != epoch.lastHash {
            try refuseFork(line, tx, "The hash chain does not hold at this line.")
        } else {
            try appendNew(line, tx)
        }
    }

    /// Answers for a line whose sequence is used: the same line gets its first answer, another line is a fork.
    private mutating func answerAgain(_ line: UploadedLine, _ tx: Transaction) throws {
        let row = try tx.row(
            "SELECT hash, entry, verdict FROM journal WHERE epoch = $1 AND sequence = $2", [epoch.id, line.sequence])
        guard let row, try row["hash"] == line.hash, line.isChained else {
            return try refuseFork(line, tx, "The hub holds another line at this sequence.")
        }
        try answer(line, row.choice("verdict"), row["entry"])
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

    private mutating func appendNew(_ line: UploadedLine, _ tx: Transaction) throws {
        var verdict = Verdict.unreadable
        var id: OperationID?
        var atMs = min(epoch.lastAtMs, receivedAtMs)
        if case .entry(let entry) = line.content {
            atMs = epoch.moment(of: entry, receivedAtMs: receivedAtMs)
            verdict = try judge(entry, line, tx)
            id = verdict == .unreadable ? nil : entry.id
        }
        try insert(line, verdict, id, atMs: atMs, tx)
        epoch.lastSequence = line.sequence
        epoch.lastHash = line.hash
        epoch.lastAtMs = atMs
        switch (verdict, line.content) {
        case (.held, .entry(let entry)): try booking.apply(entry, atMs: atMs, epoch: epoch)
        case (.conflict, .entry(let entry)): try booking.incidents.conflict(entry, epoch, line.sequence)
        case (.unreadable, .entry(let entry)): try booking.incidents.tooManyOpen(entry, epoch, line.sequence)
        case (.unreadable, _): try booking.incidents.unreadable(epoch, line.sequence)
        case (.repeated, _), (.held, _), (.conflict, _): break
        }
        try answer(line, verdict, id)
    }

    /// - Returns: `unreadable` for a spend of which the card has more than enough already.
    private func judge(_ entry: JournalEntry, _ line: UploadedLine, _ tx: Transaction) throws -> Verdict {
        let row = try tx.row(
            "SELECT body FROM journal WHERE entry = $1 AND verdict = 'held'", [entry.id])
        guard let row else {
            if case .spendIntent = entry.fact, try TakenIDs(tx: tx).isTaken(entry) { return .conflict }
            return try booking.isOneTooMany(entry) ? .unreadable : .held
        }
        return try row["body"] == BodyText.kept(line.body) ? .repeated : .conflict
    }

    private func insert(
        _ line: UploadedLine, _ verdict: Verdict, _ id: OperationID?, atMs: Int64, _ tx: Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO journal (epoch, sequence, hash, body, entry, verdict, at_ms, received_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                epoch.id, line.sequence, line.hash, BodyText.kept(line.body), id, verdict.rawValue, atMs,
                receivedAtMs,
            ])
    }

    private mutating func refuseFork(_ line: UploadedLine, _ tx: Transaction, _ words: String) throws {
        if try KioskBounds(tx: tx, kiosk: epoch.kiosk).hasRoomForForks {
            try tx.run(
                """
                INSERT INTO forked_line (epoch, sequence, hash, body, received_at_ms)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                """, [epoch.id, line.sequence, line.hashText, BodyText.kept(line.body), receivedAtMs])
        }
        try booking.incidents.journalFork(epoch, line.sequence)
        refuse(line, .fork, "\(words) It is kept; begin a new store epoch.")
    }

    private mutating func refuse(_ line: UploadedLine, _ code: RefusedLine.Code, _ message: String) {
        refused.append(RefusedLine(sequence: line.sequence, code: code, message: message))
    }
}
