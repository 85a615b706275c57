internal import Database
package import DatabasePostgres
internal import DatabaseSQLite

extension HubDatabase {
    /// Copies the database as it is now into a new file, while hubs serve from it, and tries the copy: it is restored
    /// into a scratch file beside it, which is read to the end and audited. Of a server the copy is a hub's file too.
    ///
    /// - Parameter progress: 0 to 1.
    /// - Throws: `HubFileError.taken` where there is a file; `damaged` when the copy is not right; then there is none.
    package func backup(
        to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> BackupReport {
        let copy = HubCopy(path: path)
        if let file {
            try copy.make(from: file.sqlite, progress: progress)
        } else {
            try await copy.make(fromServer: engine, now: now, progress: progress)
        }
        do {
            let report = try await copy.tried(now: now)
            try copy.keepForGood()
            return report
        } catch {
            copy.remove()
            throw error
        }
    }
}

extension HubCopy {
    /// Of one moment, whoever writes meanwhile.
    ///
    /// - Throws: `taken` where there is a file already.
    func make(
        fromServer server: any DatabaseEngine, now: @escaping @Sendable () -> Int64,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws {
        try createEmpty()
        do {
            let database = try HubDatabase(path: path, now: now)
            let sqlite = try database.requireFile("a copy of a server").sqlite
            try await server.read { source in
                try sqlite.writeBlocking { target in
                    let figures = try TableCopier(source: source, target: target, progress: progress).copy()
                    let differing = figures.differing(from: try BookFigures.read(target))
                    guard differing.isEmpty else { throw MoveError.differs(differing) }
                }
            }
            try await sqlite.writeLogBack(.truncate)
            try database.close()
            removeSideFiles()
        } catch {
            remove()
            throw error
        }
    }
}

extension HubDatabase {
    /// Brings a backup onto a server's empty schema, as a hub of a new epoch. Nobody there knows which tokens were
    /// revoked since: all are but those that are kept.
    ///
    /// - Throws: `MoveError.otherHub` and `foreign` where the schema is not empty; then it is as it was.
    package static func restore(
        _ backup: String, onto server: PostgresOptions, keeping tokens: TokensKept,
        now: @escaping @Sendable () -> Int64
    ) async throws -> RestoreReport {
        try HubFile(path: backup).requireHub(mustBeCurrent: false, mayBeGone: true)
        let engine = try await PostgresDatabase.open(server)
        let copy = HubCopy(path: backup + ".restoring")
        copy.remove()
        do {
            try copy.make(from: .reading(backup)) { _ in }
            let database = try await copy.opened(as: backup, now: now)
            let report = try await database.declareRestored(keeping: tokens)
            try await put(database, onto: engine, named: server.name)
            try database.close()
            copy.remove()
            try await engine.close()
            return report
        } catch {
            copy.remove()
            try? await engine.close()
            throw error
        }
    }

    private static func put(_ database: HubDatabase, onto engine: PostgresDatabase, named name: String) async throws {
        let sqlite = try database.requireFile("a backup").sqlite
        do {
            try await engine.write(locking: [.hub]) { target in
                try ServerTarget(name: name, tx: target).prepare(for: nil)
                let figures = try sqlite.readBlocking { source in
                    try TableCopier(source: source, target: target) { _ in }.copy()
                }
                try ServerTables.setSequences(target)
                let differing = figures.differing(from: try BookFigures.read(target))
                guard differing.isEmpty else { throw MoveError.differs(differing) }
            }
        } catch DatabaseError.outcomeUnknown(let words) {
            // The epoch is of this one run, so that it is known again.
            let epoch = try await database.read { tx in try tx.hubEpoch() }
            let isThere = try await engine.read { tx in
                try Migrator.isHub(ServerTables.names(tx))
                    && tx.exists("SELECT 1 FROM hub WHERE epoch = $1", [epoch])
            }
            guard isThere else { throw DatabaseError.lost(words) }
        }
    }
}
