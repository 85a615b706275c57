import Database
import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import Testing

@testable import HubStore

/// A server that is cut off, full, or does not let anybody in.
@Suite struct MoveFaultTests {
    private static let clock = HubClock(following: { TestClock.startMs })

    private func withServer(
        smallDiskMiB: Int? = nil, _ body: (PostgresCluster, TestSalon, PostgresOptions) async throws -> Void
    ) async throws {
        let cluster = try await PostgresCluster.start(smallDiskMiB: smallDiskMiB)
        let salon = try await TestSalon.full(members: 6)
        try salon.database.close()
        do { try await body(cluster, salon, cluster.newOptions()) } catch {
            cluster.end()
            throw error
        }
        cluster.end()
    }

    private func requireFileServes(_ salon: TestSalon) throws {
        try HubDatabase(path: salon.path + "/hub.sqlite", as: .owner(mayCreate: false), clock: Self.clock).close()
    }

    @Test(arguments: [HubMove.Event.copying(1), .copied, .gone])
    func `A server that is cut off in the middle leaves the hub in one place, and the same command goes on`(
        event: HubMove.Event
    ) async throws {
        try await withServer { cluster, salon, server in
            let file = salon.path + "/hub.sqlite"
            let cut = HubMove(file: file, server: server, clock: Self.clock) { told in
                guard told == event else { return }
                try cluster.command(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'peony'")
            }
            if event == .copying(1) {
                let error = await #expect(throws: DatabaseError.self) { try await cut.run() }
                guard case .lost = error else { throw try #require(error) }
                try requireFileServes(salon)
                #expect(try PlainRows.ofServer(server) == [:])
            } else {
                // The pool opens another connection.
                #expect(try await cut.run().isNew)
            }
            try await cluster.stop()
            let away = HubMove(file: file, server: server, clock: Self.clock)
            let gone = await #expect(throws: DatabaseError.self) { try await away.undo() }
            guard case .lost = gone else { throw try #require(gone) }
            try await cluster.start()
            _ = try await away.run()
            #expect(throws: HubFileError.gone(path: file, to: server.name)) { try requireFileServes(salon) }
            try await HubDatabase.open(server: server, as: .owner(mayCreate: false), clock: Self.clock).closeAndWait()
        }
    }

    @Test func `A server that runs full keeps nothing of the copy, and takes it after room was made`() async throws {
        try await withServer(smallDiskMiB: 24) { cluster, salon, _ in
            try cluster.command("CREATE TABLESPACE small LOCATION '\(cluster.folder)/small'")
            try cluster.command("CREATE DATABASE narrow TABLESPACE small")
            var server = PostgresOptions(url: cluster.url.replacing("/postgres?", with: "/narrow?"))
            try PlainRows.psql("CREATE EXTENSION btree_gist; CREATE TABLE filling (body text)", server)
            try PlainRows.psql("ALTER TABLE filling ALTER body SET STORAGE EXTERNAL", server)
            server.schema = "hub"
            try PlainRows.psql(
                """
                CREATE SCHEMA hub;
                DO $$ BEGIN LOOP
                    BEGIN INSERT INTO public.filling VALUES (repeat('x', 1000000));
                    EXCEPTION WHEN disk_full THEN RETURN; END;
                END LOOP; END $$
                """, server)
            let move = HubMove(file: salon.path + "/hub.sqlite", server: server, clock: Self.clock)
            let error = await #expect(throws: DatabaseError.self) { try await move.run() }
            guard case .full = error else { throw try #require(error) }
            try requireFileServes(salon)
            #expect(try PlainRows.ofServer(server) == [:])
            try PlainRows.psql("DROP TABLE public.filling", server)
            #expect(try await move.run().isNew)
        }
    }

    @Test func `A wrong password, database or schema needs a person, and no password is said`() async throws {
        try await withServer { cluster, salon, server in
            try cluster.command("CREATE ROLE guarded LOGIN PASSWORD 'right'")
            let rules = "\(cluster.folder)/data/pg_hba.conf"
            let before = try String(contentsOfFile: rules, encoding: .utf8)
            let handle = try #require(FileHandle(forWritingAtPath: rules))
            try handle.write(contentsOf: Data(("local all guarded scram-sha-256\n" + before).utf8))
            try handle.close()
            try cluster.command("SELECT pg_reload_conf()")
            let folder = cluster.folder
            let cases = [
                ("postgres://guarded:wr0ngWord@/postgres?host=\(folder)", "public", "does not let this login in"),
                ("postgres://peony@/nothing?host=\(folder)", "public", "does not let this login in"),
                ("postgres://peony@/postgres?host=\(folder)", "nothing", "CREATE SCHEMA nothing"),
                ("postgres://guarded:right@/postgres?host=\(folder)", server.schema, "GRANT USAGE, CREATE"),
            ]
            for (url, schema, words) in cases {
                var options = PostgresOptions(url: url)
                options.schema = schema
                let move = HubMove(file: salon.path + "/hub.sqlite", server: options, clock: Self.clock)
                let error = await #expect(throws: DatabaseError.self) { try await move.run() }
                guard case .unfit(let said) = error else { throw try #require(error) }
                #expect(said.contains(words) && !said.contains("wr0ngWord"), "\(said)")
                try requireFileServes(salon)
            }
        }
    }
}
