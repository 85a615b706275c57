internal import Database

/// One transaction of a connection.
final class PostgresSession: DatabaseSession {
    private let connection: PostgresConnection
    private let channels: PostgresChannels
    let needsLocks: Bool

    /// So many executions are under way before their answers are read: few enough that neither side can fill the
    /// other's buffers and wait for ever.
    private static let pipelined = 256

    init(_ connection: PostgresConnection, _ channels: PostgresChannels, isReading: Bool) {
        self.connection = connection
        self.channels = channels
        needsLocks = !isReading
    }

    func run(_ sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Int {
        try answer(sql.text, of: sql, values).1.changedRows
    }

    func rows(_ sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Rows { try rows(sql.text, of: sql, values) }

    func rowsToTake(_ sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Rows {
        try rows("\(sql.text) FOR UPDATE SKIP LOCKED", of: sql, values)
    }

    func runMany(_ sql: SQL, _ rows: [[SQLValue]]) throws(DatabaseError) -> Int {
        let single = try connection.statement(sql.text, of: sql)
        for values in rows { try require(values, single) }
        guard let batch = BatchInsert(sql.text, single.types) else {
            return try inParts(of: Self.pipelined, rows) { part throws(DatabaseError) in
                try connection.executeAll(single, part)
            }
        }
        let statement = try connection.statement(batch.text, of: sql)
        return try inParts(of: BatchInsert.rowsAtOnce, rows) { part throws(DatabaseError) in
            var parameters = Parameters()
            for (column, type) in single.types.enumerated() {
                try parameters.append(column: column, of: part, as: type)
            }
            return try connection.execute(statement, parameters).changedRows
        }
    }

    func execute(_ script: Script) throws(DatabaseError) { try connection.command(script.text) }

    func lock(_ locks: [Lock]) throws(DatabaseError) {
        // In the order of the array, for a function that gives rows is not sorted by anybody.
        let sql: SQL = """
            SELECT CASE shared WHEN 1 THEN pg_advisory_xact_lock_shared(key) ELSE pg_advisory_xact_lock(key) END
            FROM unnest($1::bigint[], $2::bigint[]) AS lock (key, shared)
            """
        let rows: [[SQLValue]] = locks.map { [.integer(key(of: $0)), .integer($0.isShared ? 1 : 0)] }
        let statement = try connection.statement(sql.text, of: sql)
        var parameters = Parameters()
        for column in 0..<2 { try parameters.append(column: column, of: rows[...], as: TypeID.int8) }
        _ = try connection.execute(statement, parameters)
    }

    func lockIfFree(_ locks: [Lock]) throws(DatabaseError) -> [Lock] {
        let sql: SQL = """
            SELECT CAST(place AS bigint) AS place FROM unnest($1::bigint[]) WITH ORDINALITY AS lock (key, place)
            WHERE pg_try_advisory_xact_lock(key)
            """
        let statement = try connection.statement(sql.text, of: sql)
        var parameters = Parameters()
        try parameters.append(column: 0, of: locks.map { [.integer(key(of: $0))] }[...], as: TypeID.int8)
        let answer = try connection.execute(statement, parameters)
        let places: [Int64] = try answer.rows(statement.columns, statement.columnTypes).firstColumn()
        return places.map { locks[Int($0) - 1] }
    }

    private func key(of lock: Lock) -> Int64 { lock.key(in: channels.schema) }

    func send(_ signals: [Transaction.Sent]) throws(DatabaseError) {
        let sql: SQL = "SELECT pg_notify($1, $2)"
        let rows = signals.map { [SQLValue.text(channels.name(of: $0.channel)), .text($0.payload)] }
        _ = try runMany(sql, rows)
    }

    private func rows(_ text: String, of sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Rows {
        let (statement, answer) = try answer(text, of: sql, values)
        return try answer.rows(statement.columns, statement.columnTypes)
    }

    private func answer(
        _ text: String, of sql: SQL, _ values: [SQLValue]
    ) throws(DatabaseError) -> (PostgresConnection.Prepared, PostgresResult) {
        let statement = try connection.statement(text, of: sql)
        try require(values, statement)
        return (statement, try connection.execute(statement, Parameters(values, as: statement.types)))
    }

    private func require(_ values: [SQLValue], _ statement: PostgresConnection.Prepared) throws(DatabaseError) {
        guard values.count != statement.types.count else { return }
        let words = "\(values.count) values for \(statement.types.count): \(statement.columns.statement)"
        throw .other(code: "values", words: words)
    }

    private func inParts(
        of size: Int, _ rows: [[SQLValue]], _ work: (ArraySlice<[SQLValue]>) throws(DatabaseError) -> Int
    ) throws(DatabaseError) -> Int {
        var changed = 0
        for start in stride(from: 0, to: rows.count, by: size) {
            changed += try work(rows[start..<min(start + size, rows.count)])
        }
        return changed
    }
}

/// Names of channels: those of two schemas of one database are not mixed up.
struct PostgresChannels: Sendable {
    let schema: String

    func name(of channel: SignalChannel) -> String { "\(schema).\(channel.name)" }
}
