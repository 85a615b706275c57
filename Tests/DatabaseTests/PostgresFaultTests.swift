import Database
import DatabasePostgres
import DatabaseTesting
import Testing

extension SignalChannel {
    fileprivate static let feed: SignalChannel = "feed"
}

/// What happens to connections and to the server at the worst moment.
@Suite(.serialized) struct PostgresFaultTests {
    private static let table = "CREATE TABLE thing (id bigint PRIMARY KEY)"
    private static let insert: SQL = "INSERT INTO thing (id) VALUES ($1)"
    /// Ends the connections of this database but the one that says it.
    private static let killOthers: SQL = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND application_name = $1
        """

    /// So many transactions can be under way at once.
    private static let connections = 6

    /// Under a name by which its connections can be found.
    private func withNamedDatabase(
        _ body: (_ database: PostgresDatabase, _ name: String) async throws -> Void
    ) async throws {
        var options = try await PostgresCluster.shared.value.newOptions()
        options.applicationName = options.schema
        options.connections = Self.connections
        let database = try await PostgresDatabase.open(options)
        do {
            try await database.write { tx in try tx.execute(Script(Self.table)) }
            try await body(database, options.applicationName)
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
    }

    /// From outside.
    private func killAll(_ name: String) async throws -> Int64 {
        let outside = try await PostgresDatabase.open(PostgresOptions(url: PostgresCluster.shared.value.url))
        let count = try await outside.read { tx in try tx.integer(Self.killOthers, [name]) }
        try await outside.close()
        return count
    }

    private func count(_ database: PostgresDatabase) async throws -> Int64 {
        try await database.read { tx in try tx.integer("SELECT count(*) FROM thing") }
    }

    private func lostWords(_ action: () async throws -> Void) async -> String? {
        do {
            try await action()
            return nil
        } catch DatabaseError.lost(let words) { return words } catch { return nil }
    }

    @Test func `A connection killed in the middle of a transaction is lost, and nothing is kept`() async throws {
        try await withNamedDatabase { database, name in
            let (begun, killed) = (Gate(), Gate())
            async let words = lostWords {
                try await database.write { tx in
                    try tx.run(Self.insert, [1])
                    begun.open()
                    killed.wait()
                    // A savepoint does not help.
                    do { try tx.savepoint { try tx.run(Self.insert, [2]) } } catch {}
                    try tx.run(Self.insert, [3])
                }
            }
            await begun.opened()
            #expect(try await killAll(name) > 0)
            killed.open()
            #expect(await words != nil)
            let kept = try await count(database)
            #expect(kept == 0)
        }
    }

    @Test func `Connections that were killed while idle are replaced without a word`() async throws {
        try await withNamedDatabase { database, name in
            // As many as there may be.
            let (all, go) = ((0..<Self.connections).map { _ in Gate() }, Gate())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for gate in all {
                    group.addTask {
                        try await database.read { tx in
                            _ = try tx.integer("SELECT 1")
                            gate.open()
                            go.wait()
                        }
                    }
                }
                for gate in all { await gate.opened() }
                for _ in all { go.open() }
                try await group.waitForAll()
            }
            #expect(try await killAll(name) == Int64(Self.connections))
            try await database.write { tx in try tx.run(Self.insert, [1]) }
            #expect(try await count(database) == 1)
        }
    }

    @Test func `A connection killed during the commit leaves its outcome unknown`() async throws {
        try await withNamedDatabase { database, _ in
            // A trigger that the commit runs.
            let deadly = """
                CREATE FUNCTION deadly() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(9); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER deadly AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW WHEN (NEW.id = 666) EXECUTE FUNCTION deadly();
                """
            try await database.write { tx in try tx.execute(Script(deadly)) }
            do {
                try await database.write { tx in try tx.run(Self.insert, [666]) }
                Issue.record("it was committed")
            } catch DatabaseError.outcomeUnknown {}
            try await database.write { tx in try tx.run(Self.insert, [1]) }
            #expect(try await count(database) == 1)
        }
    }

    @Test func `A commit that a deferred rule refuses keeps nothing and names the rule`() async throws {
        try await withNamedDatabase { database, _ in
            try await database.write { tx in
                try tx.execute(
                    Script("CREATE TABLE part (thing bigint REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)"))
            }
            await #expect(throws: DatabaseError.refused(.foreignKey)) {
                try await database.write { tx in try tx.run("INSERT INTO part (thing) VALUES (5)") }
            }
            #expect(try await database.read { tx in try tx.integer("SELECT count(*) FROM part") } == 0)
        }
    }

    @Test func `Who listens is told to look after its connection was killed, and hears on`() async throws {
        try await withNamedDatabase { database, name in
            var signals = database.signals(.feed).makeAsyncIterator()
            #expect(await signals.next() == .look)
            #expect(try await killAll(name) > 0)
            #expect(await signals.next() == .look)
            try await database.write { tx in tx.signal(.feed, "after") }
            #expect(await signals.next() == .said("after"))
        }
    }

    @Test func `Transactions that stand in each other's way are tried again until all are kept`() async throws {
        try await withNamedDatabase { database, _ in
            try await database.write { tx in try tx.runMany(Self.insert, [[1], [2]]) }
            // Without locks, in two orders: PostgreSQL ends one of two that wait for each other.
            try await database.write { tx in try tx.execute(Script("ALTER TABLE thing ADD n bigint DEFAULT 0")) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1), (1, 2), (2, 1)] {
                    group.addTask {
                        try await database.write { tx in
                            try tx.run("UPDATE thing SET n = n + 1 WHERE id = $1", [first])
                            _ = try tx.rows("SELECT pg_sleep(0.05)")
                            try tx.run("UPDATE thing SET n = n + 1 WHERE id = $1", [second])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { tx in try tx.integer("SELECT sum(n) FROM thing") } == 8)
        }
    }

    @Test func `A conflict that does not end is said after the last try`() async throws {
        var options = try await PostgresCluster.shared.value.newOptions()
        options.connections = 1
        let waits = Counter()
        let retries = Retries(tries: 4, fraction: { 0.5 }, pause: { _ in waits.add() })
        let database = try await PostgresDatabase.open(options, retries: retries)
        let tries = Counter()
        await #expect(throws: DatabaseError.self) {
            try await database.write { tx in
                tries.add()
                try tx.execute(Script("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$"))
            }
        }
        #expect(tries.count == 4)
        #expect(waits.count == 3)
        try await database.close()
    }

    @Test func `A table that was changed under a prepared statement is read anew`() async throws {
        try await withNamedDatabase { database, _ in
            try await database.write { tx in try tx.run(Self.insert, [1]) }
            let columns: @Sendable (Transaction) throws -> Int64 = { tx in
                let row = try tx.row("SELECT * FROM thing")
                return try row?["id"] ?? 0
            }
            #expect(try await database.read(columns) == 1)
            try await database.write { tx in
                try tx.execute(Script("ALTER TABLE thing ADD name text; ALTER TABLE thing ALTER id TYPE integer"))
            }
            #expect(try await database.read(columns) == 1)
        }
    }

    @Test func `A batch that fails leaves its connection as good as before`() async throws {
        var options = try await PostgresCluster.shared.value.newOptions()
        options.connections = 1
        let database = try await PostgresDatabase.open(options)
        let process: @Sendable (Transaction) throws -> Int64 = { tx in try tx.integer("SELECT pg_backend_pid()") }
        let before = try await database.read(process)
        try await database.write { tx in try tx.execute(Script(Self.table)) }
        await #expect(throws: DatabaseError.taken(table: "thing", key: "id")) {
            try await database.write { tx in
                try tx.runMany(Self.insert, [[1], [2]])
                try tx.runMany("UPDATE thing SET id = id + $1 WHERE id = $2", [[1, 1], [5, 1], [5, 2]])
            }
        }
        #expect(try await database.read(process) == before)
        try await database.close()
    }

    @Test func `A lock that is not had in time is busy`() async throws {
        var options = try await PostgresCluster.shared.value.newOptions()
        options.lockSeconds = 1
        let database = try await PostgresDatabase.open(options)
        let (held, tried) = (Gate(), Gate())
        async let holding: Void = database.write(locking: [Lock(.member, options.schema)]) { _ in
            held.open()
            tried.wait()
        }
        await held.opened()
        do {
            try await database.write(locking: [Lock(.member, options.schema)]) { _ in }
            Issue.record("both had it")
        } catch DatabaseError.busy {}
        tried.open()
        try await holding
        try await database.close()
    }

    @Test func `A server that was restarted is written to again, and one that runs full goes on after room is made`()
        async throws
    {
        let cluster = try await PostgresCluster.start(smallDiskMiB: 24)
        let database = try await PostgresDatabase.open(cluster.newOptions())
        try await database.write { tx in try tx.execute(Script(Self.table)) }
        try await cluster.stop()
        #expect(await lostWords { _ = try await database.write { tx in try tx.run(Self.insert, [1]) } } != nil)
        try await cluster.start()
        try await database.write { tx in try tx.run(Self.insert, [2]) }
        #expect(try await count(database) == 1)

        // A tablespace is not made in a transaction.
        try cluster.command("CREATE TABLESPACE small LOCATION '\(cluster.folder)/small'")
        try await fill(database)
        try await database.close()
        cluster.end()
    }

    private func fill(_ database: PostgresDatabase) async throws {
        // Not compressed.
        let heap = """
            CREATE TABLE heap (id bigint, body text) TABLESPACE small;
            ALTER TABLE heap ALTER body SET STORAGE EXTERNAL;
            """
        try await database.write { tx in try tx.execute(Script(heap)) }
        let body = String(repeating: "x", count: 1_000_000)
        var kept: Int64 = 0
        var failure: DatabaseError?
        while failure == nil, kept < 100 {
            do {
                try await database.write { [kept] tx in
                    try tx.run("INSERT INTO heap (id, body) VALUES ($1, $2)", [kept, body])
                }
                kept += 1
            } catch let error as DatabaseError { failure = error }
        }
        guard case .full = failure else {
            Issue.record("after \(kept): \(failure.map { "\($0)" } ?? "no failure")")
            return
        }
        #expect(try await database.read { tx in try tx.integer("SELECT count(*) FROM heap") } == kept)
        try await database.write { tx in try tx.execute(Script("DROP TABLE heap")) }
        try await database.write { tx in try tx.execute(Script(heap)) }
        try await database.write { tx in
            try tx.run("INSERT INTO heap (id, body) VALUES ($1, $2)", [1, body])
        }
    }
}
