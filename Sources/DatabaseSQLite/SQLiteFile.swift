package import Database
internal import GRDB

/// What only a file has.
extension SQLiteDatabase {
    /// What the writer's connection says of itself: 2 is FULL.
    package func synchronous() throws -> Int {
        try asWriter { connection in try Int.fetchOne(connection, sql: "PRAGMA synchronous") ?? 0 }
    }

    /// The names of all tables, by which one tells what kind of file it is.
    package func tables() throws -> [String] {
        try asReader { connection in
            try String.fetchAll(connection, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        }
    }

    package func objects() throws -> Set<String> {
        try asReader { connection in Set(try String.fetchAll(connection, sql: "SELECT name FROM sqlite_schema")) }
    }

    /// Changes tables that others refer to: foreign keys are looked at only at the end, before it is kept.
    package func migrate(_ body: (Transaction) throws -> Void) throws {
        try asWriter { connection in
            try connection.execute(sql: "PRAGMA foreign_keys = OFF")
            defer { try? connection.execute(sql: "PRAGMA foreign_keys = ON") }
            try connection.inTransaction(.immediate) {
                let transaction = Transaction(SQLiteSession(connection), Caches())
                try body(transaction)
                _ = try transaction.finish()
                guard try Self.danglingReference(connection) == nil else { throw DatabaseError.refused(.foreignKey) }
                return .commit
            }
        }
    }

    /// How the log is written back into the file.
    package enum Checkpoint: String, Sendable {
        /// As far as nobody reads.
        case passive = "PASSIVE"
        /// All of it; readers are waited for.
        case full = "FULL"
        /// And the log becomes an empty file.
        case truncate = "TRUNCATE"
    }

    /// - Returns: whether all of it was written back.
    @discardableResult
    package func writeLogBack(_ mode: Checkpoint) async throws -> Bool {
        do {
            return try await writer.writeWithoutTransaction { connection in
                let row = try GRDB.Row.fetchOne(connection, sql: "PRAGMA wal_checkpoint(\(mode.rawValue))")
                guard let row else { return true }
                let (busy, pages, writtenBack): (Bool, Int64, Int64) = (row[0], row[1], row[2])
                return !busy && writtenBack >= pages
            }
        } catch { throw Self.named(error) }
    }

    /// Copies all of it as it is now into another file, page by page, while it is served from.
    ///
    /// - Parameters:
    ///   - path: of a file that is empty or not there.
    ///   - pagesPerStep: writers wait during a step only.
    ///   - progress: 0 to 1.
    package func copy(to path: String, pagesPerStep: Int32, progress: @escaping (Double) -> Void) throws {
        do {
            let target = try DatabaseQueue(path: path)
            try writer.backup(to: target, pagesPerStep: pagesPerStep) { step in
                progress(step.totalPageCount == 0 ? 1 : Double(step.completedPageCount) / Double(step.totalPageCount))
            }
            try target.close()
        } catch { throw Self.named(error) }
    }

    /// Reads the whole file.
    ///
    /// - Returns: what is wrong with a page, an index or a reference; `nil` when nothing is.
    package func unsoundness() throws -> String? {
        try asReader { connection in
            let pages = try String.fetchOne(connection, sql: "PRAGMA integrity_check(1)") ?? "no answer"
            return try pages == "ok" ? Self.danglingReference(connection) : pages
        }
    }

    /// Looks at one table's pages.
    ///
    /// - Returns: what is wrong with them; `nil` when nothing is.
    /// - Throws: `interrupted` after `interrupt()`.
    package func unsoundness(ofTable table: String) async throws -> String? {
        do {
            return try await writer.read { connection in
                let quoted = table.replacing("'", with: "''")
                let answer = try String.fetchOne(connection, sql: "PRAGMA quick_check('\(quoted)')") ?? "no answer"
                return answer == "ok" ? nil : answer
            }
        } catch { throw Self.named(error) }
    }

    /// Ends the statements that run now.
    package func interrupt() { writer.interrupt() }

    private static func danglingReference(_ connection: Connection) throws -> String? {
        guard let row = try GRDB.Row.fetchOne(connection, sql: "PRAGMA foreign_key_check") else { return nil }
        let table: String = row[0]
        return "a row of \(table) refers to one that is not there"
    }

    private func asWriter<Answer>(_ body: (Connection) throws -> Answer) throws -> Answer {
        do { return try writer.writeWithoutTransaction(body) } catch { throw Self.named(error) }
    }

    private func asReader<Answer>(_ body: (Connection) throws -> Answer) throws -> Answer {
        do { return try writer.read(body) } catch { throw Self.named(error) }
    }
}
