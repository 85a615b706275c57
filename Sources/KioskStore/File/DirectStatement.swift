internal import FoundationEssentials
internal import GRDB
internal import GRDBSQLite

/// A cached statement whose parameters are handed to SQLite one after another, in the order of its `?`.
///
/// GRDB's arguments are an array of boxed values that is checked and walked at every execution: for the small rows of
/// an append that takes longer than SQLite takes to write them. For statements that return no rows; not for those that
/// end a transaction, which GRDB must see.
struct DirectStatement {
    /// Kept, so that the pointer stays valid.
    private let statement: Statement
    private let database: Database
    private var bound: Int32 = 0
    private var code = SQLITE_OK

    init(_ sql: String, _ database: Database) throws {
        statement = try database.cachedStatement(sql: sql)
        self.database = database
    }

    mutating func bind(_ value: Int64) { note(sqlite3_bind_int64(pointer, next(), value)) }

    mutating func bind(_ value: String?) {
        guard let value else { return bindNull() }
        note(sqlite3_bind_text(pointer, next(), value, Int32(clamping: value.utf8.count), Self.copied))
    }

    mutating func bind(_ value: UUID?) {
        guard let value else { return bindNull() }
        withUnsafeBytes(of: value.uuid) { bind($0) }
    }

    mutating func bind(_ value: [UInt8]) { value.withUnsafeBytes { bind($0) } }

    /// Executes it to its end.
    ///
    /// - Throws: `DatabaseError` with what SQLite said, also of a parameter.
    func run() throws {
        if code == SQLITE_OK, bound != sqlite3_bind_parameter_count(pointer) { throw failure(SQLITE_RANGE) }
        guard code == SQLITE_OK else { throw failure(code) }
        let result = sqlite3_step(pointer)
        guard result == SQLITE_DONE else {
            let failure = failure(result)
            sqlite3_reset(pointer)
            throw failure
        }
        // Without it the statement would take no parameters next time. After DONE it has nothing to report.
        sqlite3_reset(pointer)
    }

    private var pointer: OpaquePointer { statement.sqliteStatement }

    private mutating func bindNull() { note(sqlite3_bind_null(pointer, next())) }

    private mutating func bind(_ bytes: UnsafeRawBufferPointer) {
        note(sqlite3_bind_blob(pointer, next(), bytes.baseAddress, Int32(clamping: bytes.count), Self.copied))
    }

    private mutating func next() -> Int32 {
        bound += 1
        return bound
    }

    private mutating func note(_ result: Int32) { if code == SQLITE_OK { code = result } }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage, sql: statement.sql)
    }

    /// `SQLITE_TRANSIENT`, a macro that Swift does not see: SQLite copies the value before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
