package import Database
package import DatabasePostgres
internal import DatabaseSQLite
import Foundation

/// The engines that a contract is tried on: both, always.
package enum Engines {
    package static let available = TestEngine.allCases
}

package enum TestEngine: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// The one that suites about something else use: SQLite, unless `PEONY_ENGINE` says `postgres`.
    package static let chosen = ProcessInfo.processInfo.environment["PEONY_ENGINE"].flatMap(Self.init) ?? .sqlite

    /// Runs `body` with an empty database and closes that whatever happens.
    ///
    /// - Parameter schema: what is in it, with the words of `TestDatabase.script`.
    @discardableResult
    package func withDatabase<Answer>(
        _ schema: String = "", _ body: (TestDatabase) async throws -> Answer
    ) async throws -> Answer {
        let database = try await open()
        do {
            if !schema.isEmpty { try await database.execute(schema) }
            let answer = try await body(database)
            try await database.close()
            return answer
        } catch {
            try? await database.close()
            throw error
        }
    }

    private func open() async throws -> TestDatabase {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "peony-db-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let database = try SQLiteDatabase(SQLiteOptions(path: folder.appending(path: "test.sqlite").path))
            return TestDatabase(engine: self, database: database) { try FileManager.default.removeItem(at: folder) }
        case .postgres:
            let options = try await PostgresCluster.shared.value.newOptions()
            return TestDatabase(engine: self, database: try await PostgresDatabase.open(options)) {}
        }
    }
}

extension PostgresCluster {
    /// To a new schema with nothing in it.
    package func newOptions() async throws -> PostgresOptions {
        var options = PostgresOptions(url: url)
        options.requiredExtensions = []
        let everywhere = try await PostgresDatabase.open(options)
        options.schema = newSchema()
        try await everywhere.write { [schema = options.schema] tx in
            // Two tests that begin at once would both make the extension.
            try tx.lock([Lock(.member, "schema")])
            try tx.execute(
                Script("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public; CREATE SCHEMA \(schema)"))
        }
        try await everywhere.close()
        options.requiredExtensions = ["btree_gist"]
        return options
    }
}

/// A database of one test.
package struct TestDatabase: Sendable {
    package let engine: TestEngine
    package let database: any DatabaseEngine
    private let cleanUp: @Sendable () throws -> Void

    package init(engine: TestEngine, database: any DatabaseEngine, cleanUp: @escaping @Sendable () throws -> Void) {
        self.engine = engine
        self.database = database
        self.cleanUp = cleanUp
    }

    /// Tables for both engines: `{int}` and `{bytes}` are types, `{end}` closes a table.
    ///
    ///     "CREATE TABLE purse (member {bytes} PRIMARY KEY, points {int} NOT NULL) {end};"
    package func script(_ text: String) -> Script {
        let words =
            switch engine {
            case .sqlite: [("{int}", "INTEGER"), ("{bytes}", "BLOB"), ("{real}", "REAL"), ("{end}", "STRICT")]
            case .postgres: [("{int}", "bigint"), ("{bytes}", "bytea"), ("{real}", "double precision"), ("{end}", "")]
            }
        return Script(words.reduce(text) { $0.replacing($1.0, with: $1.1) })
    }

    package func execute(_ text: String) async throws {
        try await database.write { [script = script(text)] tx in try tx.execute(script) }
    }

    package func close() async throws {
        try await database.close()
        try cleanUp()
    }
}
