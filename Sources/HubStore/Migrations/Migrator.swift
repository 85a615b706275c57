internal import Database
internal import DatabasePostgres
internal import DatabaseSQLite

/// One step of the schema. It is never changed once a hub may have taken it.
struct Migration: Sendable {
    /// Under which it stands among those that were taken.
    let name: String
    let run: @Sendable (Transaction) throws -> Void

    init(_ name: String, _ script: String, then work: @escaping @Sendable (Transaction) throws -> Void = { _ in }) {
        self.name = name
        run = { tx in
            try tx.execute(Script(script))
            try work(tx)
        }
    }
}

/// Brings a schema up to date: a file in one transaction for each step, a server in a single one, because a server can
/// roll schema changes back.
///
/// The steps that were taken stand in `grdb_migrations`: GRDB kept them there before this did.
enum Migrator {
    /// All that there ever were, in their order.
    static let all = [
        Migration("1", Schema.first),
        Migration("2", Schema.second),
        Migration("3", AccountSchema.third),
        Migration("4", PolicySchema.fourth),
        Migration("5", DeskSchema.fifth, then: DeskMigration.enter),
        Migration("6", ClaimSchema.sixth),
        Migration("7", BoundSchema.seventh),
        Migration("8", SweepSchema.eighth),
        Migration("9", WatchSchema.ninth),
        Migration("10", ArrivalSchema.tenth, then: ArrivalSchema.tellAgain),
        Migration("11", ClockSchema.eleventh),
        Migration("12", ReasonSchema.twelfth),
        Migration("13", NumberSchema.thirteenth),
        Migration("14", OrderSchema.fourteenth),
        Migration("15", JobSchema.fifteenth),
        Migration("16", MoveSchema.sixteenth),
        Migration("17", IndexSchema.seventeenth),
    ]

    /// - Parameter last: the last step that is taken; `nil` for all.
    static func migrate(_ database: SQLiteDatabase, through last: String? = nil) throws {
        if try !database.tables().contains("grdb_migrations") {
            try database.writeBlocking { tx in
                try tx.execute(Script(table))
            }
        }
        let taken = try database.readBlocking(taken)
        for step in all {
            if !taken.contains(step.name) { try take(step, database) }
            if step.name == last { return }
        }
    }

    /// Takes the missing steps under the hub's lock, so that no other hub does so at the same time.
    static func migrate(_ database: PostgresDatabase) async throws {
        try await database.write(locking: [.hub], bringUpToDate)
    }

    /// The same of a server, within a transaction that has locked the hub.
    @Sendable static func bringUpToDate(_ tx: Transaction) throws {
        if try !tx.exists(tableExists) {
            try tx.execute(Script(table + "; " + ServerBaseline.script))
            for step in all.prefix(ServerBaseline.steps) { try note(step, tx) }
        }
        let taken = try taken(tx)
        for step in all where !taken.contains(step.name) {
            try step.run(tx)
            try note(step, tx)
        }
    }

    private static let tableExists: SQL = """
        SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'grdb_migrations'
        """
    private static let table = "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"

    private static func note(_ step: Migration, _ tx: Transaction) throws {
        try tx.run("INSERT INTO grdb_migrations (identifier) VALUES ($1)", [step.name])
    }

    private static func take(_ step: Migration, _ database: SQLiteDatabase) throws {
        try database.migrate { tx in
            try step.run(tx)
            try note(step, tx)
        }
    }

    /// Whether a database with these tables is a hub's, of any version.
    static func isHub(_ tables: Set<String>) -> Bool {
        tables.isSuperset(of: ["grdb_migrations", "hub", "store_epoch", "ledger"])
    }

    /// The names of the steps that a file's schema has taken.
    static func taken(_ tx: Transaction) throws -> Set<String> {
        Set(try tx.rows("SELECT identifier FROM grdb_migrations").column("identifier") as [String])
    }

    /// The number of the last step that this program knows.
    static let newest = all.compactMap { Int64($0.name) }.max() ?? 0

    /// Whether all steps were taken.
    static func isCurrent(_ tx: Transaction) throws -> Bool { try taken(tx).isSuperset(of: all.map(\.name)) }

    /// Whether a newer program has taken a step that this one does not know.
    static func isNewer(_ tx: Transaction) throws -> Bool { try !taken(tx).isSubset(of: all.map(\.name)) }
}
