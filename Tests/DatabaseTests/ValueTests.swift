import Database
import DatabaseTesting
import Testing

@Suite struct ValueTests {
    private static let table = """
        CREATE TABLE thing (id {int} PRIMARY KEY, number {int}, name TEXT, bytes {bytes}, share {real}) {end};
        """

    @Test(arguments: Engines.available)
    func `Placeholders may come in any order and more than once`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            let found = try await db.database.write { tx in
                try tx.run("INSERT INTO thing (name, number, id) VALUES ($3, $2, $1)", [1, 20, "third"])
                try tx.run("UPDATE thing SET number = number + $2, name = $3 WHERE id = $1 AND $3 <> ''", [1, 2, "x"])
                let row = try tx.row("SELECT name, number FROM thing WHERE number > $1 AND number - $1 < 3", [20])
                return (try row?["name"] as String?, try row?["number"] as Int?)
            }
            #expect(found == ("x", 22))
        }
    }

    static let values: [SQLValue] = [
        .integer(.min), .integer(-1), .integer(0), .integer(.max), .text(""), .text("它 🧖‍♀️ é e\u{301} '\"$1\\"),
        .text(String(repeating: "长", count: 100_000)), .blob([]), .blob([0]), .blob(Array(0...255)),
        .real(0.1), .real(-0.0), .real(.greatestFiniteMagnitude), .real(.leastNonzeroMagnitude), .null,
    ]

    @Test(arguments: Engines.available)
    func `Each value comes back as it went in`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            for value in Self.values {
                let found = try await db.database.write { tx in
                    try tx.run("DELETE FROM thing")
                    switch value {
                    case .integer, .null: try tx.run("INSERT INTO thing (id, number) VALUES (1, $1)", [value])
                    case .text: try tx.run("INSERT INTO thing (id, name) VALUES (1, $1)", [value])
                    case .blob: try tx.run("INSERT INTO thing (id, bytes) VALUES (1, $1)", [value])
                    case .real: try tx.run("INSERT INTO thing (id, share) VALUES (1, $1)", [value])
                    }
                    let row = try tx.row("SELECT number, name, bytes, share FROM thing")
                    let columns = ["number", "name", "bytes", "share"]
                    return try columns.compactMap { try row?.value($0) }.first { $0 != .null } ?? .null
                }
                #expect(found == value)
            }
        }
    }

    @Test(arguments: Engines.available)
    func `A value of another type is refused before it is kept`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            let wrong: [(SQL, any SQLBindable)] = [
                ("INSERT INTO thing (id, number) VALUES (1, $1)", "seven"),
                ("INSERT INTO thing (id, number) VALUES (1, $1)", [UInt8](arrayLiteral: 7)),
                ("INSERT INTO thing (id, bytes) VALUES (1, $1)", "seven"),
                ("INSERT INTO thing (id, bytes) VALUES (1, $1)", 7),
            ]
            for (sql, value) in wrong {
                let value = value.sqlValue
                let failure = await #expect(throws: DatabaseError.self) {
                    try await db.database.write { tx in try tx.run(sql, [value]) }
                }
                #expect(failure?.isOfTheValues == true)
            }
            let kept = try await db.count("thing")
            #expect(kept == 0)
        }
    }

    @Test(arguments: Engines.available)
    func `Too few or too many values are an error`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            for values in [[], [1, 2]] {
                await #expect(throws: DatabaseError.self) {
                    try await db.database.write { tx in try tx.run("INSERT INTO thing (id) VALUES ($1)", values) }
                }
            }
        }
    }

    @Test func `SQLite keeps a text with U+0000 whole`() async throws {
        try await TestEngine.sqlite.withDatabase(Self.table) { db in
            let found = try await db.database.write { tx in
                try tx.run("INSERT INTO thing (id, name) VALUES (1, $1)", ["a\0b"])
                return try tx.row("SELECT name FROM thing WHERE name = $1", ["a\0b"])?["name"] as String?
            }
            #expect(found == "a\0b")
        }
    }

    @Test func `PostgreSQL has no text with U+0000, so none is sent`() async throws {
        try await TestEngine.postgres.withDatabase(Self.table) { db in
            await #expect(throws: DatabaseError.refused(.zeroCharacter)) {
                try await db.database.write { tx in
                    try tx.run("INSERT INTO thing (id, name) VALUES (1, $1)", ["a\0b"])
                }
            }
        }
    }

    @Test(arguments: Engines.available)
    func `Texts are sorted by their bytes`(_ engine: TestEngine) async throws {
        let names = ["b", "a", "B", "Z", "é", "e", "", "10", "9", "_", "中", "🧖", "a b", "ab", "a-b"]
        try await engine.withDatabase(Self.table) { db in
            let sorted = try await db.database.write { tx in
                try tx.runMany(
                    "INSERT INTO thing (id, name) VALUES ($1, $2)", names.enumerated().map { [$0.offset, $0.element] })
                return try tx.rows("SELECT name FROM thing ORDER BY name").map { try $0["name"] as String }
            }
            #expect(sorted == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }

    @Test(arguments: Engines.available)
    func `A sum of integers is an integer`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            for numbers in [
                [0], [Int.max], [Int.min], [10_000, 20_000], [100_000_000, 1], [-5, 3], [12_345_678_901_234],
            ] {
                let sum = try await db.database.write { tx in
                    try tx.run("DELETE FROM thing")
                    try tx.runMany(
                        "INSERT INTO thing (id, number) VALUES ($1, $2)",
                        numbers.enumerated().map { [$0.offset, $0.element] })
                    return try tx.integer("SELECT sum(number) FROM thing")
                }
                #expect(sum == Int64(numbers.reduce(0, +)))
            }
        }
    }

    @Test(arguments: Engines.available)
    func `A sum that is too large is an error`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            await #expect(throws: DatabaseError.self) {
                try await db.database.write { tx in
                    try tx.runMany("INSERT INTO thing (id, number) VALUES ($1, $2)", [[1, Int.max], [2, 1]])
                    return try tx.integer("SELECT sum(number) FROM thing")
                }
            }
        }
    }

    @Test func `PostgreSQL's own types are asked for as text`() async throws {
        try await TestEngine.postgres.withDatabase(Self.table) { db in
            let failure = await #expect(throws: DatabaseError.self) {
                try await db.database.read { tx in try tx.rows("SELECT now() AS moment").count }
            }
            #expect("\(failure.map { "\($0)" } ?? "")".contains("CAST(moment AS text)"))
        }
    }

    @Test(arguments: Engines.available)
    func `An integer that is not there is damage, or asked for as optional`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            let highest = try await db.database.read { tx in try tx.integerIfAny("SELECT max(number) FROM thing") }
            #expect(highest == nil)
            await #expect(throws: DatabaseError.self) {
                try await db.database.read { tx in try tx.integer("SELECT max(number) FROM thing") }
            }
        }
    }
}

extension TestDatabase {
    func count(_ table: SQL) async throws -> Int64 {
        try await database.read { tx in try tx.integer("SELECT count(*) FROM \(table)") }
    }
}
