internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Vocabulary

/// Reads what is still readable in a damaged file.
struct DamagedFile {
    /// Far more than a kiosk gathers in a month without the hub.
    static let linesRescued: Int64 = 200_000

    private let queue: DatabaseQueue

    init?(path: String) {
        var configuration = Configuration()
        configuration.label = "kiosk-store-file"
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return nil }
        self.queue = queue
    }

    var last: (epoch: String, sequence: Int64, hash: [UInt8])? {
        try? queue.read { database in
            let sql = """
                SELECT e.id, j.line - e.linesBefore, j.hash FROM journal j JOIN epoch e ON e.number = j.epoch
                ORDER BY j.line DESC LIMIT 1
                """
            guard let row = try Row.fetchOne(database, sql: sql) else { return nil }
            return (try row.text(0), try row.integer(1), try row.blob(2))
        }
    }

    /// Entries the hub has not acknowledged, oldest first; each hashes as it did when it was written.
    ///
    /// When the outbox cannot be read, the whole journal is offered: the hub counts an id once.
    func unacknowledged(_ visit: (_ entry: JournalEntry, _ body: String) throws -> Void) throws {
        guard let lines = try? queue.read(Self.lines) else { return }
        for line in lines {
            // A page that cannot be read costs its own lines, not those after it.
            guard let found = try? queue.read({ try entry(at: line, $0) }) else { continue }
            try visit(found.entry, found.body)
        }
    }

    private static func lines(_ database: Database) throws -> Range<Int64> {
        guard let last = try Int64.fetchOne(database, sql: "SELECT max(line) FROM journal"), last < 1 << 53 else {
            return 0..<0
        }
        let oldest = max(1, last - linesRescued + 1)
        do {
            guard let waiting = try Int64.fetchOne(database, sql: "SELECT min(line) FROM outbox") else { return 0..<0 }
            return min(max(oldest, waiting), last + 1)..<last + 1
        } catch {
            return min(oldest, last + 1)..<last + 1
        }
    }

    private func entry(at line: Int64, _ database: Database) throws -> (entry: JournalEntry, body: String)? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT j.line - e.linesBefore, j.hash, j.body, e.id, p.hash FROM journal j
                JOIN epoch e ON e.number = j.epoch
                LEFT JOIN journal p ON p.line = j.line - 1 AND p.epoch = j.epoch WHERE j.line = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [line]) else { return nil }
        let body = try row.text(2)
        let previous = try row.optional(4).map { (hash: Data) in Array(hash) }
        let hash = JournalChain.hash(
            previous: try previous ?? JournalChain.root(ofEpoch: row.text(3)), sequence: try row.integer(0), body: body)
        guard try hash == row.blob(1) else { return nil }
        return Entries.decoded(body).map { ($0, body) }
    }
}
