internal import Database

/// A server's schema that a hub is copied into, within one transaction that has locked it.
struct ServerTarget {
    let name: String
    let tx: Transaction

    /// Makes an empty schema of it. What is dropped for that was never served from: tables without a salon, or what an
    /// earlier try of the same hub has left.
    ///
    /// - Parameter epoch: of the hub that moves there; `nil` for one that must find nothing.
    func prepare(for epoch: String?) throws {
        let names = try ServerTables.names(tx)
        if Migrator.isHub(names) {
            try requireGivenUp(names, epoch)
        } else if let table = names.sorted().first {
            throw MoveError.foreign(server: name, table: table)
        }
        try ServerTables.drop(tx)
        try Migrator.bringUpToDate(tx)
    }

    private func requireGivenUp(_ names: Set<String>, _ epoch: String?) throws {
        if try Migrator.isNewer(tx) { throw HubFileError.newer(path: name) }
        guard let there: String = try tx.row("SELECT epoch FROM hub")?["epoch"] else { return }
        guard there == epoch else { throw MoveError.otherHub(server: name, epoch: there) }
        let mark = names.contains("hub_move") ? try MoveMark.find(tx) : nil
        switch mark?.state {
        case .arriving, .givenUp: return
        case .arrived, .served, .gone, nil: throw MoveError.alreadyThere(server: name)
        }
    }
}
