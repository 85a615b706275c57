/// Why a hub was not moved. At most one end can be served from, whatever is said here.
package enum MoveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another hub's tables are there.
    case otherHub(server: String, epoch: String)
    /// This hub is there already, and it was not this file that it came from.
    case alreadyThere(server: String)
    /// There are other tables than a hub's.
    case foreign(server: String, table: String)
    /// The target does not take one of these rows.
    case rows(table: String, from: String, through: String, reason: String)
    /// The copy is not what it was made of.
    case differs([String])
    /// Somebody has written into the file while it was copied.
    case writtenMeanwhile(path: String)
    /// The books of the copy are not right, and those of the file were.
    case contradictions([String])
    /// The hub has been served from the server since it moved.
    case served(server: String)
    /// Somebody has written into the server since the move, beside any hub.
    case written(server: String, tables: [String])
    /// The server does not hold what moved there.
    case notThere(server: String, wanted: String)
    /// Undoing it has begun.
    case isUndone(server: String)

    /// Whether the same command can succeed without anybody doing something first.
    package var passes: Bool { if case .writtenMeanwhile = self { true } else { false } }

    package var description: String {
        switch self {
        case .otherHub(let server, let epoch):
            """
            \(server): another hub is there, of the epoch \(epoch). Name another schema, or drop that one if nobody \
            needs it. Nothing was changed.
            """
        case .alreadyThere(let server):
            """
            \(server): this hub is there already, and it did not come from this file as it is now: this is an older \
            copy, or the hub came from a backup. Serve from the server. Nothing was changed.
            """
        case .foreign(let server, let table):
            """
            \(server): there are other tables than a hub's, as \(table). Make a schema for the hub alone and name it. \
            Nothing was changed.
            """
        case .rows(let table, let from, let through, let reason):
            """
            A row of the table \(table) does not go in, one of those from \(from) through \(through): \(reason). Run \
            `hubd audit` on where it comes from. Nothing was kept of the copy, and nothing is lost.
            """
        case .differs(let tables):
            """
            The copy is not what it was made of (\(tables.joined(separator: "; "))). Nothing of it was kept, and \
            nothing is lost. Run it again; if it says the same, keep both and ask for help.
            """
        case .writtenMeanwhile(let path):
            """
            \(path): somebody wrote into the file while it was copied, as `hubd token` does. The file is served from \
            as before. Run it again.
            """
        case .contradictions(let found):
            """
            The books of the copy are not right, though those of the file are: \(found.joined(separator: "; ")). The \
            file is served from as before. Keep both and ask for help.
            """
        case .served, .written, .notThere, .isUndone: undoing
        }
    }

    private var undoing: String {
        switch self {
        case .served(let server):
            """
            \(server): the hub has been served from here since it moved, so the file is older. To go back to a file, \
            stop all hubs, run `hubd backup` on the server, and `hubd restore` of that. Nothing was changed.
            """
        case .written(let server, let tables):
            """
            \(server): something was written here since the move (\(tables.joined(separator: ", "))), so the file is \
            older. To go back to a file, run `hubd backup` on the server, and `hubd restore` of that. Nothing was \
            changed.
            """
        case .notThere(let server, let wanted):
            """
            \(server): what moved out of the file is not here; it went to \(wanted). Name that server. If it is lost, \
            `hubd restore` brings back its last backup, or this file as it was at the move. Nothing was changed.
            """
        case .isUndone(let server):
            "\(server): the move here is being undone. Run `hubd migrate-to --undo` to the end. Nothing was changed."
        default: ""
        }
    }
}
