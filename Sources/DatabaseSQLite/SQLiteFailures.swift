internal import Database
internal import GRDB
internal import GRDBSQLite

extension PortError {
    init(_ error: GRDBError) {
        self.init(sqlite: error.extendedResultCode.rawValue, error.message ?? "", in: error.sql ?? "")
    }

    /// - Parameters:
    ///   - code: the extended one.
    ///   - text: of the statement.
    init(sqlite code: Int32, _ words: String, in text: String) {
        switch code & 0xff {
        case SQLITE_CONSTRAINT: self = Self.broken(code, words)
        case SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE: self = .refused(.type(words))
        case SQLITE_FULL: self = .full(words)
        case SQLITE_BUSY where code == SQLITE_BUSY | 2 << 8: self = .conflict(words)  // SQLITE_BUSY_SNAPSHOT
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(words)
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOMEM, SQLITE_PERM: self = .unavailable(words)
        case SQLITE_CORRUPT: self = .corrupt(words)
        case SQLITE_NOTADB: self = .noDatabase(words)
        case SQLITE_INTERRUPT: self = .interrupted
        default: self = .other(code: "SQLite \(code)", words: "\(words): \(text)")
        }
    }

    /// SQLite names what was broken in its words only: "UNIQUE constraint failed: slot.staff, slot.from_ms".
    private static func broken(_ code: Int32, _ words: String) -> PortError {
        let what = words.firstRange(of: "failed: ").map { String(words[$0.upperBound...]) } ?? words
        switch code >> 8 {
        case 6, 8, 10: return taken(what)  // PRIMARYKEY, UNIQUE, ROWID
        case 1: return .refused(.check(what))
        case 5: return .refused(.notNull(what))
        case 3: return .refused(.foreignKey)
        case 7 where words.hasPrefix(takenByTrigger):
            return taken(String(words.dropFirst(takenByTrigger.count)))
        case 7: return .refused(.trigger(words))
        default: return .refused(.type(words))
        }
    }

    /// A trigger that guards a key across rows, where PostgreSQL has an exclusion constraint, says so by
    /// `RAISE(ABORT, 'taken: booking.no_double_booking')`.
    private static let takenByTrigger = "taken: "

    /// - Parameter columns: each with its table.
    private static func taken(_ columns: String) -> PortError {
        let table = columns.prefix { $0 != "." }
        return .taken(table: String(table), key: columns.replacing("\(table).", with: ""))
    }
}
