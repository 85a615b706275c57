internal import FoundationEssentials
internal import GRDB
internal import HubAPI

/// Recomputes the hashes of the journal.
enum ChainCheck {
    /// Checks the hashes of the last lines of the present epoch, few enough for every start, and then of the others
    /// from the first line on, for as long as there is time.
    ///
    /// - Throws: `StoreError.damaged` at the first line that does not follow from the one before it.
    static func requireSoundTail(
        of lines: Int, until end: ContinuousClock.Instant, head: JournalHead, _ database: Database
    ) throws {
        let first = max(head.linesBefore + 1, head.line - Int64(lines) + 1)
        try requireSound(from: first, head: head, database)
        try requireSound(from: head.linesBefore + 1, until: end, head: head, database)
        let stray = try Int64.fetchOne(database, sql: "SELECT max(line) FROM outbox") ?? 0
        guard stray <= head.line else { throw StoreError.damaged(reason: "the outbox is ahead of the journal") }
    }

    /// Checks from this line of the present epoch to the last one.
    ///
    /// - Parameter end: when to stop and leave the rest to `JournalWatch`; `nil` to check all lines.
    static func requireSound(
        from first: Int64, until end: ContinuousClock.Instant? = nil, head: JournalHead, _ database: Database
    ) throws {
        guard first <= head.line else { return }
        var previous = JournalChain.root(ofEpoch: head.epochID)
        if first > head.linesBefore + 1 { previous = try hash(at: first - 1, database) }
        let rows = try Row.fetchCursor(
            database, sql: "SELECT line, hash, body, epoch FROM journal WHERE line >= ? ORDER BY line",
            arguments: [first])
        var expected = first
        while let row = try rows.next() {
            let follows = JournalChain.hash(
                previous: previous, sequence: expected - head.linesBefore, body: try row.text(2))
            guard try row.integer(0) == expected, try row.integer(3) == head.epoch, try row.blob(1) == follows else {
                throw StoreError.damaged(reason: "journal line \(expected) does not follow from the one before it")
            }
            previous = follows
            expected += 1
            if let end, expected % 256 == 0, ContinuousClock.now >= end { return }
        }
        guard expected == head.line + 1 else {
            throw StoreError.damaged(reason: "journal line \(expected) is missing")
        }
    }

    private static func hash(at line: Int64, _ database: Database) throws -> [UInt8] {
        let sql = "SELECT hash FROM journal WHERE line = ?"
        guard let hash = try Data.fetchOne(database, sql: sql, arguments: [line]) else {
            throw StoreError.damaged(reason: "journal line \(line) is missing")
        }
        return Array(hash)
    }
}
