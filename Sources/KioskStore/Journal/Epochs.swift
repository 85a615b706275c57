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
    static func head(_ database: Database) throws -> KioskStore.Head {
        let sql = "SELECT number, id, linesBefore FROM epoch ORDER BY number DESC LIMIT 1"
        guard let epoch = try Row.fetchOne(database, sql: sql) else {
            throw StoreError.damaged(reason: "no epoch")
        }
        let last = try Row.fetchOne(
            database, sql: "SELECT line, epoch, hash, floorMs FROM journal ORDER BY line DESC LIMIT 1")
        let id: String = epoch[1]
        let number: Int64 = epoch[0]
        let before: Int64 = epoch[2]
        guard let last, last["epoch"] == number else {
            guard last.map({ $0["line"] == before }) ?? (before == 0) else {
                throw StoreError.damaged(reason: "the journal ends before its epoch begins")
            }
            return KioskStore.Head(
                epoch: number, epochID: id, linesBefore: before, line: before,
                hash: JournalChain.root(ofEpoch: id), floorMs: last?["floorMs"] ?? 0)
        }
        let hash: Data = last["hash"]
        return KioskStore.Head(
            epoch: number, epochID: id, linesBefore: before, line: last["line"], hash: Array(hash),
            floorMs: last["floorMs"])
    }
}
