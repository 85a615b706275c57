import Database
import DatabaseSQLite
import Foundation
import GRDB
import Testing

@testable import HubStore

/// What a hub notices of its own file while it serves.
@Suite struct HealthTests {
    @Test func `A log that is removed is told of, and what was in it is saved`() async throws {
        let salon = try await TestSalon(members: 5)
        #expect(await salon.database.examine().isEmpty)
        #expect(try await salon.order(#"{"id": "f", "kind": "action", "action": "feedback"}"#).isAccepted)
        let path = salon.path + "/hub.sqlite"
        try FileManager.default.removeItem(atPath: path + "-wal")
        #expect(await salon.database.examine() == [.logGone])
        // As a killed process leaves it: the file alone.
        let copy = salon.path + "/left.sqlite"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let left = try HubDatabase(path: copy, as: .owner(mayCreate: false)) { 0 }
        #expect(try await left.entryTexts(of: salon.member, before: nil).contains(#""id":"f""#))
        try left.close()
    }

    @Test func `A database that is replaced while it is served is told of`() async throws {
        let salon = try await TestSalon(members: 5)
        let path = salon.path + "/hub.sqlite"
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        #expect(await salon.database.examine().contains(.replaced))
    }

    @Test func `A log that somebody's open read keeps long is told of, and shrinks when the read ends`() async throws {
        let salon = try await TestSalon(members: 5)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let guest = try DatabaseQueue(path: salon.path + "/hub.sqlite", configuration: configuration)
        try await guest.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN; SELECT count(*) FROM member")
        }
        try tamper(
            with: salon.database.name,
            "CREATE TABLE filling (bytes BLOB); INSERT INTO filling VALUES (zeroblob(40000000))")
        let held = await salon.database.examine()
        #expect(held.contains { if case .logHeld(let bytes) = $0 { bytes > 40_000_000 } else { false } }, "\(held)")
        try await guest.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(await salon.database.examine().isEmpty)
        try guest.close()
    }

    @Test func `A damaged page is found by reading the file through, and stays told`() async throws {
        let salon = try await TestSalon(members: 40)
        try await salon.database.requireFile("log").sqlite.writeLogBack(.truncate)
        #expect(try await salon.database.checkPages() == nil)
        let root = try await salon.database.read { tx in
            try tx.integer("SELECT rootpage FROM sqlite_schema WHERE name = 'why'")
        }
        let file = try FileHandle(forUpdating: URL(filePath: salon.path + "/hub.sqlite"))
        try file.seek(toOffset: UInt64(root - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xEE, count: 4096))
        try file.close()
        #expect(try await salon.database.checkPages() != nil)
        #expect(await salon.database.examine().contains { if case .damaged = $0 { true } else { false } })
    }

    @Test func `A row of the hub's own that cannot be read is named, and not blamed on whoever asks`() async throws {
        let salon = try await TestSalon(members: 5)
        let (member, now) = (salon.member, salon.clock.nowMs)
        try await salon.database.write { tx in
            try tx.run(
                """
                INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms)
                VALUES ('broken', $1, $2, 'yuerong-2026-1', '{}', 1)
                """, [member, now])
            try tx.run("UPDATE member SET evaluation = NULL")
        }
        await #expect(throws: HubStoreError.damaged(table: "member_entry", row: "broken")) {
            try await salon.database.history(after: nil, limit: nil)
        }
    }
}
