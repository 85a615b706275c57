import Database
import DatabaseTesting
import Synchronization
import Testing

@Suite struct JobTests {
    private static let table = """
        CREATE TABLE job (id {int} PRIMARY KEY, due_ms {int} NOT NULL, leased_until_ms {int} NOT NULL) {end};
        """

    private static func take(_ tx: Transaction, nowMs: Int64) throws -> [Int] {
        let jobs = try tx.rowsToTake(
            """
            SELECT id FROM job WHERE due_ms <= $1 AND leased_until_ms <= $1 ORDER BY due_ms, id LIMIT $2
            """, [nowMs, 5])
        try tx.runMany(
            "UPDATE job SET leased_until_ms = $2 WHERE id = $1", jobs.map { [try $0.value("id"), nowMs + 1000] })
        return try jobs.map { try $0["id"] }
    }

    @Test(arguments: Engines.available)
    func `Eight who take jobs take each exactly once`(_ engine: TestEngine) async throws {
        let count = 200
        try await engine.withDatabase(Self.table) { db in
            try await db.database.write { tx in
                try tx.runMany(
                    "INSERT INTO job (id, due_ms, leased_until_ms) VALUES ($1, $2, 0)",
                    (0..<count).map { [$0, $0 % 7] })
            }
            let taken = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var mine: [Int] = []
                        while true {
                            let jobs = try await db.database.write { tx in try Self.take(tx, nowMs: 100) }
                            if jobs.isEmpty { return mine }
                            mine += jobs
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == count)
            #expect(Set(taken).count == count)
        }
    }

    @Test(arguments: Engines.available)
    func `A lease that ran out is anybody's again`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.table) { db in
            try await db.database.write { tx in
                try tx.run("INSERT INTO job (id, due_ms, leased_until_ms) VALUES (1, 50, 0)")
            }
            var taken: [[Int]] = []
            for nowMs: Int64 in [49, 50, 51, 1049, 1050] {
                taken.append(try await db.database.write { tx in try Self.take(tx, nowMs: nowMs) })
            }
            #expect(taken == [[], [1], [], [], [1]])
        }
    }

    @Test func `Who takes jobs passes by what another is taking`() async throws {
        try await TestEngine.postgres.withDatabase(Self.table) { db in
            try await db.database.write { tx in
                try tx.runMany(
                    "INSERT INTO job (id, due_ms, leased_until_ms) VALUES ($1, 1, 0)", (0..<8).map { [$0] })
            }
            let (taking, seen) = (Gate(), Gate())
            async let first = db.database.write { tx in
                let jobs = try Self.take(tx, nowMs: 100)
                taking.open()
                seen.wait()
                return jobs
            }
            await taking.opened()
            let second = try await db.database.write { tx in try Self.take(tx, nowMs: 100) }
            seen.open()
            #expect(try await first == [0, 1, 2, 3, 4])
            #expect(second == [5, 6, 7])
        }
    }
}
