import GRDB

@testable import HubStore

/// Any SQL on a hub's file, past the hub: for looking, and for sabotage.
extension HubDatabase {
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: name, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in try Row.fetchAll(db, sql: sql, arguments: arguments) }
    }

    func sabotage(_ sql: String) throws {
        let queue = try DatabaseQueue(path: name)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
    }
}
