import DatabaseSQLite

@testable import HubStore

/// Makes, or brings up to, a hub's file of an earlier schema.
///
/// - Parameter step: the last step that is taken; `nil` for all.
@discardableResult
func makeOldFile(_ path: String, through step: String?) throws -> SQLiteDatabase {
    let database = try SQLiteDatabase(SQLiteOptions(path: path))
    try Migrator.migrate(database, through: step)
    return database
}
