import Database
import DatabaseTesting
import Dispatch
import Synchronization
import Testing

@Suite struct LockTests {
    private static let purse = """
        CREATE TABLE purse (member {int} PRIMARY KEY, points {int} NOT NULL) {end};
        INSERT INTO purse (member, points) VALUES (0, 0), (1, 0), (2, 0), (3, 0);
        """

    @Test(arguments: Engines.available)
    func `Sixty-four writers of one row lose nothing under its lock`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.purse) { db in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await db.database.write(locking: [Lock(.member, "0")]) { tx in
                            let points = try tx.integer("SELECT points FROM purse WHERE member = 0")
                            try tx.run("UPDATE purse SET points = $1 WHERE member = 0", [points + 1])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let points = try await db.database.read { tx in
                try tx.integer("SELECT points FROM purse WHERE member = 0")
            }
            #expect(points == 64)
        }
    }

    @Test(arguments: Engines.available, [UInt64(1), 2])
    func `Locks in any order never wait in a circle`(_ engine: TestEngine, _ seed: UInt64) async throws {
        try await engine.withDatabase(Self.purse) { db in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    let (from, to) = (Int((seed &+ UInt64(number)) % 4), (number * 7 + 1) % 4)
                    group.addTask {
                        let locks = [Lock(.card, "\(to)"), Lock(.member, "\(from)"), Lock(.member, "\(to)")]
                        try await db.database.write(locking: locks) { tx in
                            try tx.run("UPDATE purse SET points = points - 1 WHERE member = $1", [from])
                            try tx.run("UPDATE purse SET points = points + 1 WHERE member = $1", [to])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await db.database.read { tx in try tx.integer("SELECT sum(points) FROM purse") } == 0)
        }
    }

    static let wrongOrders: [(held: Lock, wanted: Lock)] = [
        (Lock(.coupon, "a"), Lock(.member, "z")), (Lock(.card, "a"), Lock(.coupon, "a")),
        (Lock(.member, "b"), Lock(.member, "a")), (Lock(.member, "ab"), Lock(.member, "a")),
    ]

    @Test(arguments: Engines.available)
    func `A lock that comes before one that is held is an error on both`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.purse) { db in
            for (held, wanted) in Self.wrongOrders {
                await #expect(throws: DatabaseError.lockOrder(wanted, after: held)) {
                    try await db.database.write(locking: [held]) { tx in try tx.lock([wanted]) }
                }
                try await db.database.write(locking: [wanted, held]) { tx in try tx.lock([held]) }
            }
        }
    }

    @Test(arguments: Engines.available)
    func `A lock of a savepoint that was undone is not held`(_ engine: TestEngine) async throws {
        struct Own: Error {}
        try await engine.withDatabase(Self.purse) { db in
            try await db.database.write { tx in
                do {
                    try tx.savepoint {
                        try tx.lock([Lock(.card, "a")])
                        throw Own()
                    }
                } catch is Own {}
                try tx.lock([Lock(.member, "a")])
            }
        }
    }

    /// What a body finds out on its way: the higher of two first, in a savepoint whose errors it keeps to itself.
    @Test(arguments: Engines.available)
    func `What is needed late is locked from the beginning the next time`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.purse) { db in
            let runs = Mutex(0)
            let wasNew = try await db.database.write { tx in
                runs.withLock { $0 += 1 }
                let first = try tx.ensureLocked([Lock(.member, "b")])
                _ = try? tx.savepoint { try tx.ensureLocked([Lock(.member, "a")]) }
                return first
            }
            #expect(runs.withLock { $0 } == (engine == .sqlite ? 1 : 2))
            #expect(!wasNew, "an only writer needs none, and at the second run it was locked already")
            let alone = try await db.database.write(locking: [.hub]) { tx in try tx.ensureLocked([Lock(.member, "a")]) }
            #expect(!alone, "who has the hub alone has everything")
        }
    }

    @Test(arguments: Engines.available)
    func `What somebody has is not free, and nobody waits for it`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.purse) { db in
            let wanted = ["a", "b", "c"].map { Lock(.member, $0) }
            let (held, hold) = AsyncStream.makeStream(of: Void.self)
            let (over, end) = AsyncStream.makeStream(of: Void.self)
            async let holding: Void = db.database.write(locking: [.sharedHub, wanted[1]]) { _ in
                hold.finish()
                let done = DispatchSemaphore(value: 0)
                Task {
                    for await _ in over {}
                    done.signal()
                }
                // One writer of a file would wait for the other.
                if engine != .sqlite { done.wait() }
            }
            for await _ in held {}
            let free = try await db.database.write(locking: [.sharedHub]) { tx in try tx.lockIfFree(wanted) }
            #expect(free == (engine == .sqlite ? wanted : [wanted[0], wanted[2]]))
            end.finish()
            try await holding
        }
    }

    @Test func `A lock keeps its key in all versions`() {
        #expect(Lock(.member, "a").key(in: "public") == 0x0446_0fa2_bd3b_fa74)
        #expect(Lock(.card, "").key(in: "public") >> 56 == 6)
        #expect(Set((0..<10_000).map { Lock(.member, "\($0)").key(in: "salon") }).count == 10_000)
        #expect(Lock.hub.key(in: "salon") != Lock.hub.key(in: "another"))
    }
}
