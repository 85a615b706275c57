internal import FoundationEssentials
internal import GRDB
internal import Glibc

/// Why a file is not opened as a hub's. Nothing was made or changed.
package enum HubFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case absent(path: String)
    /// It is there and has nothing in it.
    case empty(path: String)
    case kioskFile(path: String)
    case foreign(path: String, reason: String)
    /// A newer program has written it.
    case newer(path: String)
    /// The hub has not brought it up to date yet, and nobody else does.
    case older(path: String)
    /// Another program has it for itself.
    case inUse(path: String)
    /// An older copy lies where the file was that served last.
    case turnedBack(path: String)
    /// It would have to be overwritten.
    case taken(path: String)
    case damaged(path: String, reason: String)
    /// The disk is full, read-only or busy.
    case notNow(path: String, reason: String)
    case unusable(path: String, reason: String)

    /// What the system said when a file was to be opened.
    init(_ code: Int32, path: String) {
        let reason = String(cString: strerror(code))
        let passes = [EROFS, ENOSPC, EIO, EMFILE, ENFILE, ENOMEM].contains(code)
        self = passes ? .notNow(path: path, reason: reason) : .unusable(path: path, reason: reason)
    }

    /// Whether it may pass by itself, so that another try is right.
    package var passes: Bool {
        switch self {
        case .inUse, .notNow: true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .absent(let path):
            """
            \(path): there is no file. Check the path; `hubd seed` makes a new hub, `hubd restore` brings one back \
            from a backup. Nothing was made.
            """
        case .empty(let path):
            """
            \(path): the file is empty, so what was in it is gone. Bring it back from a backup with `hubd restore`. \
            Nothing was changed.
            """
        case .kioskFile(let path):
            "\(path): this is the file of a kiosk (kioskd), not of a hub. Check the path. Nothing was changed."
        case .foreign(let path, let reason):
            "\(path): this is no file of a hub: \(reason). Check the path. Nothing was changed."
        case .newer(let path):
            """
            \(path): a newer hubd has written this file, and this one does not know all of it. Install that version \
            again. Nothing was changed.
            """
        case .older(let path):
            """
            \(path): an older hubd has written this file. Start `hubd serve` once, which brings it up to date. Nothing \
            was changed.
            """
        case .inUse(let path):
            "\(path): a hubd has this file for itself (see \(path).lock). Stop it first. Nothing was changed."
        case .turnedBack(let path):
            """
            \(path): this is an older copy than the file that was served here last. If it came back from a backup, run \
            `hubd restored` on it, or kiosks will miss what changed. Nothing was changed.
            """
        case .taken(let path): "\(path): there is a file already. Give another path; nothing was overwritten."
        case .damaged(let path, let reason):
            """
            \(path): the file is damaged: \(reason). Keep it, and bring the last backup back with `hubd restore`; \
            kiosks send again what they have. Nothing was changed.
            """
        case .notNow(let path, let reason), .unusable(let path, let reason): "\(path): \(reason). Nothing was changed."
        }
    }
}

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

    /// - Parameter mustBeCurrent: also refuse what an older program has written.
    /// - Throws: what else it is than a hub's file that this program knows.
    func requireHub(mustBeCurrent: Bool) throws(HubFileError) {
        guard try isThere() else {
            throw access(path, F_OK) == 0 ? .empty(path: path) : .absent(path: path)
        }
        let found: Found
        do { found = try look() } catch {
            let reason = (error as? DatabaseError)?.message ?? "\(error)"
            let isForeign = (error as? DatabaseError)?.resultCode == .SQLITE_NOTADB
            if isForeign { throw .foreign(path: path, reason: reason) }
            throw HubDatabase.mayPass(error)
                ? .notNow(path: path, reason: reason) : .unusable(path: path, reason: reason)
        }
        switch found {
        case .nothing: throw .foreign(path: path, reason: "there are no tables in it")
        case .kiosk: throw .kioskFile(path: path)
        case .other: throw .foreign(path: path, reason: "its tables are not those of a hub")
        case .hub(let isNewer, _) where isNewer: throw .newer(path: path)
        case .hub(_, let isCurrent) where mustBeCurrent && !isCurrent: throw .older(path: path)
        case .hub: return
        }
    }

    private enum Found {
        case nothing, kiosk, other
        case hub(isNewer: Bool, isCurrent: Bool)
    }

    private func look() throws -> Found {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(HubStoreLimits.lockPatienceSeconds)
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            let tables = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"))
            if tables.isEmpty { return .nothing }
            if tables.isSuperset(of: ["outbox", "epoch", "snapshot"]) { return .kiosk }
            guard tables.isSuperset(of: ["grdb_migrations", "hub", "store_epoch", "ledger"]) else { return .other }
            let migrator = HubDatabase.migrator
            return .hub(
                isNewer: try migrator.hasBeenSuperseded(db), isCurrent: try migrator.hasCompletedMigrations(db))
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
