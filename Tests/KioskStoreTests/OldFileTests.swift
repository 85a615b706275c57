import Foundation
import GRDB
import HubAPI
import Testing
import Vocabulary

@testable import KioskStore

/// A file of each schema that a kiosk ever had is served from today.
@Suite struct OldFileTests {
    /// A member, an arrival and a spend that the hub has, a spend that nobody knows the end of, and a language.
    private struct Kiosk {
        let bench: Bench
        let member: MemberFacts
        var hub = StandInHub()

        init() throws {
            bench = try Bench()
            member = bench.member(1)
            let store = try bench.store()
            try store.sync([member], from: &hub)
            try store.append(bench.checkIn(member))
            let spend = bench.spend(member, points: 10)
            try store.append(spend)
            try store.append(bench.outcome(spend.id, .posted, member))
            try store.drain(to: &hub)
            try store.append(bench.spend(member, points: 20, before: 10))
            try store.remember(language: "en", of: member.id)
            store.close()
        }

        /// Puts a file of an earlier schema in the place of today's, with its rows as far as that schema knew them.
        func makeOlder(version: Int) throws {
            let today = bench.path + ".today"
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: bench.path + suffix) {
                try FileManager.default.moveItem(atPath: bench.path + suffix, toPath: today + suffix)
            }
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: bench.path, configuration: configuration)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { db in
                for script in Schema.scripts[..<version] { try db.execute(sql: script) }
                try db.execute(sql: "PRAGMA user_version = \(version); ATTACH '\(today)' AS today")
                let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                for table in try String.fetchAll(db, sql: tables) {
                    let columns = try String.fetchAll(
                        db, sql: "SELECT name FROM pragma_table_info('\(table)', 'main')"
                    ).joined(separator: ", ")
                    try db.execute(
                        sql: """
                            DELETE FROM main.\(table);
                            INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM today.\(table)
                            """)
                }
            }
        }
    }

    @Test(arguments: 1...Schema.version)
    func `A file of an earlier schema keeps its journal, what is to be sent, and what is open`(version: Int) throws {
        var kiosk = try Kiosk()
        let today = try kiosk.bench.store()
        let (lines, head) = (try today.entries(above: 0, limit: .max), today.head)
        let (pending, open) = (try today.pendingUpload(), try today.standing(of: kiosk.member).openIntents)
        #expect(lines.count == 4 && pending?.entries.count == 1 && open.count == 1)
        today.close()
        try kiosk.makeOlder(version: version)

        let opened = try kiosk.bench.open()
        let store = opened.store
        #expect(opened.quarantine == nil)
        try store.verify()
        #expect(try store.entries(above: 0, limit: .max) == lines)
        #expect(try store.pendingUpload() == pending && store.head.epochID == head.epochID)
        // What the hub told before policies were documents is asked for anew.
        #expect(try (store.facts() == nil) == (version < 2))
        if version < 2 { try store.sync([kiosk.member], from: &kiosk.hub) }
        let standing = try store.standing(of: kiosk.member)
        #expect(standing.openIntents == open && standing.checkedInAtMs == lines[0].recordedAtMs)
        #expect(standing.language == (version < 3 ? nil : "en"))
        try store.append(kiosk.bench.checkIn(kiosk.member))
        try store.drain(to: &kiosk.hub)
        #expect(kiosk.hub.ids.count == 5)
        store.close()
    }
}
