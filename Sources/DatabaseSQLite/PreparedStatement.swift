internal import Database
internal import GRDB
internal import GRDBSQLite

/// A statement of one connection, and where its values go.
final class PreparedStatement {
    let columns: Columns
    /// Kept, so that the pointer stays valid.
    private let statement: GRDBStatement
    private let pointer: OpaquePointer
    /// For each of SQLite's parameters, in its order, the number of `$n` less one.
    private let places: [Int]
    private let valueCount: Int

    init(_ sql: Statement, _ statement: GRDBStatement) throws(PortError) {
        self.statement = statement
        let pointer = statement.sqliteStatement
        self.pointer = pointer
        let names = (0..<sqlite3_column_count(pointer)).map { index in
            sqlite3_column_name(pointer, index).map { String(cString: $0) } ?? ""
        }
        columns = Columns(names, of: sql)
        places = try Self.places(pointer, sql)
        valueCount = (places.max() ?? -1) + 1
    }

    private static func places(_ pointer: OpaquePointer, _ sql: Statement) throws(PortError) -> [Int] {
        var places: [Int] = []
        for index in 0..<sqlite3_bind_parameter_count(pointer) {
            let name = sqlite3_bind_parameter_name(pointer, index + 1).map { String(cString: $0) } ?? "?"
            guard name.hasPrefix("$"), let number = Int(name.dropFirst()), number > 0 else {
                throw .other(code: "placeholder", words: "\(name) is no placeholder; write $1, $2: \(sql)")
            }
            places.append(number - 1)
        }
        return places
    }

    /// - Returns: SQLite's code.
    func bind(_ values: [SQLValue]) throws(PortError) -> Int32 {
        guard values.count == valueCount else {
            throw .other(code: "values", words: "\(values.count) values for \(valueCount): \(columns.statement)")
        }
        for (index, place) in places.enumerated() {
            let code = bind(values[place], at: Int32(index + 1))
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .integer(let value): return sqlite3_bind_int64(pointer, index, value)
        case .real(let value): return sqlite3_bind_double(pointer, index, value)
        case .text(var text):
            // With the length, so that a U+0000 does not end it.
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    guard let start = chars.baseAddress else { return sqlite3_bind_text(pointer, index, "", 0, nil) }
                    return sqlite3_bind_text64(
                        pointer, index, start, UInt64(chars.count), Self.copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            // A null pointer would be a null.
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), Self.copied)
            }
        }
    }

    func step() -> Int32 { sqlite3_step(pointer) }

    /// The row that it stands at.
    func read(into values: inout [SQLValue]) {
        for index in 0..<Int32(columns.names.count) { values.append(value(index)) }
    }

    private func value(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(pointer, index)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))
            // SQLite does not look whether a text is one; then it is bytes, and whoever wants a text finds damage.
            return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .blob(Array(bytes))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(pointer, index)
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index)))))
        default: return .null
        }
    }

    /// Its code says again what the last step said.
    func reset() { sqlite3_reset(pointer) }

    /// `SQLITE_TRANSIENT`, a macro that Swift does not see: SQLite copies the value before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
