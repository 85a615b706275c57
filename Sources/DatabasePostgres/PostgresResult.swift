internal import CPQ
internal import Database

/// An answer of the server, in libpq's memory.
final class PostgresResult {
    private let pointer: OpaquePointer

    /// - Returns: `nil` when libpq has none: it had no memory or no connection.
    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    var isRight: Bool { [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY].contains(status) }

    var command: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// Libpq counts rows that are only read too.
    var changedRows: Int {
        command.hasPrefix("SELECT") ? 0 : PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func field(_ code: Int32) -> String? { PQresultErrorField(pointer, code).map { String(cString: $0) } }

    var parameterTypes: [Oid] { (0..<PQnparams(pointer)).map { PQparamtype(pointer, $0) } }

    var columnTypes: [Oid] { (0..<PQnfields(pointer)).map { PQftype(pointer, $0) } }

    var columnNames: [String] {
        (0..<PQnfields(pointer)).map { column in PQfname(pointer, column).map { String(cString: $0) } ?? "" }
    }

    /// - Parameter columns: of the prepared statement.
    func rows(_ columns: Columns, _ types: [Oid]) throws(DatabaseError) -> Rows {
        let count = PQntuples(pointer)
        var values: [SQLValue] = []
        values.reserveCapacity(Int(count) * types.count)
        for row in 0..<count {
            for column in types.indices {
                values.append(try value(row, Int32(column), types[column], columns))
            }
        }
        return Rows(columns: columns, values: values, count: Int(count))
    }

    private func value(
        _ row: Int32, _ column: Int32, _ type: Oid, _ columns: Columns
    ) throws(DatabaseError) -> SQLValue {
        guard PQgetisnull(pointer, row, column) == 0 else { return .null }
        let length = Int(PQgetlength(pointer, row, column))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: length)
        guard let value = Wire.value(bytes, type) else {
            let words = "its value of PostgreSQL's type \(type) is no whole number of 64 bits, or no text"
            throw .damaged(Damage(column: columns.names[Int(column)], statement: columns.statement.text, words: words))
        }
        return value
    }
}
