internal import Database

/// What one end of a move keeps of it. Of a file that its hub has left and a server that it has come to, at most one
/// may be served from, whenever the move broke off:
///
///     file        server        served from    what ends it
///     -           arriving      the file       the move begins anew
///     gone        arriving      neither        the move goes on, or is undone
///     gone        arrived       the server     -
///     gone        served        the server     (undoing is over)
///     gone        givenUp       neither        undoing goes on
///     -           givenUp       the file       -
struct MoveMark: Hashable {
    enum State: String, SQLBindable, Sendable {
        /// A server that has all of it, and is not the hub's yet.
        case arriving
        /// A server that is the hub's, and was not served from since.
        case arrived
        case served
        /// A server whose hub went back to its file.
        case givenUp
        /// A file whose hub has left.
        case gone
    }

    var id: String
    var state: State
    var otherEnd: String
    var atMs: Int64
    var hubEpoch: String

    static func find(_ tx: Transaction) throws -> MoveMark? {
        try tx.row("SELECT id, state, other_end, at_ms, hub_epoch FROM hub_move").map { row in
            try MoveMark(
                id: row["id"], state: row.choice("state"), otherEnd: row["other_end"], atMs: row["at_ms"],
                hubEpoch: row["hub_epoch"])
        }
    }

    func put(_ tx: Transaction) throws {
        try Self.remove(tx)
        try tx.run(
            "INSERT INTO hub_move (one, id, state, other_end, at_ms, hub_epoch) VALUES (1, $1, $2, $3, $4, $5)",
            [id, state, otherEnd, atMs, hubEpoch])
    }

    static func remove(_ tx: Transaction) throws { try tx.run("DELETE FROM hub_move") }

    /// Goes from one state into the next, whoever else tries the same.
    ///
    /// - Returns: whether this move was in that state.
    static func step(_ id: String, from states: [State], to next: State, _ tx: Transaction) throws -> Bool {
        for state in states
        where try tx.run("UPDATE hub_move SET state = $3 WHERE id = $1 AND state = $2", [id, state, next]) > 0 {
            return true
        }
        return false
    }

    /// - Throws: `HubFileError` where the hub is at the other end.
    static func requireHere(_ name: String, _ tx: Transaction) throws {
        guard let mark = try find(tx) else { return }
        switch mark.state {
        case .arrived, .served: return
        case .gone: throw HubFileError.gone(path: name, to: mark.otherEnd)
        case .arriving: throw HubFileError.arriving(server: name, from: mark.otherEnd)
        case .givenUp: throw HubFileError.givenUp(server: name, backTo: mark.otherEnd)
        }
    }

    /// Notes that a hub serves from here: from now on there is no way back to the file as it was.
    static func beginServing(_ name: String, _ tx: Transaction) throws {
        if let mark = try find(tx), mark.state == .arrived {
            _ = try step(mark.id, from: [.arrived], to: .served, tx)
        }
        try requireHere(name, tx)
    }
}
