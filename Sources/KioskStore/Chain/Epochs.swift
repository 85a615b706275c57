internal import FoundationEssentials
internal import GRDB
internal import HubAPI

/// Epochs of one file: each has sequences from 1 and a hash chain of its own.
enum Epochs {
    /// Gives a new file its first epoch; does nothing when there is one.
    static func beginFirst(id: String, atMs: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO epoch (number, id, linesBefore, beganAtMs, reason)
                SELECT 1, ?, 0, ?, 'new file' WHERE NOT EXISTS (SELECT 1 FROM epoch)
                """, arguments: [id, atMs])
    }

    /// The present epoch and the last line in it.
    static func head(_ database: Database) throws -> JournalHead {
        let sql = "SELECT number, id, linesBefore FROM epoch ORDER BY number DESC LIMIT 1"
        guard let epoch = try Row.fetchOne(database, sql: sql) else {
            throw StoreError.damaged(reason: "no epoch")
        }
        let (number, id, before) = (try epoch.integer(0), try epoch.text(1), try epoch.integer(2))
        let last = try Row.fetchOne(
            database, sql: "SELECT line, epoch, hash, floorMs FROM journal ORDER BY line DESC LIMIT 1")
        let line = try last?.integer(0) ?? 0
        let began = try last?.integer(1) == number
        // Figures of a damaged file may have any value; within these bounds nothing overflows.
        guard (0...maximumLine).contains(before), (before...maximumLine).contains(line), number < maximumLine,
            began || line == before
        else { throw StoreError.damaged(reason: "the journal does not end in its epoch") }
        return JournalHead(
            epoch: number, epochID: id, linesBefore: before, line: line,
            hash: began ? try last?.blob(2) ?? [] : JournalChain.root(ofEpoch: id), floorMs: try last?.integer(3) ?? 0)
    }

    /// More than a kiosk writes in a million years.
    static let maximumLine: Int64 = 1 << 53
}
