internal import Database
package import DatabasePostgres
internal import HubAPI

/// How a hub's database on a server is opened.
extension HubDatabase {
    /// Several hubs may serve from it at once; an owner brings its schema up to date first.
    ///
    /// - Throws: `HubFileError` for what is no hub's, or of a newer program; `DatabaseError.unfit` for a server that is
    ///   not one to keep money on, with what to do about it.
    package static func open(
        server options: PostgresOptions, as opening: Opening = .owner(mayCreate: true), clock: HubClock
    ) async throws -> HubDatabase {
        let engine = try await PostgresDatabase.open(options)
        do {
            try await require(engine, options.name, opening)
            if opening != .guest { try await Migrator.migrate(engine) }
            if opening != .mover { try await requireHere(engine, options.name, opening) }
            try SchemaGuards.require(in: try await engine.objects())
            let keeper = try await engine.read { tx in try ClockKeeper(clock, offMs: ClockTrust.offMs, tx) }
            let database = HubDatabase(name: options.name, engine: engine, keeper: keeper, file: nil)
            if opening != .guest { try await database.read(BookingDays.requireZones) }
            return database
        } catch {
            try? await engine.close()
            throw error
        }
    }

    private static func require(_ engine: PostgresDatabase, _ name: String, _ opening: Opening) async throws {
        let objects = try await engine.objects()
        guard Migrator.isHub(objects) else {
            guard objects.isEmpty else {
                throw HubFileError.foreign(path: name, reason: "its tables are not those of a hub")
            }
            guard opening == .owner(mayCreate: true) else { throw HubFileError.noHub(server: name) }
            return
        }
        let (isNewer, isCurrent) = try await engine.read { tx in
            (try Migrator.isNewer(tx), try Migrator.isCurrent(tx))
        }
        if isNewer { throw HubFileError.newer(path: name) }
        if opening == .guest, !isCurrent { throw HubFileError.older(path: name) }
    }

    /// An owner serves from it: that is noted at the first time after a move.
    private static func requireHere(_ engine: PostgresDatabase, _ name: String, _ opening: Opening) async throws {
        let mark = try await engine.read(MoveMark.find)
        guard mark?.state == .arrived, opening != .guest else {
            return try await engine.read { tx in try MoveMark.requireHere(name, tx) }
        }
        try await engine.write(locking: [.hub]) { tx in try MoveMark.beginServing(name, tx) }
    }
}

/// Rules that the database itself keeps, beside those in its tables' columns.
enum SchemaGuards {
    private static let history = ["policy", "policy_calendar", "journal", "ledger", "card_decision", "member_entry"]

    static let names = Set(
        history.flatMap { ["\($0)_keeps_lines", "\($0)_keeps_words"] }
            + ["card_offline", "journal_entry", "incident_open"])

    /// - Parameter objects: all that the database has.
    /// - Throws: `HubStoreError.unguarded` where one is not there, whoever took it away.
    static func require(in objects: Set<String>) throws(HubStoreError) {
        let missing = names.subtracting(objects)
        guard missing.isEmpty else { throw .unguarded(missing.sorted()) }
    }
}
