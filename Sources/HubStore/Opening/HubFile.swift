internal import FoundationEssentials
internal import Database
internal import DatabaseSQLite
internal import Glibc

/// A file that may be a hub's: looked at before anything opens it for writing.
struct HubFile {
    let path: String

    /// - Returns: whether there is something in it.
    func isThere() throws(HubFileError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw HubFileError(errno, path: path) }
            return false
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign(path: path, reason: "it is not a regular file") }
        return status.st_size > 0
    }

    /// - Parameters:
    ///   - mustBeCurrent: also refuse what an older program has written.
    ///   - mayBeGone: take it also when its hub has moved to a server.
    /// - Throws: what else it is than a hub's file that this program knows.
    func requireHub(mustBeCurrent: Bool, mayBeGone: Bool) throws(HubFileError) {
        guard try isThere() else {
            throw access(path, F_OK) == 0 ? .empty(path: path) : .absent(path: path)
        }
        let found: Found
        do { found = try look() } catch {
            if case .noDatabase(let words) = error as? DatabaseError { throw .foreign(path: path, reason: words) }
            let reason = (error as? DatabaseError)?.words ?? "\(error)"
            throw HubDatabase.mayPass(error)
                ? .notNow(path: path, reason: reason) : .unusable(path: path, reason: reason)
        }
        switch found {
        case .nothing: throw .foreign(path: path, reason: "there are no tables in it")
        case .kiosk: throw .kioskFile(path: path)
        case .other: throw .foreign(path: path, reason: "its tables are not those of a hub")
        case .hub(let isNewer, _, _) where isNewer: throw .newer(path: path)
        case .hub(_, _, let server?) where !mayBeGone: throw .gone(path: path, to: server)
        case .hub(_, let isCurrent, _) where mustBeCurrent && !isCurrent: throw .older(path: path)
        case .hub: return
        }
    }

    private enum Found {
        case nothing, kiosk, other
        /// - Parameter goneTo: the server that it has moved to.
        case hub(isNewer: Bool, isCurrent: Bool, goneTo: String?)
    }

    private func look() throws -> Found {
        let database = try SQLiteDatabase.reading(path)
        let tables = Set(try database.tables())
        if tables.isEmpty { return .nothing }
        if tables.isSuperset(of: ["outbox", "epoch", "snapshot"]) { return .kiosk }
        guard Migrator.isHub(tables) else { return .other }
        return try database.readBlocking { tx in
            let mark = tables.contains("hub_move") ? try MoveMark.find(tx) : nil
            return .hub(
                isNewer: try Migrator.isNewer(tx), isCurrent: try Migrator.isCurrent(tx),
                goneTo: mark?.state == .gone ? mark?.otherEnd : nil)
        }
    }

    /// Makes the file if it is missing, and keeps others from reading it: it holds names and telephone numbers. SQLite
    /// gives its side files the same mode.
    ///
    /// A file that is there is not opened: closing it would let go of the POSIX locks that SQLite has on it in this
    /// process (sqlite.org/howtocorrupt.html, section 2.2).
    func createOwnerOnly() throws(HubFileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw HubFileError(errno, path: path)
        }
        for suffix in ["", "-wal", "-shm"] { chmod(path + suffix, 0o600) }
    }
}

extension SQLiteDatabase {
    /// Of a hub's file, or what may be one: nothing of it is changed.
    static func reading(_ path: String) throws -> SQLiteDatabase {
        var options = SQLiteOptions(path: path)
        options.isReadOnly = true
        options.busySeconds = HubStoreLimits.lockPatienceSeconds
        return try SQLiteDatabase(options)
    }
}
