package import Database

/// A PostgreSQL server as a database, for several hubs at once.
///
///     let options = PostgresOptions(url: "postgres://hub@/peony?host=/run/postgresql")
///     let database = try await PostgresDatabase.open(options)
///     try await database.write(locking: [Lock(.member, id)]) { tx in
///         try tx.run("UPDATE purse SET points = points + $2 WHERE member = $1", [id, 10])
///     }
///
/// A write sees what was committed before each of its statements (READ COMMITTED): what it reads stays as it is only
/// under a lock. A read sees one moment (REPEATABLE READ).
package final class PostgresDatabase: DatabaseEngine {
    private let pool: ConnectionPool
    private let channels: PostgresChannels
    private let switchboard = Switchboard()
    private let caches = Caches()
    private let listener: PostgresListener
    private let retries: Retries

    /// Looks at the server first.
    ///
    /// - Throws: `unfit` when it is not one to serve from, with what to do about it; `lost` when it is not reached.
    package static func open(
        _ options: PostgresOptions, retries: Retries = .withJitter
    ) async throws -> PostgresDatabase {
        let database = try PostgresDatabase(options, retries)
        let problems = try await database.problemsAtFirst(options)
        guard problems.isEmpty else {
            try await database.close()
            throw DatabaseError.unfit(problems.joined(separator: "\n"))
        }
        return database
    }

    /// A login that is refused does not pass by itself, except for want of connections.
    private func problemsAtFirst(_ options: PostgresOptions) async throws -> [String] {
        do { return try await problems(options) } catch DatabaseError.lost(let words) {
            let isFull = words.contains("too many") || words.contains("connection slots")
            guard !isFull, PostgresConnection.isRefused(options) else { throw DatabaseError.lost(words) }
            return [
                "The server does not let this login in: \(words). Look at user, password and database in its address."
            ]
        }
    }

    private init(_ options: PostgresOptions, _ retries: Retries) throws(DatabaseError) {
        pool = ConnectionPool(options)
        channels = PostgresChannels(schema: options.schema)
        listener = try PostgresListener(options, switchboard)
        self.retries = retries
    }

    package func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        try await retries.run {
            try await inTransaction(.read, locking: [], body)
        }
    }

    @discardableResult
    package func write<Answer: Sendable>(
        locking locks: [Lock], _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        var wanted = locks
        for _ in 0..<Self.lockTries {
            do {
                return try await retries.run { [wanted] in try await inTransaction(.write, locking: wanted, body) }
            } catch DatabaseError.lockMissed(let missed) { wanted = Array(missed) }
        }
        throw DatabaseError.conflict("each time other locks were needed")
    }

    /// A body that finds out what it needs learns of at least one more lock each time.
    private static let lockTries = 64

    package func signals(_ channel: SignalChannel) -> AsyncStream<Signal> {
        let (stream, number) = switchboard.listen(channel)
        listener.listen(channel, for: number)
        return stream
    }

    package func objects() async throws -> Set<String> {
        try await read { tx in
            Set(
                try tx.rows(
                    """
                    SELECT relname FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace)
                    UNION SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
                    WHERE relnamespace = CAST(current_schema() AS regnamespace)
                    """
                ).firstColumn() as [String])
        }
    }

    package func close() async throws {
        switchboard.close()
        await listener.close()
        await pool.close()
    }

    /// Runs one transaction. If a connection of the pool turns out to be dead before it begins, it is tried on the
    /// next.
    private func inTransaction<Answer: Sendable>(
        _ kind: TransactionKind, locking locks: [Lock], _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        while true {
            let (connection, isNew) = try await pool.take()
            do {
                let answer = try await connection.perform { [channels, caches] connection in
                    let session = PostgresSession(connection, channels, isReading: kind == .read)
                    return try connection.transact(kind, Transaction(session, caches)) { transaction in
                        try transaction.lock(locks)
                        return try body(transaction)
                    }
                }
                pool.give(connection)
                return answer
            } catch {
                pool.give(connection)
                guard let notBegun = error as? NotBegun else { throw error }
                if isNew { throw notBegun.cause }
            }
        }
    }
}

/// How a transaction begins.
private enum TransactionKind: String {
    case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    case write = "BEGIN ISOLATION LEVEL READ COMMITTED"
}

/// The connection was gone before the transaction.
private struct NotBegun: Error {
    var cause: DatabaseError
}

extension PostgresConnection {
    fileprivate func transact<Answer>(
        _ kind: TransactionKind, _ transaction: Transaction, _ body: (Transaction) throws -> Answer
    ) throws -> Answer {
        do { try command(kind.rawValue) } catch { throw NotBegun(cause: error) }
        do {
            let answer = try body(transaction)
            _ = try transaction.finish()
            try commit()
            return answer
        } catch DatabaseError.outcomeUnknown(let words) where kind == .read {
            // There was nothing to keep.
            throw DatabaseError.lost(words)
        } catch {
            rollBack()
            throw error
        }
    }
}

extension Retries {
    package static let withJitter = Retries(
        fraction: { .random(in: 0..<1) }, pause: { wait in try await Task.sleep(for: wait) })
}
