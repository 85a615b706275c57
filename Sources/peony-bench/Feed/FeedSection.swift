import Foundation
import GRDB
import HubAPI
import HubClient
import HubStore
import Kiosk
import KioskStore

/// (g) A fresh kiosk fetches a whole salon: the hub in a process of its own, HTTP over loopback in between, the
/// kiosk's own service and file; beside it the same JSON, page by page, from one bare SQLite file into another.
struct FeedSection {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    func figures() async throws -> [Figure] {
        let salon = try await FedSalon.make(bench, members: bench.count(30_000, least: 3_000))
        let hub = try OwnProgram(["hub", "--database", salon.hub])
        defer { hub.end() }
        guard let port = Int(try hub.line()) else { throw BaselineFailure(what: "hub", code: 1) }
        let client = try HubClient(baseURL: "http://127.0.0.1:\(port)", token: salon.token)
        let pages = try await salon.pages(client)
        var blocks = Blocks()
        for round in 0..<bench.count(5, least: 3) {
            let store = try KioskStore.benching(bench.path("fed-\(round).sqlite"), kiosk: salon.kiosk)
            defer { store.close() }
            let feed = FeedService(
                Uplink(
                    store: store, hub: HTTPHubLink(client: client, kiosk: salon.kiosk), Surroundings(clock: .system())),
                interval: .seconds(30))
            let start = Ticks.now()
            try await feed.refresh()
            let ours = Ticks.now() - start
            let theirs = try bare(pages, round)
            blocks.add(ours: Double(ours), theirs: Double(theirs))
        }
        let bytes = pages.joined().reduce(0) { $0 + $1.utf8.count }
        return [
            Figure(
                what: "feed of \(salon.members) members to a fresh kiosk", value: blocks.median / 1e9, unit: "s",
                beside: blocks.beside("bare SQLite to SQLite", scale: 1e-9),
                note: "\(pages.count) pages, \(bytes / 1_000_000) MB of JSON; hub's peak "
                    + "\(hub.memory.peakBytes / 1_000_000) MB")
        ]
    }

    /// The least that must happen: each member's JSON is read from one file and written to another, a page at a time.
    private func bare(_ pages: [[String]], _ round: Int) throws -> UInt64 {
        var full = Configuration()
        full.prepareDatabase { db in try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL") }
        let from = try DatabaseQueue(path: bench.path("bare-from-\(round).sqlite"), configuration: full)
        let to = try DatabaseQueue(path: bench.path("bare-to-\(round).sqlite"), configuration: full)
        for queue in [from, to] {
            try queue.write { db in
                try db.execute(sql: "CREATE TABLE member (number INTEGER PRIMARY KEY, page INTEGER, facts TEXT)")
                try db.execute(sql: "CREATE INDEX of_page ON member (page)")
            }
        }
        try from.write { db in
            for (page, members) in pages.enumerated() {
                for facts in members {
                    try db.execute(sql: "INSERT INTO member (page, facts) VALUES (?, ?)", arguments: [page, facts])
                }
            }
        }
        return try Ticks.of {
            for page in pages.indices {
                let members = try from.read { db in
                    try String.fetchAll(db, sql: "SELECT facts FROM member WHERE page = ?", arguments: [page])
                }
                try to.write { db in
                    let insert = try db.cachedStatement(sql: "INSERT INTO member (page, facts) VALUES (?, ?)")
                    for facts in members { try insert.execute(arguments: [page, facts]) }
                }
            }
        }
    }
}

/// A hub's file with many members: a sample salon, and copies of its people under other ids.
struct FedSalon {
    let hub: String
    let kiosk: String
    let token: String
    let members: Int

    private static let sample = 500

    static func make(_ bench: Workbench, members: Int) async throws -> FedSalon {
        Progress.say("   a hub with \(members) members")
        let path = bench.path("feeding.sqlite")
        let database = try HubDatabase(path: path, now: { Int64(Date().timeIntervalSince1970 * 1000) })
        let salon = try await database.seedSample(members: sample, seed: 1)
        let token = "bench-" + UUID().uuidString
        try await database.addToken(token, for: Bearer(role: .kiosk, kiosk: salon.kiosks[0]))
        try database.close()
        let copies = members / sample - 1
        try copy(path, copies)
        return FedSalon(hub: path, kiosk: salon.kiosks[0], token: token, members: sample * (copies + 1))
    }

    /// Members with their lots and histories' standing; a copy's id is the original's with other first bytes.
    private static func copy(_ path: String, _ copies: Int) throws {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        func own(_ column: String, _ copy: Int) -> String {
            "CAST(CAST(printf('%04d', \(copy)) AS BLOB) || substr(\(column), 5) AS BLOB)"
        }
        try queue.write { db in
            try db.execute(
                sql: """
                    PRAGMA defer_foreign_keys = ON;
                    CREATE TEMP TABLE sample_member AS SELECT * FROM member ORDER BY version;
                    CREATE TEMP TABLE sample_lot AS SELECT * FROM lot;
                    """)
            for copy in 1...max(1, copies) {
                try db.execute(
                    sql: """
                        CREATE TEMP TABLE fresh AS SELECT * FROM sample_member;
                        UPDATE fresh SET id = \(own("id", copy)), number = number || '-\(copy)',
                            version = rowid + (SELECT version FROM hub), night_due_ms = NULL;
                        UPDATE hub SET version = (SELECT max(version) FROM fresh);
                        INSERT INTO member SELECT * FROM fresh;
                        DROP TABLE fresh;
                        CREATE TEMP TABLE fresh AS SELECT * FROM sample_lot;
                        UPDATE fresh SET member = \(own("member", copy));
                        INSERT INTO lot SELECT * FROM fresh;
                        DROP TABLE fresh;
                        """)
            }
        }
    }

    /// The members' JSON as it comes, page by page.
    func pages(_ client: HubClient) async throws -> [[String]] {
        let encoder = JSONEncoder()
        var pages: [[String]] = []
        var cursor: Int64?
        while true {
            let page = try await client.feed(kiosk: kiosk, cursor: cursor, hubEpoch: nil)
            pages.append(try page.members.map { String(decoding: try encoder.encode($0), as: UTF8.self) })
            cursor = page.cursor
            guard page.more else { return pages }
        }
    }
}
