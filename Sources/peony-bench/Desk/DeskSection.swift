import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import HubStore
import PolicyFile
import Vocabulary

/// (j) A bill at the desk, from the order to the commit, with the rules on: one desk on either engine, and eight desks
/// on a server, each with a member of its own. Desks that wait for one another would be no faster together than one.
struct DeskSection {
    private let bench: Workbench

    private static let desks = 8

    init(_ bench: Workbench) { self.bench = bench }

    func figures() async throws -> [Figure] {
        let file = try HubDatabase(path: bench.path("desk.sqlite")) { BenchDesk.nowMs }
        let ofFile = try await BenchDesk(file)
        var figures = single(try await ofFile.bills(bench.count(400, least: 40), desk: 0), "SQLite")
        try file.close()
        let cluster = try await PostgresCluster.start()
        defer { cluster.end() }
        var options = try await cluster.newOptions()
        options.connections = Self.desks
        let server = try await HubDatabase.open(
            server: options, clock: HubClock(following: { BenchDesk.nowMs }))
        let ofServer = try await BenchDesk(server)
        figures += single(try await ofServer.bills(bench.count(400, least: 40), desk: 0), "PostgreSQL")
        figures.append(try await together(ofServer))
        try await server.closeAndWait()
        return figures
    }

    private func single(_ times: Samples, _ engine: String) -> [Figure] {
        [
            Figure(
                what: "\(engine): a desk's bill with its commit, p50", value: times.percentile(50) / 1e6, unit: "ms",
                note: "\(times.count) bills of one member, one after the other"),
            Figure(
                what: "\(engine): a desk's bill with its commit, p99", value: times.percentile(99) / 1e6, unit: "ms",
                aim: .atMost(30)),
        ]
    }

    /// One desk and all of them in turn, in blocks.
    private func together(_ desk: BenchDesk) async throws -> Figure {
        let count = bench.count(200, least: 20)
        var blocks = Blocks()
        for _ in 0..<5 {
            let alone = try await desk.bills(count, desk: 0).rate
            let start = Ticks.now()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<Self.desks { group.addTask { _ = try await desk.bills(count, desk: number) } }
                try await group.waitForAll()
            }
            let rate = Double(count * Self.desks) * 1e9 / Double(Ticks.now() - start)
            blocks.add(ours: rate, theirs: alone)
        }
        return Figure(
            what: "PostgreSQL: bills of \(Self.desks) desks, a member each", value: blocks.median, unit: "/s",
            beside: blocks.beside("one desk"), aim: .atLeast(2),
            note: "the server, its clients and their rules on this one machine")
    }
}

/// Desks of a sample salon, each with a member of its own.
private struct BenchDesk: Sendable {
    private let database: HubDatabase
    private let members: [MemberID]

    static var nowMs: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    init(_ database: HubDatabase) async throws {
        self.database = database
        _ = try await database.seedSample(members: 200, seed: 1)
        members = try await database.members(number: nil, after: nil, limit: nil).members.map(\.id)
    }

    /// How long each takes.
    func bills(_ count: Int, desk: Int) async throws -> Samples {
        var times = Samples()
        for _ in 0..<count {
            let text = """
                {"id": "\(UUID().uuidString.lowercased())", "kind": "bill", "store": "xuhui",
                 "lines": [{"item": "essence", "unitPriceFen": 39800}]}
                """
            let order = try DeskOrder.decode(text, file: "order")
            let start = Ticks.now()
            let answer = try await database.enter(order, for: members[desk])
            times.add(Ticks.now() - start)
            if let refusal = answer.refusal { throw BaselineFailure(what: "bill: \(refusal)", code: 1) }
        }
        return times
    }
}
