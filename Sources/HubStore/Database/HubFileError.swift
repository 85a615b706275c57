internal import Glibc

/// Why a file or a server's schema is not opened as a hub's. Nothing was made or changed.
package enum HubFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case absent(path: String)
    /// The server is there, and no hub's tables are on it.
    case noHub(server: String)
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
    /// There is a file already, which is not overwritten.
    case taken(path: String)
    /// Its hub has moved.
    case gone(path: String, to: String)
    /// A server that a hub is moving to.
    case arriving(server: String, from: String)
    /// A server whose hub went back to its file.
    case givenUp(server: String, backTo: String)
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
        case .noHub(let server):
            """
            \(server): there are no tables of a hub. `hubd seed` makes a new hub, `hubd migrate-to` brings one here \
            from its file. Nothing was made.
            """
        case .empty(let path):
            """
            \(path): the file is empty, so what was in it is gone. Bring it back from a backup with `hubd restore`. \
            Nothing was changed.
            """
        case .kioskFile(let path):
            "\(path): this is the file of a kiosk (kioskd), not of a hub. Check the path. Nothing was changed."
        case .foreign(let path, let reason):
            "\(path): this is no database of a hub: \(reason). Check where it is. Nothing was changed."
        case .newer(let path):
            """
            \(path): a newer hubd has written this database, and this one does not know all of it. Install that \
            version again. Nothing was changed.
            """
        case .older(let path):
            """
            \(path): an older hubd has written this database. Start `hubd serve` once, which brings it up to date. \
            Nothing was changed.
            """
        case .inUse(let path):
            "\(path): a hubd has this file for itself (see \(path).lock). Stop it first. Nothing was changed."
        case .turnedBack(let path):
            """
            \(path): this is an older copy than the file that was served here last. If it came back from a backup, run \
            `hubd restored` on it, or kiosks will miss what changed. Nothing was changed.
            """
        case .gone, .arriving, .givenUp: elsewhere
        case .taken(let path): "\(path): there is a file already. Give another path; nothing was overwritten."
        case .damaged(let path, let reason):
            """
            \(path): the file is damaged: \(reason). Keep it, and bring the last backup back with `hubd restore`; \
            kiosks send again what they have. Nothing was changed.
            """
        case .notNow(let path, let reason), .unusable(let path, let reason): "\(path): \(reason). Nothing was changed."
        }
    }

    /// Where the hub is not where it is looked for.
    private var elsewhere: String {
        switch self {
        case .gone(let path, let server):
            """
            \(path): the hub of this file has moved to \(server). Name that server. As long as nobody has served from \
            it since, `hubd migrate-to --undo` brings the hub back here. Nothing was changed.
            """
        case .arriving(let server, let path):
            """
            \(server): a hub is moving here from \(path), and the move has not ended. Run `hubd migrate-to` again, or \
            `hubd migrate-to --undo`. Nothing was changed.
            """
        case .givenUp(let server, let path):
            """
            \(server): the hub that came here went back to \(path). Serve from that, or run `hubd migrate-to` again. \
            Nothing was changed.
            """
        default: ""
        }
    }
}
