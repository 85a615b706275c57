import Database
import DatabasePostgres
import DatabaseSQLite
import DatabaseTesting
import Foundation
import HubAPI
import Testing

@testable import HubStore

/// Copies of all that a hub holds, from one engine to the other.
@Suite struct CopyTests {
    private static let clock = HubClock(following: { TestClock.startMs })

    private func server() async throws -> (options: PostgresOptions, engine: PostgresDatabase) {
        let options = try await PostgresCluster.shared.value.newOptions()
        return (options, try await PostgresDatabase.open(options))
    }

    /// As a move does it, without its marks.
    private func copy(_ file: HubDatabase, to engine: PostgresDatabase, limit: PageLimit? = nil) async throws {
        let sqlite = try file.requireFile("a copy").sqlite
        try await engine.write(locking: [.hub]) { target in
            try ServerTarget(name: "the server", tx: target).prepare(for: nil)
            try sqlite.readBlocking { source in
                _ = try TableCopier(source: source, target: target, progress: { _ in }, limit: limit).copy()
            }
        }
    }

    @Test func `No table and no column of either schema is left behind`() async throws {
        let salon = try await TestSalon(members: 1, on: .sqlite)
        let (options, engine) = try await server()
        try await Migrator.migrate(engine)
        let copied = CopiedTables.all.flatMap { table in table.columns.map { "\(table.name).\($0)" } }
        #expect(Set(copied).count == copied.count)
        let file = try await salon.database.read { tx in
            try tx.rows(
                """
                SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables,
                    pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%'
                """
            ).firstColumn() as [String]
        }
        let there = try PlainRows.psql(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = current_schema()
            """, options)
        for found in [file, there] {
            let own = found.filter { name in !CopiedTables.left.contains { name.hasPrefix("\($0).") } }
            #expect(Set(own).symmetricDifference(copied).sorted() == [])
        }
        try await engine.close()
    }

    @Test func `Each table is copied by its key and after those that it refers to`() async throws {
        let salon = try await TestSalon(members: 1, on: .sqlite)
        let places = Dictionary(
            uniqueKeysWithValues: CopiedTables.all.enumerated().map { ($0.element.name.text, $0.offset) })
        let references = try await salon.database.read { tx in
            try tx.rows(
                """
                SELECT tables.name AS name, keys."table" AS wanted, keys."from" AS "column"
                FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys WHERE tables.type = 'table'
                """
            ).map { row in (try row["name"] as String, try row["wanted"] as String, try row["column"] as String) }
        }
        #expect(references.count > 20)
        for (name, wanted, column) in references {
            let (place, first) = (try #require(places[name]), try #require(places[wanted]))
            let isLater = CopiedTables.all[place].later.contains { $0.text == column }
            #expect(first < place || first == place && isLater, "\(name).\(column) refers to \(wanted)")
        }
        let keys = try await salon.database.read { tx in
            try tx.rows(
                """
                SELECT tables.name || ' ' || columns.pk || ' ' || columns.name FROM sqlite_schema AS tables,
                    pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' AND columns.pk > 0
                """
            ).firstColumn() as [String]
        }
        let copied = CopiedTables.all.flatMap { table in
            table.key.enumerated().map { "\(table.name) \($0.offset + 1) \($0.element)" }
        }
        #expect(Set(copied).subtracting(keys) == [])
        #expect(keys.filter { key in places.keys.contains { key.hasPrefix("\($0) ") } }.count == copied.count)
    }

    /// Also in pages that end within what shares the first column of a key.
    @Test(arguments: [PageLimit.ordinary, PageLimit(rows: 3, text: "3")])
    func `There and back in a backup, every value of every table is the same`(limit: PageLimit) async throws {
        let salon = try await TestSalon.full()
        let before = try PlainRows.ofFile(salon.path + "/hub.sqlite")
        #expect(before.filter(\.value.isEmpty).keys.sorted() == [])
        let (options, engine) = try await server()
        try await copy(salon.database, to: engine, limit: limit)
        try await engine.close()
        let expected = PlainRows.rewritten(before)
        try PlainRows.expectSame(expected, PlainRows.ofServer(options))
        let hub = try await HubDatabase.open(server: options, clock: Self.clock)
        let path = salon.path + "/copy.sqlite"
        let report = try await hub.backup(to: path)
        #expect(report.contradictions == (try await salon.database.audit()) && report.members == 12)
        try PlainRows.expectSame(expected, PlainRows.ofFile(path))
        try await hub.closeAndWait()
    }

    @Test func `Figures are the same for the same rows only`() async throws {
        let salon = try await TestSalon.full()
        let (_, engine) = try await server()
        try await copy(salon.database, to: engine)
        let there = try await engine.read(BookFigures.read)
        #expect(try await salon.database.read(BookFigures.read) == there)
        #expect(there.tables.allSatisfy { $0.rows > 0 } && there.sums.points > 0 && there.sums.lastEntry > 0)
        try await engine.write { tx in try tx.run("UPDATE card SET gaps = gaps + 1 WHERE replaces IS NULL") }
        let changed = try await engine.read(BookFigures.read)
        #expect(there.differing(from: changed).map { $0.prefix(5) } == ["card:"])
        try await engine.close()
    }

    @Test func `Rows that come after a copy have numbers of their own`() async throws {
        let salon = try await TestSalon.full()
        try salon.database.close()
        let options = try await PostgresCluster.shared.value.newOptions()
        _ = try await HubMove(file: salon.path + "/hub.sqlite", server: options, clock: Self.clock).run()
        for (table, column, _) in ServerTables.numbered {
            let numbers = try PlainRows.psql(
                "SELECT max(\(column)), nextval(pg_get_serial_sequence('\(table)', '\(column)')) FROM \(table)",
                options
            )[0].split(separator: "|").compactMap { Int64($0) }
            #expect(numbers[1] == numbers[0] + 1, "\(table)")
        }
        let numbered = try PlainRows.psql(
            """
            SELECT table_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND is_identity = 'YES'
            """, options)
        #expect(numbered.sorted() == ServerTables.numbered.map(\.table).sorted())
    }

    @Test(arguments: [
        ("UPDATE booking SET staff = 'nobody'", "booking", "a row refers to one that is not there"),
        ("UPDATE incident SET detail = 'a' || char(0)", "incident", "U+0000"),
        ("UPDATE store SET zh = CAST(x'FF' AS TEXT)", "store", "bytes does not go into"),
    ])
    func `Rows that a server does not take are named, and nothing of the copy stays`(
        change: String, table: String, words: String
    ) async throws {
        let salon = try await TestSalon.full()
        try tamper(with: salon.path + "/hub.sqlite", change)
        let (options, engine) = try await server()
        let error = await #expect(throws: MoveError.self) { try await copy(salon.database, to: engine) }
        #expect("\(error, default: "")".contains("the table \(table)") && "\(error, default: "")".contains(words))
        #expect(try PlainRows.ofServer(options) == [:])
        try await engine.close()
    }
}
