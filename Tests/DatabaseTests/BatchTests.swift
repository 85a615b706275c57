import Database
import DatabaseTesting
import Testing

@Suite struct BatchTests {
    private static let table = """
        CREATE TABLE line (id {int} PRIMARY KEY, body TEXT, hash {bytes}, share {real}) {end};
        """
    private static let insert: SQL = "INSERT INTO line (id, body, hash, share) VALUES ($1, $2, $3, $4)"

    private static func row(_ number: Int) -> [any SQLBindable] {
        [
            number, number.isMultiple(of: 3) ? SQLValue.null : .text("行 \(number)"),
            number.isMultiple(of: 5) ? SQLValue.blob([]) : .blob([UInt8(number & 0xff), 0]), Double(number) / 4,
        ]
    }

    @Test(arguments: Engines.available)
    func `A hundred thousand rows go in at once and come back as they were`(_ engine: TestEngine) async throws {
        let count = 100_000
        try await engine.withDatabase(Self.table) { db in
            let changed = try await db.database.write { tx in
                try tx.runMany(Self.insert, (0..<count).map { Self.row($0) })
            }
            #expect(changed == count)
            let wrong = try await db.database.read { tx in
                let rows = try tx.rows("SELECT id, body, hash, share FROM line ORDER BY id")
                #expect(rows.count == count)
                return try rows.enumerated().first { number, row in
                    let found = try ["id", "body", "hash", "share"].map { try row.value($0) }
                    return found != Self.row(number).map(\.sqlValue)
                }?.offset
            }
            #expect(wrong == nil)
        }
    }

    /// They are sent in other forms than plain inserts.
    static let statements: [(sql: SQL, rows: [[Int]], changed: Int, after: [Int])] = [
        ("UPDATE line SET id = id + $2 WHERE id = $1", [[1, 10], [2, 20], [3, 30], [11, 100]], 4, [22, 33, 111]),
        ("INSERT INTO line (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", [[3], [4], [4], [5]], 2, [1, 2, 3, 4, 5]),
        (
            "INSERT INTO line (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = line.id + 100",
            [[3], [4], [4]], 3, [1, 2, 103, 104]
        ),
        ("DELETE FROM line WHERE id > $1 AND id < $2", [[0, 2], [2, 9], [2, 9]], 2, [2]),
        ("INSERT INTO line (id) VALUES ($2 - ($1 + 0))", [[1, 9], [2, 9]], 2, [1, 2, 3, 7, 8]),
    ]

    @Test(arguments: Engines.available)
    func `Every statement can be run for many rows`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            for statement in Self.statements {
                let (changed, after) = try await db.database.write { tx in
                    try tx.run("DELETE FROM line")
                    try tx.runMany("INSERT INTO line (id) VALUES ($1)", [[1], [2], [3]])
                    let changed = try tx.runMany(statement.sql, statement.rows)
                    let after = try tx.rows("SELECT id FROM line ORDER BY id").map { try $0["id"] as Int }
                    return (changed, after)
                }
                #expect(changed == statement.changed, "\(statement.sql)")
                #expect(after == statement.after, "\(statement.sql)")
            }
        }
    }

    @Test(arguments: Engines.available)
    func `One row that fails is named, and all fail`(_ engine: TestEngine) async throws {
        let statements: [SQL] = [
            "INSERT INTO line (id) VALUES ($1)",
            "INSERT INTO line (id) VALUES ($1) ON CONFLICT (body) DO UPDATE SET id = 0",
        ]
        try await engine.withDatabase(Self.table + "CREATE UNIQUE INDEX one_body ON line (body);") { db in
            for statement in statements {
                try await db.database.write { tx in
                    try tx.run("INSERT INTO line (id) VALUES (700)")
                    #expect(throws: DatabaseError.taken(table: "line", key: "id")) {
                        try tx.savepoint { try tx.runMany(statement, (0..<1000).map { [$0] }) }
                    }
                    #expect(try tx.integer("SELECT count(*) FROM line") == 1)
                    try tx.run("DELETE FROM line")
                }
            }
        }
    }

    @Test(arguments: Engines.available)
    func `Nothing is done for no rows`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            let changed = try await db.database.write { tx in try tx.runMany(Self.insert, []) }
            #expect(changed == 0)
        }
    }
}
