internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Vocabulary

/// How far a reading of the whole journal has come.
package struct JournalPlace: Hashable, Sendable {
    fileprivate var line: Int64 = 0
    fileprivate var epoch: Int64 = 0
    fileprivate var hash: [UInt8] = []
    fileprivate var floorMs: Int64 = 0

    /// Before the first line.
    package init() {}
}

extension KioskStore {
    /// Reads the whole file: SQLite's own check of every page and index, and every hash of the present epoch.
    ///
    /// Takes as long as the disk takes to read it. Other calls wait meanwhile, so run it when nobody taps.
    ///
    /// - Throws: `StoreError.damaged`; open the file again then.
    package func verify() throws(StoreError) {
        try reading { database in
            let answer = try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
            guard answer == ["ok"] else { throw StoreError.damaged(reason: answer.first ?? "no answer") }
            let head = try Epochs.head(database)
            try ChainCheck.requireSound(from: head.linesBefore + 1, head: head, database)
        }
    }

    /// Verifies the next lines through all epochs of the file: each must follow from the one before it, and its columns
    /// must agree with its body. Reads so few lines at a time that a tap is not delayed.
    ///
    /// - Returns: where it goes on; `nil` when there are no more.
    /// - Throws: `StoreError.damaged`; the next start sets the file aside.
    package func verify(after place: JournalPlace, lines: Int) throws(StoreError) -> JournalPlace? {
        try reading { database in
            var reader = JournalReading(place: place)
            let rows = try Row.fetchCursor(
                database.cachedStatement(sql: JournalReading.sql), arguments: [place.line, lines])
            var count = 0
            while let row = try rows.next() {
                try reader.take(row)
                count += 1
            }
            guard count < lines else { return reader.place }
            guard reader.place.line == head.line else {
                throw StoreError.damaged(reason: "journal line \(reader.place.line + 1) is missing")
            }
            return nil
        }
    }
}

private struct JournalReading {
    static let sql = """
        SELECT j.line, j.epoch, j.hash, j.body, j.id, j.recordedAtMs, j.floorMs, e.id, e.linesBefore
        FROM journal j JOIN epoch e ON e.number = j.epoch WHERE j.line > ? ORDER BY j.line LIMIT ?
        """

    var place: JournalPlace

    mutating func take(_ row: Row) throws {
        let (line, epoch, before) = (try row.integer(0), try row.integer(1), try row.integer(8))
        guard line == place.line + 1 else {
            throw StoreError.damaged(reason: "journal line \(place.line + 1) is missing")
        }
        if epoch != place.epoch {
            guard epoch > place.epoch, before == place.line else {
                throw StoreError.damaged(reason: "epoch \(epoch) does not begin at line \(line)")
            }
            place.epoch = epoch
            place.hash = JournalChain.root(ofEpoch: try row.text(7))
        }
        let body = try row.text(3)
        let follows = JournalChain.hash(previous: place.hash, sequence: line - before, body: body)
        guard try row.blob(2) == follows else {
            throw StoreError.damaged(reason: "journal line \(line) does not follow from the one before it")
        }
        let (recordedAtMs, floorMs) = (try row.integer(5), try row.integer(6))
        let entry = Entries.decoded(body)
        guard let entry, try entry.id.bytes == row.blob(4), entry.recordedAtMs == recordedAtMs,
            floorMs == max(place.floorMs, recordedAtMs)
        else { throw StoreError.damaged(reason: "journal line \(line) does not say what stands beside it") }
        (place.line, place.hash, place.floorMs) = (line, follows, floorMs)
    }
}
