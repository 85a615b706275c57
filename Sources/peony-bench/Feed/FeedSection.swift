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
        let salon = try await bench.salon(named: "feeding.sqlite")
        let token = try await salon.token()
        let hub = try salon.serve()
        defer { hub.end() }
        guard let port = Int(try hub.line()) else { throw BaselineFailure(what: "hub", code: 1) }
        let client = try HubClient(baseURL: "http://127.0.0.1:\(port)", token: token)
        let pages = try await pages(salon.kiosk, client)
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
                what: "feed of \(salon.kept.members) members to a fresh kiosk", value: blocks.median / 1e9, unit: "s",
                beside: blocks.beside("bare SQLite to SQLite", scale: 1e-9),
                note: "\(pages.count) pages, \(bytes / 1_000_000) MB of JSON; hub's peak "
                    + "\(hub.memory.peakBytes / 1_000_000) MB")
        ]
    }

    /// The least that must happen: each member's JSON is read from one file and written to another, a page at a time.
    private func bare(_ pages: [[String]], _ round: Int) throws -> UInt64 {
        let from = try DatabaseQueue.bare(bench.path("bare-from-\(round).sqlite"))
        let to = try DatabaseQueue.bare(bench.path("bare-to-\(round).sqlite"))
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

    /// The members' JSON as it comes, page by page.
    private func pages(_ kiosk: String, _ client: HubClient) async throws -> [[String]] {
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
