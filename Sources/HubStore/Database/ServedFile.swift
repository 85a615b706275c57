internal import DatabaseSQLite
internal import Synchronization

/// A hub's file that is open, and what goes with it.
final class ServedFile: Sendable {
    let path: String
    let sqlite: SQLiteDatabase
    /// The owner's.
    let lock: HubLock?
    let files: OpenFiles
    /// What was found to be damaged since it was opened.
    let damage = Mutex<String?>(nil)

    init(path: String, _ sqlite: SQLiteDatabase, lock: HubLock?) {
        self.path = path
        self.sqlite = sqlite
        self.lock = lock
        files = OpenFiles(path: path)
    }
}
