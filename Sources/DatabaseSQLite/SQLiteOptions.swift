/// How a file is opened.
package struct SQLiteOptions: Sendable {
    package var path: String
    /// How many reads can run beside one another.
    package var readerCount = 4
    /// Seconds to wait for another process that has the file locked.
    package var busySeconds = 5.0
    /// Of each connection.
    package var cacheKiB = 16_000
    /// Whether this process writes the log back into the file. At most one process may: SQLite before 3.51.3 can damage
    /// a file when two connections do so at once (sqlite.org/wal.html, "The WAL-Reset Bug").
    package var mayCheckpoint = true
    /// Any file is looked at and nothing is changed, not even its journal mode.
    package var isReadOnly = false
    /// The file grows no further; `nil` for no bound but the disk's.
    package var maximumPages: Int?

    package init(path: String) { self.path = path }
}
