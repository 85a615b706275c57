import Database
import DatabasePostgres
import DatabaseTesting
import HubAPI
import Testing
import Vocabulary

@testable import HubStore

/// What of several hubs exactly one does at a time.
@Suite struct JobTests {
    /// Two hubs over one server with the sample salon.
    private func withTwo(_ body: (HubDatabase, HubDatabase, TestClock) async throws -> Void) async throws {
        let options = try await PostgresCluster.shared.value.newOptions()
        let clock = TestClock()
        func open() async throws -> HubDatabase {
            try await HubDatabase.open(.server(options), clock: HubClock(following: { clock.nowMs }))
        }
        let (one, other) = (try await open(), try await open())
        _ = try await one.seedSample(members: 12, seed: 7)
        try await body(one, other, clock)
        try await one.closeAndWait()
        try await other.closeAndWait()
    }

    /// - Returns: how many members this hub has looked at, and whose nights failed.
    private static func allNights(_ database: HubDatabase) async throws -> (members: Int, failures: [String]) {
        var all: (members: Int, failures: [String]) = (0, [])
        while true {
            let (members, failures) = try await database.runNights()
            (all.members, all.failures) = (all.members + members, all.failures + failures)
            guard members == 0 else { continue }
            let left = try await database.read { [nowMs = database.now()] tx in
                try tx.integer("SELECT count(*) FROM member WHERE night_due_ms <= $1", [nowMs])
            }
            if left == 0 { return all }
        }
    }

    @Test func `Two hubs run the nights of two hundred members, each night once`() async throws {
        try await withTwo { one, other, clock in
            try await one.seedCrowd(188)
            clock.advance(ms: TestSalon.dayMs)
            let due = try await one.write { tx in try tx.run("UPDATE member SET night_due_ms = $1", [clock.nowMs]) }
            #expect(due == 200)
            async let first = Self.allNights(one)
            async let second = Self.allNights(other)
            let (mine, others) = try await (first, second)
            #expect(mine.members + others.members == due)
            #expect(mine.failures + others.failures == [])
            let twice = try await one.read { tx in
                try tx.rows(
                    """
                    SELECT member FROM member_entry WHERE id LIKE 'night%' GROUP BY member, at_ms HAVING count(*) > 1
                    """
                ).count
            }
            #expect(twice == 0)
            try await expectSound(one)
        }
    }

    @Test func `Two hubs do all chores at once, and no expiry is booked twice`() async throws {
        try await withTwo { one, other, clock in
            try await one.seedCrowd(100, expiresAtMs: clock.nowMs + TestSalon.dayMs)
            clock.advance(ms: 2 * TestSalon.dayMs)
            async let first: Void = one.tidy()
            async let second: Void = other.tidy()
            _ = try await (first, second)
            try await other.tidy()
            let expired = try await one.read { tx in
                try tx.integer("SELECT count(*) FROM ledger WHERE kind = 'expiry' AND lot LIKE 'crowd%'")
            }
            #expect(expired == 100, "each once")
        }
    }

    @Test func `A job that another hub holds is passed by, and is free again when that one dies`() async throws {
        try await withTwo { one, other, _ in
            let job = Job("holds")
            #expect(try await one.engine.write { tx in try job.tryLock(in: tx) })
            let (held, hold) = AsyncStream.makeStream(of: Void.self)
            let holding = Task {
                try await one.engine.write { tx in
                    _ = try job.tryLock(in: tx)
                    hold.finish()
                    // As long as this hub lives.
                    _ = try tx.rows("SELECT CAST(pg_sleep(60) AS text)")
                }
            }
            for await _ in held {}
            #expect(try await !other.engine.write { tx in try job.tryLock(in: tx) })
            #expect(try await other.engine.write { tx in try Job("nights").tryLock(in: tx) })
            try await PostgresCluster.shared.value.command(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' "
                    + "AND pid <> pg_backend_pid()")
            await #expect(throws: DatabaseError.self) { try await holding.value }
            #expect(try await other.engine.write { tx in try job.tryLock(in: tx) })
        }
    }
}
