internal import GRDB
internal import Glibc

/// Opens the SQLite file so that a commit survives a power cut, and makes sure of it.
enum StoreConnection {
    /// GRDB sets `synchronous=NORMAL` by itself whenever *it* is asked for WAL, after `prepareDatabase` ran; so
    /// it is never asked, and the pragmas are ours. `cell_size_check` finds damaged pages when they are read.
    static let pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA cell_size_check = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA journal_size_limit = 16777216;
        """

    /// - Parameter pragmas: others than ours only in the test that sabotages durability.
    /// - Throws: `StoreError.notDurable` when SQLite stays below FULL; else what SQLite says.
    static func open(_ path: String, maximumBytes: Int64, pragmas: String = pragmas) throws -> DatabaseQueue {
        try createOwnerOnly(path)
        var configuration = Configuration()
        configuration.label = "kiosk-store"
        configuration.prepareDatabase { database in
            // A long write-ahead log may have to be replayed. The timeout of one second is for tools that look into the
            // file.
            try database.execute(sql: "PRAGMA busy_timeout = 1000")
            try database.execute(sql: pragmas)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { database in
            try requireDurable(database)
            try Schema.migrate(database)
            try limit(database, to: maximumBytes)
        }
        return queue
    }

    /// Reads the pragmas back: 2 is FULL, 3 is EXTRA (SQLite, pragma.html#pragma_synchronous).
    private static func requireDurable(_ database: Database) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard mode == "wal", synchronous >= 2 else { throw StoreError.notDurable(synchronous: synchronous) }
    }

    private static func limit(_ database: Database, to bytes: Int64) throws {
        let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
        _ = try Int64.fetchOne(database, sql: "PRAGMA max_page_count = \(max(1, bytes / pageSize))")
    }

    /// The file holds members' names; SQLite gives its side files the same mode.
    private static func createOwnerOnly(_ path: String) throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            let reason = String(cString: strerror(code))
            // These errors are not the file's fault, so the file must not be quarantined.
            if [EMFILE, ENFILE, ENOMEM, ENOSPC].contains(code) { throw StoreError.failed(code: -1, message: reason) }
            throw StoreError.unwritable(path: path, reason: reason)
        }
        close(descriptor)
    }
}
