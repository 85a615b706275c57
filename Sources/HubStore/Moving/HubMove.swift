internal import Database
package import DatabasePostgres
internal import DatabaseSQLite

/// Moves a hub from its file to a server, and back as long as nobody has served from there.
///
/// The server's copy is made in one transaction and compared before that is kept (`arriving`). Then the file is marked
/// (`gone`), and only then the server (`arrived`): between the two nobody serves, and whoever runs it again goes on
/// from there. See `MoveMark`.
package struct HubMove: Sendable {
    /// A step that was just done. From `gone` on, the file is not served from any more.
    package enum Event: Hashable, Sendable {
        /// 0 to 1.
        case copying(Double)
        /// The server has it all.
        case copied
        case audited
        /// The file is marked.
        case gone
        case arrived
        /// Of the way back.
        case givenUp
        case back
    }

    let path: String
    let server: PostgresOptions
    let clock: HubClock
    /// Called after each step; a test throws from it to break the move off.
    let told: @Sendable (Event) throws -> Void

    package init(
        file path: String, server: PostgresOptions, clock: HubClock,
        told: @escaping @Sendable (Event) throws -> Void = { _ in }
    ) {
        (self.path, self.server, self.clock, self.told) = (path, server, clock, told)
    }

    /// Moves it, or ends what an earlier run has begun.
    ///
    /// - Throws: `HubFileError`, `MoveError`, `HubStoreError`, `DatabaseError`. Then it can be run again.
    package func run() async throws -> MoveReport {
        try await between { file, engine in
            if let mark = try await file.read(MoveMark.find) { return try await end(mark, file, engine) }
            try file.requireNotTurnedBack()
            let (mark, figures) = try await copy(file, engine)
            try told(.copied)
            let contradictions = try await audit(file)
            try told(.audited)
            try await leave(file, mark, figures)
            try told(.gone)
            try await engine.write(locking: [.hub]) { [server] tx in try Self.arrive(mark, server.name, tx) }
            try told(.arrived)
            return MoveReport(
                from: path, to: server.name, isNew: true, figures: figures, contradictions: contradictions)
        }
    }

    /// Brings the hub back to its file.
    ///
    /// - Returns: whether it had moved.
    /// - Throws: the same; `MoveError.served` and `written` where the file is older than the server by now.
    package func undo() async throws -> Bool {
        try await between { file, engine in
            guard let mark = try await file.read(MoveMark.find) else { return false }
            let figures = try await file.read(BookFigures.read)
            try await engine.write(locking: [.hub]) { [server] tx in
                try Self.giveUp(mark, figures, server.name, tx)
            }
            try told(.givenUp)
            try await file.write { tx in try MoveMark.remove(tx) }
            try told(.back)
            return true
        }
    }

    private func between<Answer>(
        _ work: (HubDatabase, PostgresDatabase) async throws -> Answer
    ) async throws -> Answer {
        let file = try HubDatabase(path: path, as: .mover, clock: clock)
        do {
            let engine = try await PostgresDatabase.open(server)
            do {
                let answer = try await work(file, engine)
                try await engine.close()
                try await file.closeAndWait()
                return answer
            } catch {
                try? await engine.close()
                throw error
            }
        } catch {
            try? await file.closeAndWait()
            throw error
        }
    }
}

// The way there.
extension HubMove {
    /// - Returns: the file's mark, and what was copied.
    private func copy(_ file: HubDatabase, _ engine: PostgresDatabase) async throws -> (MoveMark, BookFigures) {
        let epoch = try await file.read { tx in try tx.hubEpoch() }
        let sqlite = try file.requireFile("a move to a server").sqlite
        var mark = MoveMark(
            id: HubDatabase.newEpoch(), state: .arriving, otherEnd: path, atMs: file.now(), hubEpoch: epoch)
        let figures = try await engine.write(locking: [.hub]) { [server, told, mark] target in
            try ServerTarget(name: server.name, tx: target).prepare(for: epoch)
            let figures = try sqlite.writeBlocking { source in
                try TableCopier(source: source, target: target) { try told(.copying($0)) }.copy()
            }
            try ServerTables.setSequences(target)
            let differing = figures.differing(from: try BookFigures.read(target))
            guard differing.isEmpty else { throw MoveError.differs(differing) }
            try mark.put(target)
            return figures
        }
        (mark.state, mark.otherEnd) = (.gone, server.name)
        return (mark, figures)
    }

    /// - Returns: what is wrong with the copy's books and was so in the file.
    private func audit(_ file: HubDatabase) async throws -> [String] {
        let copy = try await HubDatabase.open(server: server, as: .mover, clock: clock)
        do {
            let found = try await copy.audit()
            try await copy.closeAndWait()
            guard !found.isEmpty else { return [] }
            let new = Set(found).subtracting(try await file.audit())
            guard new.isEmpty else { throw MoveError.contradictions(new.sorted()) }
            return found
        } catch {
            try? await copy.closeAndWait()
            throw error
        }
    }

    /// Marks the file, if nobody has written into it since it was copied, and then writes its log back: the file is
    /// complete even if somebody moves it without its log.
    private func leave(_ file: HubDatabase, _ mark: MoveMark, _ figures: BookFigures) async throws {
        let sqlite = try file.requireFile("a move to a server").sqlite
        try sqlite.writeBlocking { tx in
            guard try BookFigures.read(tx) == figures else { throw MoveError.writtenMeanwhile(path: path) }
            try mark.put(tx)
        }
        _ = try? await sqlite.writeLogBack(.truncate)
    }

    private static func arrive(_ mark: MoveMark, _ server: String, _ tx: Transaction) throws {
        guard try MoveMark.step(mark.id, from: [.arriving, .arrived], to: .arrived, tx) else {
            throw try refusal(mark, server, tx)
        }
    }

    /// Goes on where the file is marked already.
    private func end(
        _ mark: MoveMark, _ file: HubDatabase, _ engine: PostgresDatabase
    ) async throws -> MoveReport {
        let figures = try await file.read(BookFigures.read)
        let isNew = try await engine.write(locking: [.hub]) { [server] tx in
            let there = try Self.find(mark, server.name, tx)
            guard there.state == .arriving else {
                guard there.state != .givenUp else { throw MoveError.isUndone(server: server.name) }
                return false
            }
            let differing = figures.differing(from: try BookFigures.read(tx))
            guard differing.isEmpty else { throw MoveError.written(server: server.name, tables: differing) }
            try Self.arrive(mark, server.name, tx)
            return true
        }
        try told(.arrived)
        return MoveReport(from: path, to: server.name, isNew: isNew, figures: figures, contradictions: [])
    }

    /// The server's mark of this move, on a schema that is up to date.
    private static func find(_ mark: MoveMark, _ server: String, _ tx: Transaction) throws -> MoveMark {
        let names = try ServerTables.names(tx)
        guard Migrator.isHub(names), names.contains("hub_move"), let there = try MoveMark.find(tx), there.id == mark.id
        else { throw MoveError.notThere(server: server, wanted: mark.otherEnd) }
        if try Migrator.isNewer(tx) { throw HubFileError.newer(path: server) }
        try Migrator.bringUpToDate(tx)
        return there
    }
}

// The way back.
extension HubMove {
    private static func giveUp(
        _ mark: MoveMark, _ figures: BookFigures, _ server: String, _ tx: Transaction
    ) throws {
        _ = try find(mark, server, tx)
        // Before anything is read: a hub that begins to serve now waits for the outcome and finds it.
        guard try MoveMark.step(mark.id, from: [.arriving, .arrived, .givenUp], to: .givenUp, tx) else {
            throw try refusal(mark, server, tx)
        }
        let differing = figures.differing(from: try BookFigures.read(tx))
        guard differing.isEmpty else { throw MoveError.written(server: server, tables: differing) }
    }

    /// Why this move is not in the state that is needed.
    private static func refusal(_ mark: MoveMark, _ server: String, _ tx: Transaction) throws -> MoveError {
        guard let there = try MoveMark.find(tx), there.id == mark.id else {
            return .notThere(server: server, wanted: mark.otherEnd)
        }
        return there.state == .givenUp ? .isUndone(server: server) : .served(server: server)
    }
}

/// What a move came to.
package struct MoveReport: Hashable, Sendable, Encodable {
    package var from: String
    package var to: String
    /// Whether this run finished the move, and not an earlier one.
    package var isNew: Bool
    /// Of what moved.
    package var figures: BookFigures
    /// What `hubd audit` says of the books, before and after.
    package var contradictions: [String]
}
