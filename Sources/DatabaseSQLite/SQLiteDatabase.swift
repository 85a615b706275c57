package import Database
internal import GRDB
internal import Synchronization

/// A file as a database: one writer, many readers, nothing to set up.
///
///     let database = try SQLiteDatabase(SQLiteOptions(path: "hub.sqlite"))
///     try await database.write { tx in try tx.run("UPDATE hub SET version = version + 1") }
///
/// It keeps a write-ahead log with `synchronous=FULL`: what was committed survives a power cut.
package final class SQLiteDatabase: DatabaseEngine {
    let writer: any DatabaseWriter
    private let switchboard = Switchboard()
    private let caches = Caches()
    /// By connection. GRDB keeps its connections as long as the pool, and here they are kept with their statements.
    private let sessions = Mutex<[ObjectIdentifier: SQLiteSession]>([:])
    private let isClosed = Mutex(false)

    /// - Throws: `DatabaseError`.
    package init(_ options: SQLiteOptions) throws {
        let configuration = Self.configuration(options)
        do {
            guard !options.isReadOnly else {
                writer = try DatabaseQueue(path: options.path, configuration: configuration)
                return
            }
            writer = try DatabasePool(path: options.path, configuration: configuration)
            // GRDB's pool sets NORMAL by itself when it opens; with that a power cut can take what was committed.
            try writer.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
            }
        } catch { throw Self.named(error) }
        let level = try synchronous()
        guard level >= 2 else {
            throw DatabaseError.unfit(
                """
                SQLite says synchronous=\(level) of \(options.path): commits would not survive a power cut, so \
                nothing is served from it. Put it on a disk of this machine.
                """)
        }
    }

    private static func configuration(_ options: SQLiteOptions) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = options.readerCount
        configuration.busyMode = .timeout(options.busySeconds)
        configuration.readonly = options.isReadOnly
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA cache_size = -\(options.cacheKiB); PRAGMA cell_size_check = ON")
            if !options.mayCheckpoint { try connection.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
            if let pages = options.maximumPages { try connection.execute(sql: "PRAGMA max_page_count = \(pages)") }
        }
        return configuration
    }

    package func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await writer.read { [self] connection in try body(Transaction(session(connection), caches)) }
        } catch { throw Self.named(error) }
    }

    @discardableResult
    package func write<Answer: Sendable>(
        locking locks: [Lock], _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        do {
            let (answer, signals) = try await writer.write { [self] connection in
                try work(connection, locking: locks, body)
            }
            tell(signals)
            return answer
        } catch { throw Self.named(error) }
    }

    /// For who cannot wait asynchronously, as an initialiser. Never from inside a transaction.
    package func readBlocking<Answer>(_ body: (Transaction) throws -> Answer) throws -> Answer {
        do { return try writer.read { connection in try body(Transaction(session(connection), caches)) } } catch {
            throw Self.named(error)
        }
    }

    /// For who cannot wait asynchronously, as an initialiser. Never from inside a transaction.
    @discardableResult
    package func writeBlocking<Answer>(_ body: (Transaction) throws -> Answer) throws -> Answer {
        do {
            let (answer, signals) = try writer.write { connection in try work(connection, locking: [], body) }
            tell(signals)
            return answer
        } catch { throw Self.named(error) }
    }

    package func signals(_ channel: SignalChannel) -> AsyncStream<Signal> {
        let (stream, number) = switchboard.listen(channel)
        switchboard.tell(.look, listener: number)
        return stream
    }

    /// Closing it again does nothing.
    package func close() throws {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        switchboard.close()
        // A connection with a prepared statement cannot be closed.
        try writer.barrierWriteWithoutTransaction { _ in sessions.withLock { $0 = [:] } }
        do { try writer.close() } catch { throw Self.named(error) }
    }

    private func work<Answer>(
        _ connection: Connection, locking locks: [Lock], _ body: (Transaction) throws -> Answer
    ) throws -> (Answer, [Transaction.Sent]) {
        let transaction = Transaction(session(connection), caches)
        try transaction.lock(locks)
        let answer = try body(transaction)
        return (answer, try transaction.finish())
    }

    private func tell(_ signals: [Transaction.Sent]) {
        for signal in signals { switchboard.tell(.said(signal.payload), on: signal.channel) }
    }

    private func session(_ connection: Connection) -> SQLiteSession {
        sessions.withLock { sessions in
            if let session = sessions[ObjectIdentifier(connection)] { return session }
            let session = SQLiteSession(connection)
            sessions[ObjectIdentifier(connection)] = session
            return session
        }
    }

    /// Errors that GRDB has of opening, beginning and committing.
    static func named(_ error: any Error) -> any Error {
        (error as? GRDBError).map { PortError($0) } ?? error
    }
}
