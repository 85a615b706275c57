import Foundation
import GRDB
import HubAPI
import Testing

@testable import HubStore

/// What operators do with the hub's file, by the program, beside a hub in this process.
extension HubdTests {
    /// A seeded file that this process serves from, so to say.
    private func withHub(_ body: (_ folder: String, _ file: String, HubDatabase) async throws -> Void) async throws {
        try await withFolder { folder in
            let database = try HubDatabase(path: folder + "/hub.sqlite") { TestClock.startMs }
            _ = try await database.seedSample(members: 5, seed: 7)
            try await body(folder, folder + "/hub.sqlite", database)
            try database.close()
        }
    }

    /// Not by reading it: whoever closes a file lets go of all POSIX locks that this process has on it, SQLite's too.
    private func state(_ file: String) throws -> [String] {
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        return [FileAttributeKey.size, .modificationDate].map { "\(String(describing: attributes[$0]))" }
    }

    @Test func `No second process writes the log back into the file`() async throws {
        try await withHub { folder, file, database in
            // More than the thousand pages after which SQLite does so by itself.
            try tamper(
                with: file,
                """
                PRAGMA wal_autocheckpoint = 0;
                CREATE TABLE filling (bytes BLOB); INSERT INTO filling VALUES (zeroblob(8000000))
                """)
            let before = try state(file)
            #expect(OpenFiles.bytes(file + "-wal") > 1000 * 4096)
            #expect(try run("token", "add", "--database", file, "--role", "staff").status == 0)
            #expect(try run("policy", "list", "--database", file).status == 0)
            #expect(try run("audit", "--database", file).status == 0)
            #expect(try run("backup", "--database", file, folder + "/copy.sqlite").status == 0)
            #expect(try state(file) == before)
            #expect(try await database.tokenList().count == 1)
        }
    }

    @Test func `A full disk and a reader that leaves end every command with words and a code`() async throws {
        try await withHub { folder, file, database in
            let commands = [
                ["audit"], ["token", "add", "--role", "staff"], ["token", "list"], ["policy", "list"],
                ["policy", "list", "--json"], ["clock", "show"], ["backup", folder + "/full.sqlite"],
                ["backup", "--json", folder + "/json.sqlite"], ["check-config", "--show-reference"],
                ["check-config", "--show-schema"],
            ]
            _ = try await database.addToken("an older one", for: Bearer(role: .operator, kiosk: nil))
            let before = try await database.tokenList().filter { $0.revokedAtMs == nil }
            for command in commands {
                let arguments = command + (command[0] == "check-config" ? [] : ["--database", file])
                let full = try run(arguments, into: try #require(FileHandle(forWritingAtPath: "/dev/full")))
                #expect(full.status == 74 && full.errors.contains("No space left on device"), "\(command): \(full)")
                try? FileManager.default.removeItem(atPath: folder + "/full.sqlite")
                try? FileManager.default.removeItem(atPath: folder + "/json.sqlite")
                let pipe = Pipe()
                try pipe.fileHandleForReading.close()
                let left = try run(arguments, into: pipe.fileHandleForWriting)
                #expect(left.status == 141, "\(command): \(left)")
            }
            let after = try await database.tokenList().filter { $0.revokedAtMs == nil }
            #expect(after == before, "a token that nobody read is taken back")
        }
    }

    @Test func `A mistyped path and an emptied file are refused by every command, and nothing is made`() async throws {
        try await withFolder { folder in
            let (typed, emptied) = (folder + "/typo.sqlite", folder + "/emptied.sqlite")
            try Data().write(to: URL(filePath: emptied))
            for path in [typed, emptied] {
                let commands = [
                    ["serve", "--port", "0"], ["audit"], ["restored"], ["token", "list"], ["policy", "list"],
                    ["backup", folder + "/copy.sqlite"],
                ]
                for command in commands {
                    let outcome = try run(command + ["--database", path])
                    #expect(outcome.status == 78, "\(command)")
                    #expect(outcome.errors.hasPrefix("hubd: \(path): the"), "\(command): \(outcome.errors)")
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["emptied.sqlite"])
        }
    }

    @Test func `While a hub has its file, a second one and a restore end with 75`() async throws {
        try await withHub { folder, file, _ in
            let copy = folder + "/copy.sqlite"
            let made = try run("backup", "--json", "--database", file, copy)
            #expect(made.status == 0 && made.output.contains(#""members":5"#), "\(made.errors)")
            #expect(try run("backup", "--database", file, copy).status == 78)
            for command in [["serve", "--port", "0"], ["restored"], ["restore", copy]] {
                let outcome = try run(command + ["--database", file])
                #expect(outcome.status == 75 && outcome.errors.contains("Stop it first"), "\(command)")
            }
        }
    }
}
