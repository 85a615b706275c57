import Database
import DatabaseSQLite
import Foundation
import KioskTesting
import Testing

@Suite struct SQLiteFileTests {
    private static let table = Script("CREATE TABLE thing (id INTEGER PRIMARY KEY, body TEXT) STRICT")
    private static let insert: SQL = "INSERT INTO thing (id, body) VALUES ($1, $2)"

    private func open(
        _ folder: TemporaryFolder, _ name: String = "hub.sqlite", _ change: (inout SQLiteOptions) -> Void = { _ in }
    ) throws -> SQLiteDatabase {
        var options = SQLiteOptions(path: folder.appending(path: name).path)
        change(&options)
        return try SQLiteDatabase(options)
    }

    @Test func `Commits are flushed, and a wait can be blocking`() throws {
        let folder = try TemporaryFolder("sqlite")
        let database = try open(folder)
        #expect(try database.synchronous() == 2)
        try database.writeBlocking { tx in try tx.execute(Self.table) }
        #expect(try database.readBlocking { tx in try tx.integer("SELECT count(*) FROM thing") } == 0)
        #expect(try database.tables() == ["thing"])
        try database.close()
    }

    @Test func `A file that is full says so, and goes on after room was made`() async throws {
        let folder = try TemporaryFolder("sqlite")
        let database = try open(folder) { $0.maximumPages = 60 }
        try await database.write { tx in try tx.execute(Self.table) }
        let body = String(repeating: "x", count: 10_000)
        var (kept, failure) = (0, DatabaseError?.none)
        while failure == nil, kept < 100 {
            do {
                try await database.write { [kept] tx in
                    try tx.run(Self.insert, [kept, "small"])
                    do { try tx.savepoint { try tx.run(Self.insert, [kept + 1000, body]) } } catch {}
                }
                kept += 1
            } catch let error as DatabaseError { failure = error }
        }
        guard case .full = failure else {
            Issue.record("after \(kept): \(failure.map { "\($0)" } ?? "no failure")")
            return
        }
        #expect(try await database.read { tx in try tx.integer("SELECT count(*) FROM thing") } == Int64(kept * 2))
        try await database.write { tx in try tx.run("DELETE FROM thing WHERE id > 1005") }
        try await database.write { tx in try tx.run(Self.insert, [5000, body]) }
        try database.close()
    }

    @Test func `A file that somebody else writes to is busy`() async throws {
        let folder = try TemporaryFolder("sqlite")
        let (one, other) = (try open(folder), try open(folder) { $0.busySeconds = 0.05 })
        let (writing, tried) = (Gate(), Gate())
        try await one.write { tx in try tx.execute(Self.table) }
        async let written: Void = one.write { tx in
            try tx.run(Self.insert, [1, "x"])
            writing.open()
            tried.wait()
        }
        await writing.opened()
        do {
            try await other.write { tx in try tx.run(Self.insert, [2, "x"]) }
            Issue.record("two wrote at once")
        } catch DatabaseError.busy {}
        tried.open()
        try await written
        try one.close()
        try other.close()
    }

    @Test func `It is copied while it is written to`() async throws {
        let folder = try TemporaryFolder("sqlite")
        let database = try open(folder)
        try await database.write { tx in
            try tx.execute(Self.table)
            try tx.runMany(Self.insert, (0..<1000).map { [$0, "x"] })
        }
        let copied = Counter()
        try database.copy(to: folder.appending(path: "copy.sqlite").path, pagesPerStep: 1) { part in
            if part == 1 { copied.add() }
        }
        #expect(copied.count == 1)
        let copy = try open(folder, "copy.sqlite") { $0.isReadOnly = true }
        #expect(try await copy.read { tx in try tx.integer("SELECT count(*) FROM thing") } == 1000)
        #expect(try copy.unsoundness() == nil)
        #expect(try await copy.unsoundness(ofTable: "thing") == nil)
        try copy.close()
        try database.close()
    }

    @Test func `Only who may write the log back does so`() async throws {
        let folder = try TemporaryFolder("sqlite")
        let guest = try open(folder) { $0.mayCheckpoint = false }
        func bytes(_ name: String) throws -> Int {
            let path = folder.appending(path: name).path
            return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        }
        try await guest.write { tx in
            try tx.execute(Self.table)
            try tx.runMany(Self.insert, (0..<2000).map { [$0, String(repeating: "x", count: 5000)] })
        }
        #expect(try bytes("hub.sqlite-wal") > 10_000_000)
        #expect(try bytes("hub.sqlite") < 100_000)
        let owner = try open(folder)
        #expect(try await owner.writeLogBack(.truncate))
        #expect(try bytes("hub.sqlite-wal") == 0)
        #expect(try bytes("hub.sqlite") > 10_000_000)
        try guest.close()
        try owner.close()
    }

    @Test func `A migration may rebuild a table that others refer to, and keeps none that dangles`() throws {
        let folder = try TemporaryFolder("sqlite")
        let database = try open(folder)
        try database.migrate { tx in
            try tx.execute(
                Script(
                    """
                    CREATE TABLE room (id TEXT PRIMARY KEY) STRICT; INSERT INTO room VALUES ('green');
                    CREATE TABLE slot (room TEXT NOT NULL REFERENCES room (id)) STRICT;
                    INSERT INTO slot VALUES ('green');
                    """))
        }
        try database.migrate { tx in
            try tx.execute(
                Script(
                    """
                    DROP TABLE room; CREATE TABLE room (id TEXT PRIMARY KEY, seats INTEGER) STRICT;
                    INSERT INTO room (id) VALUES ('green');
                    """))
        }
        #expect(throws: DatabaseError.refused(.foreignKey)) {
            try database.migrate { tx in try tx.run("DELETE FROM room") }
        }
        #expect(throws: DatabaseError.refused(.foreignKey)) {
            try database.writeBlocking { tx in try tx.run("DELETE FROM room") }
        }
        #expect(try database.readBlocking { tx in try tx.integer("SELECT count(*) FROM room") } == 1)
        #expect(try database.unsoundness() == nil)
        try database.close()
    }

    @Test func `What is no database is damaged, and a folder cannot be used`() throws {
        let folder = try TemporaryFolder("sqlite")
        try Data(repeating: 65, count: 10_000).write(to: folder.appending(path: "letters"))
        #expect(throws: DatabaseError.noDatabase("file is not a database")) { try open(folder, "letters") }
        do {
            _ = try open(folder, "")
            Issue.record("a folder was opened")
        } catch DatabaseError.unavailable {}
    }

    @Test func `A text that is none is damage`() throws {
        let folder = try TemporaryFolder("sqlite")
        let database = try open(folder)
        try database.writeBlocking { tx in
            try tx.execute(Self.table)
            try tx.run("INSERT INTO thing (id, body) VALUES (1, CAST($1 AS TEXT))", [[UInt8](arrayLiteral: 0xff, 0xfe)])
            #expect(throws: DatabaseError.self) { let _: String? = try tx.row("SELECT body FROM thing")?["body"] }
        }
        try database.close()
    }

    @Test func `A task that was cancelled is not kept`() async throws {
        let folder = try TemporaryFolder("sqlite")
        let database = try open(folder)
        try await database.write { tx in try tx.execute(Self.table) }
        let (writing, cancelled) = (Gate(), Gate())
        let task = Task {
            try await database.write { tx in
                try tx.run(Self.insert, [1, "x"])
                writing.open()
                cancelled.wait()
                try tx.run(Self.insert, [2, "x"])
            }
        }
        await writing.opened()
        task.cancel()
        cancelled.open()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await database.read { tx in try tx.integer("SELECT count(*) FROM thing") } == 0)
        try database.close()
    }
}
