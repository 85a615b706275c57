import Database
import GRDB

@testable import HubStore

/// Changes a hub's file as somebody with another program may, who keeps to no rule of the hub's connections.
func tamper(with path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
}

/// Without the triggers that guard history.
func dropGuards(of path: String) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.write { db in
        for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            try db.execute(sql: "DROP TRIGGER \(name)")
        }
    }
}

extension HubDatabase {
    /// Runs one statement and keeps nothing of it.
    ///
    /// - Throws: what the tables themselves refuse.
    func attempt(_ statement: String) async throws {
        do {
            try await engine.write { tx in
                try tx.execute(Script(statement))
                throw Undone()
            }
        } catch is Undone {}
    }
}

private struct Undone: Error {}
