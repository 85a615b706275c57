import GRDB

extension DatabaseQueue {
    /// A file of SQLite that plain clients write to, as durable as ours: its log is flushed at every commit.
    static func bare(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
