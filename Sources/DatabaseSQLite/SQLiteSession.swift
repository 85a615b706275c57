internal import Database
internal import GRDB
internal import GRDBSQLite

/// One connection, with the statements that were prepared on it.
///
/// Values go to SQLite and back without GRDB's arguments and rows: those are built anew at each execution, which takes
/// longer than most statements, and they end a text at its first U+0000. Connections and transactions are GRDB's.
///
/// It is used on the connection's own queue only.
final class SQLiteSession: DatabaseSession, @unchecked Sendable {
    private let connection: Connection
    private var prepared: [Statement: PreparedStatement] = [:]

    init(_ connection: Connection) { self.connection = connection }

    func run(_ sql: Statement, _ values: [SQLValue]) throws(PortError) -> Int {
        try run(statement(sql), sql, values)
    }

    private func run(_ statement: PreparedStatement, _ sql: Statement, _ values: [SQLValue]) throws(PortError) -> Int {
        let before = sqlite3_total_changes(handle)
        defer { statement.reset() }
        try checked(sql, statement.bind(values))
        var code = statement.step()
        while code == SQLITE_ROW { code = statement.step() }
        try checked(sql, code == SQLITE_DONE ? SQLITE_OK : code)
        // `sqlite3_changes` keeps the last number where a statement changes no rows, as one that makes a table.
        return sqlite3_total_changes(handle) == before ? 0 : Int(sqlite3_changes(handle))
    }

    func rows(_ sql: Statement, _ values: [SQLValue]) throws(PortError) -> Rows {
        let statement = try statement(sql)
        defer { statement.reset() }
        try checked(sql, statement.bind(values))
        var (found, count) = ([SQLValue](), 0)
        var code = statement.step()
        while code == SQLITE_ROW {
            statement.read(into: &found)
            count += 1
            code = statement.step()
        }
        try checked(sql, code == SQLITE_DONE ? SQLITE_OK : code)
        return Rows(columns: statement.columns, values: found, count: count)
    }

    func runMany(_ sql: Statement, _ rows: [[SQLValue]]) throws(PortError) -> Int {
        let statement = try statement(sql)
        var changed = 0
        for values in rows { changed += try run(statement, sql, values) }
        return changed
    }

    /// Nobody else writes at the same time.
    func rowsToTake(_ sql: Statement, _ values: [SQLValue]) throws(PortError) -> Rows { try rows(sql, values) }

    func execute(_ script: Script) throws(PortError) {
        prepared = [:]
        let code = sqlite3_exec(handle, script.text, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(script.text) }
    }

    /// There is one writer.
    var needsLocks: Bool { false }
    func lock(_ locks: [Lock]) {}
    func lockIfFree(_ locks: [Lock]) -> [Lock] { locks }

    /// They are told after the commit.
    func send(_ signals: [Transaction.Sent]) {}

    private var handle: OpaquePointer? { connection.sqliteConnection }

    private func statement(_ sql: Statement) throws(PortError) -> PreparedStatement {
        if let known = prepared[sql] { return known }
        do {
            let made = try PreparedStatement(sql, connection.makeStatement(sql: sql.text))
            prepared[sql] = made
            return made
        } catch let error as GRDBError {
            throw PortError(error)
        } catch let error as PortError {
            throw error
        } catch {
            throw .other(code: "prepare", words: "\(error)")
        }
    }

    private func checked(_ sql: Statement, _ code: Int32) throws(PortError) {
        guard code == SQLITE_OK else { throw failure(sql.text) }
    }

    private func failure(_ text: String) -> PortError {
        let words = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? ""
        return PortError(sqlite: sqlite3_extended_errcode(handle), words, in: text)
    }
}
