internal import Glibc

/// A file beside the database which says that SQLite found the database damaged while it was in use, so that the next
/// start quarantines it without looking. It outlives the process.
enum DamageMarker {
    static func set(besides path: String) {
        let descriptor = open(name(path), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    static func clear(besides path: String) { unlink(name(path)) }

    /// - Throws: `StoreError.damaged` when the mark is there, or the file is there and empty: SQLite would take
    ///   an emptied file for a new one.
    static func requireNone(besides path: String) throws(StoreError) {
        if access(name(path), F_OK) == 0 { throw .damaged(reason: "found damaged while in use") }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 {
            throw .damaged(reason: "the file is empty")
        }
    }

    private static func name(_ path: String) -> String { path + ".suspect" }
}
