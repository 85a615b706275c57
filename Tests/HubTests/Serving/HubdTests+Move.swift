import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import Testing

@testable import HubStore

/// What operators do to move a hub, by the program.
extension HubdTests {
    /// A seeded file that nobody has open, and the address of an empty database with a password in it.
    private func withMove(
        members: Int = 5, _ body: (_ folder: String, _ file: String, _ server: String) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let database = try HubDatabase(path: folder + "/hub.sqlite") { TestClock.startMs }
            _ = try await database.seedSample(members: members, seed: 7)
            try database.close()
            let cluster = try await PostgresCluster.shared.value
            let name = "moved_\(cluster.newSchema())"
            try cluster.command("CREATE DATABASE \(name)")
            let address = cluster.url.replacing("/postgres?", with: "/\(name)?")
            try PlainRows.psql("CREATE EXTENSION btree_gist", PostgresOptions(url: address))
            try await body(
                folder, folder + "/hub.sqlite", address.replacing("peony@", with: "peony:s3cretWord@"))
        }
    }

    @Test func `A hub is moved with progress and a table, and its file says where it went`() async throws {
        try await withMove { _, file, server in
            let moved = try run("migrate-to", "--database", file, server)
            #expect(moved.status == 0 && moved.errors.contains("50 %") && moved.errors.contains("100 %"))
            #expect(moved.output.contains("  member           5 rows  ") && moved.output.contains("principal"))
            let again = try run("migrate-to", "--json", "--database", file, server)
            #expect(again.status == 0 && again.output.contains(#""isNew":false"#))
            let commands = [
                ["serve", "--port", "0"], ["audit"], ["token", "add", "--role", "staff"], ["restored"],
            ]
            for command in commands {
                let refused = try run(command + ["--database", file])
                #expect(refused.status == 78 && refused.errors.contains("has moved to postgres://"), "\(command)")
                #expect(!refused.errors.contains("s3cretWord"))
            }
            let back = try run("migrate-to", "--undo", "--database", file, server)
            #expect(back.status == 0 && back.output.contains("The hub is back"), "\(back.errors)")
            #expect(try run("audit", "--database", file).status == 0)
            for outcome in [moved, again, back] { #expect(!(outcome.output + outcome.errors).contains("s3cretWord")) }
        }
    }

    @Test func `Killed in the middle, the same command moves the hub`() async throws {
        try await withMove(members: 60) { _, file, server in
            let (process, _, errors) = try start(["migrate-to", "--database", file, server])
            var said = Data()
            while !String(decoding: said, as: UTF8.self).contains("40 %") {
                let more = errors.fileHandleForReading.availableData
                if more.isEmpty { break }
                said += more
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(try run("audit", "--database", file).status == 0)
            let moved = try run("migrate-to", "--json", "--database", file, server)
            #expect(moved.status == 0 && moved.output.contains(#""isNew":true"#), "\(moved.errors)")
        }
    }

    @Test func `A backup is restored onto a server once, and moves from there by a backup only`() async throws {
        try await withMove { folder, file, server in
            let copy = folder + "/copy.sqlite"
            #expect(try run("backup", "--database", file, copy).status == 0)
            let restored = try run("restore", "--database", server, copy)
            #expect(restored.status == 0 && restored.output.contains("under the new epoch"), "\(restored.errors)")
            let again = try run("restore", "--database", server, copy)
            #expect(again.status == 78 && again.errors.contains("another hub is there"))
            #expect(!(restored.output + again.errors).contains("s3cretWord"))
            #expect(try run("migrate-to", "--database", server, server).status == 64)
            #expect(try run("migrate-to", "--database", file, folder + "/other.sqlite").status == 64)
        }
    }

    @Test func `What stands in the way of a move is said in words and codes, without the password`() async throws {
        try await withMove { folder, file, server in
            let absent = server.replacing("/moved_", with: "/nothing_")
            let cases: [(file: String, server: String, code: Int32, words: String)] = [
                (file, absent, 78, "does not let this login in"),
                (file, "postgres://peony:s3cretWord@/peony?host=/nowhere", 75, "Nothing is lost"),
                (folder + "/typo.sqlite", server, 78, "there is no file"),
            ]
            for (file, server, code, words) in cases {
                let refused = try run("migrate-to", "--database", file, server)
                #expect(refused.status == code && refused.errors.contains(words), "\(refused.errors)")
                #expect(!refused.errors.contains("s3cretWord"))
            }
            let hub = try HubDatabase(path: file) { TestClock.startMs }
            #expect(try run("migrate-to", "--database", file, server).status == 75)
            try hub.close()
        }
    }
}
