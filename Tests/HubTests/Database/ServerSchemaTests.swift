import Database
import DatabaseSQLite
import DatabaseTesting
import Foundation
import Testing

@testable import HubStore

/// A file's schema, made by all its migrations, and a server's, made at once, are the same.
@Suite struct ServerSchemaTests {
    /// Runs one question on each engine.
    private func both(_ onFile: SQL, _ onServer: SQL) async throws -> (file: Set<String>, server: Set<String>) {
        let salon = try await TestSalon(members: 1, on: .sqlite)
        let server = try await HubDatabase.open(
            server: PostgresCluster.shared.value.newOptions(), clock: HubClock(following: { TestClock.startMs }))
        let found = try await salon.database.read { tx in try tx.rows(onFile).firstColumn() as [String] }
        let there = try await server.read { tx in try tx.rows(onServer).firstColumn() as [String] }
        try await server.closeAndWait()
        #expect(found.count > 20)
        return (Set(found), Set(there))
    }

    @Test func `All columns have the same place, kind and need of a value`() async throws {
        let (file, server) = try await both(
            """
            SELECT tables.name || '.' || columns.cid || ' ' || columns.name || ' '
                || CASE columns.type WHEN 'INTEGER' THEN 'bigint' WHEN 'BLOB' THEN 'bytea' ELSE lower(columns.type) END
                || CASE WHEN columns."notnull" OR columns.pk > 0 THEN ' required' ELSE '' END
            FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
            """,
            """
            SELECT table_name || '.' || (ordinal_position - 1) || ' ' || column_name || ' ' || data_type
                || CASE is_nullable WHEN 'NO' THEN ' required' ELSE '' END
            FROM information_schema.columns WHERE table_schema = current_schema()
            """)
        #expect(file.subtracting(server) == [] && server.subtracting(file) == [])
    }

    @Test func `All keys that only one row can have are the same`() async throws {
        let (file, server) = try await both(
            """
            SELECT tables.name || ' ' || (SELECT group_concat(name) FROM (
                    SELECT name FROM pragma_index_info(keys.name) ORDER BY name))
                || CASE WHEN keys.partial THEN ' of some' ELSE '' END
            FROM sqlite_schema AS tables, pragma_index_list(tables.name) AS keys
            WHERE tables.type = 'table' AND keys."unique"
            UNION SELECT tables.name || ' ' || columns.name FROM sqlite_schema AS tables,
                pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND columns.pk = 1 AND tables.name NOT LIKE 'sqlite%'
                AND (SELECT count(*) FROM pragma_table_info(tables.name) WHERE pk > 0) = 1
            """,
            """
            SELECT tables.relname || ' ' || (
                    SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute
                    WHERE attrelid = tables.oid AND attnum = ANY (CAST(indkey AS smallint[])))
                || CASE WHEN indpred IS NOT NULL THEN ' of some' ELSE '' END
            FROM pg_index JOIN pg_class AS tables ON tables.oid = indrelid
            WHERE indisunique AND relnamespace = CAST(current_schema() AS regnamespace)
            """)
        #expect(file.subtracting(server) == [] && server.subtracting(file) == [])
    }

    @Test func `All references are the same`() async throws {
        let (file, server) = try await both(
            """
            SELECT DISTINCT tables.name || '.' || keys."from" || ' to ' || keys."table" || ' ' || keys.on_delete
            FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys WHERE tables.type = 'table'
            """,
            """
            SELECT DISTINCT tables.relname || '.' || attname || ' to ' || others.relname || ' '
                || CASE confdeltype WHEN 'c' THEN 'CASCADE' ELSE 'NO ACTION' END
            FROM pg_constraint JOIN pg_class AS tables ON tables.oid = conrelid
            JOIN pg_class AS others ON others.oid = confrelid
            JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
            WHERE contype = 'f' AND tables.relnamespace = CAST(current_schema() AS regnamespace)
            """)
        #expect(file.subtracting(server) == [] && server.subtracting(file) == [])
    }

    @Test func `All indexes and guards have the same names`() async throws {
        let salon = try await TestSalon(members: 1, on: .sqlite)
        let server = try await TestSalon(members: 1, on: .postgres)
        let file = try await salon.database.engine.objects().filter { !$0.hasPrefix("sqlite_") }
        let there = try await server.database.engine.objects().filter { name in
            !["_pkey", "_key", "_seq", "_keeps_all"].contains { name.hasSuffix($0) } && !name.hasPrefix("RI_Constraint")
        }
        #expect(file.subtracting(there) == [] && there.subtracting(file) == [])
    }

    @Test func `Hubs that begin at once on an empty server make one schema`() async throws {
        let options = try await PostgresCluster.shared.value.newOptions()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let clock = HubClock(following: { TestClock.startMs })
                    try await HubDatabase.open(server: options, clock: clock).closeAndWait()
                }
            }
            try await group.waitForAll()
        }
        let server = try await HubDatabase.open(server: options, clock: HubClock(following: { TestClock.startMs }))
        #expect(try await server.read { tx in try tx.integer("SELECT count(*) FROM canary") } == 1)
        try await server.closeAndWait()
    }

    @Test(arguments: TestEngine.allCases)
    func `A hub does not serve from a database without what guards it`(engine: TestEngine) async throws {
        let salon = try await TestSalon(members: 1, on: engine)
        try SchemaGuards.require(in: try await salon.database.engine.objects())
        try await salon.database.write { tx in try tx.execute(Script("DROP INDEX card_offline")) }
        await #expect(throws: HubStoreError.unguarded(["card_offline"])) {
            try SchemaGuards.require(in: try await salon.database.engine.objects())
        }
    }
}
