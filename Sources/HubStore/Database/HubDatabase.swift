internal import Database
internal import DatabaseSQLite
internal import FoundationEssentials
internal import Synchronization

/// The hub's database: one SQLite file, one writer, many readers.
package final class HubDatabase: Sendable {
    package let path: String
    let engine: any DatabaseEngine
    /// The same, for what only a file has.
    let sqlite: SQLiteDatabase
    let keeper: ClockKeeper
    /// The owner's.
    let lock: HubLock?
    let files: OpenFiles
    /// What was found to be damaged since it was opened.
    let damage = Mutex<String?>(nil)

    /// Of a file that is open already: `init(path:as:clock:)` opens one.
    init(path: String, sqlite: SQLiteDatabase, keeper: ClockKeeper, lock: HubLock?, files: OpenFiles) {
        self.path = path
        engine = sqlite
        self.sqlite = sqlite
        self.keeper = keeper
        self.lock = lock
        self.files = files
    }

    /// What the writer's connection says of itself: 2 is FULL.
    package func synchronous() throws -> Int { try sqlite.synchronous() }

    /// Runs one statement and keeps nothing of it: for tests of what the tables themselves refuse.
    package func attempt(_ statement: String) throws { try sqlite.attempt(Script(statement)) }

    /// Lets go of the file and of the lock.
    package func close() throws {
        try sqlite.close()
        lock?.release()
    }

    static func newEpoch() -> String { UUID().uuidString.lowercased() }
}
