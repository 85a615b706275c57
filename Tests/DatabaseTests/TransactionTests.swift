import Database
import DatabaseTesting
import Testing

@Suite struct TransactionTests {
    private struct Own: Error {}

    private static let table = "CREATE TABLE thing (id {int} PRIMARY KEY) {end};"
    private static let insert: SQL = "INSERT INTO thing (id) VALUES ($1)"

    private func ids(_ db: TestDatabase) async throws -> [Int] {
        try await db.database.read { tx in
            try tx.rows("SELECT id FROM thing ORDER BY id").map { row in try row["id"] }
        }
    }

    @Test(arguments: Engines.available)
    func `What its caller throws keeps nothing`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            await #expect(throws: Own.self) {
                try await db.database.write { tx in
                    try tx.run(Self.insert, [1])
                    throw Own()
                }
            }
            let kept = try await ids(db)
            #expect(kept == [])
        }
    }

    @Test(arguments: Engines.available)
    func `How many rows were changed is said`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            let changes = try await db.database.write { tx in
                [
                    try tx.runMany(Self.insert, [[1], [2], [3]]),
                    try tx.run("UPDATE thing SET id = id + 10 WHERE id > $1", [1]),
                    try tx.run("SELECT 1"),
                    try tx.run("INSERT INTO thing (id) VALUES ($1) ON CONFLICT DO NOTHING", [1]),
                    try tx.run("DELETE FROM thing WHERE id = $1", [99]), try tx.run("DELETE FROM thing"),
                ]
            }
            #expect(changes == [3, 2, 0, 0, 0, 3])
        }
    }

    @Test(arguments: Engines.available)
    func `A savepoint that fails is undone alone`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            try await db.database.write { tx in
                try tx.run(Self.insert, [1])
                do {
                    try tx.savepoint {
                        try tx.run(Self.insert, [2])
                        try tx.savepoint { try tx.run(Self.insert, [3]) }
                        throw Own()
                    }
                } catch is Own {}
                try tx.savepoint {
                    try tx.run(Self.insert, [4])
                    do { try tx.savepoint { try tx.run(Self.insert, [1]) } } catch DatabaseError.taken {}
                    try tx.run(Self.insert, [5])
                }
                try tx.run(Self.insert, [6])
            }
            #expect(try await ids(db) == [1, 4, 5, 6])
        }
    }

    @Test(arguments: Engines.available)
    func `A statement that fails outside a savepoint ends the transaction`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            await #expect(throws: DatabaseError.taken(table: "thing", key: "id")) {
                try await db.database.write { tx in
                    try tx.run(Self.insert, [1])
                    do { try tx.run(Self.insert, [1]) } catch DatabaseError.taken {}
                }
            }
            await #expect(throws: DatabaseError.taken(table: "thing", key: "id")) {
                try await db.database.write { tx in
                    try tx.run(Self.insert, [1])
                    do { try tx.run(Self.insert, [1]) } catch DatabaseError.taken {}
                    return try tx.integer("SELECT count(*) FROM thing")
                }
            }
            let kept = try await ids(db)
            #expect(kept == [])
        }
    }

    @Test(arguments: Engines.available)
    func `A swallowed failure inside a savepoint undoes that`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            try await db.database.write { tx in
                try tx.run(Self.insert, [1])
                do {
                    try tx.savepoint {
                        try tx.run(Self.insert, [2])
                        do { try tx.run(Self.insert, [1]) } catch DatabaseError.taken {}
                    }
                } catch DatabaseError.taken {}
                try tx.run(Self.insert, [3])
            }
            #expect(try await ids(db) == [1, 3])
        }
    }

    @Test(arguments: Engines.available)
    func `A transaction is not to be kept for later`(_ engine: TestEngine) async throws {
        final class Keeper: @unchecked Sendable { var tx: Transaction? }
        try await engine.withDatabase(Self.table) { db in
            let keeper = Keeper()
            try await db.database.write { tx in keeper.tx = tx }
            #expect(throws: DatabaseError.self) { try keeper.tx?.run(Self.insert, [1]) }
        }
    }

    @Test(arguments: Engines.available)
    func `A read sees one moment and cannot write`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            try await db.database.write { tx in try tx.run(Self.insert, [1]) }
            let (reading, wrote) = (Gate(), Gate())
            async let counts = db.database.read { tx in
                let before = try tx.integer("SELECT count(*) FROM thing")
                reading.open()
                wrote.wait()
                return [before, try tx.integer("SELECT count(*) FROM thing")]
            }
            await reading.opened()
            try await db.database.write { tx in try tx.run(Self.insert, [2]) }
            wrote.open()
            #expect(try await counts == [1, 1])
            await #expect(throws: DatabaseError.self) {
                try await db.database.read { tx in try tx.run(Self.insert, [3]) }
            }
            #expect(try await ids(db) == [1, 2])
        }
    }

    @Test(arguments: Engines.available)
    func `A thousand reads do not wait for a write`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            let (writing, read) = (Gate(), Gate())
            async let written: Void = db.database.write { tx in
                try tx.run(Self.insert, [1])
                writing.open()
                read.wait()
            }
            await writing.opened()
            let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<1000 { group.addTask { try await db.count("thing") } }
                return try await group.reduce(0, +)
            }
            read.open()
            try await written
            #expect(sum == 0)
            #expect(try await ids(db) == [1])
        }
    }

    @Test(arguments: Engines.available)
    func `A database that was closed refuses`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            try await db.database.close()
            await #expect(throws: (any Error).self) { try await db.database.read { tx in try tx.integer("SELECT 1") } }
        }
    }
}
