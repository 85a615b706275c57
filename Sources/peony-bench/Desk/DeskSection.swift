import DatabasePostgres
import DatabaseTesting
import Foundation
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
        let salon = try await bench.salon(named: "desk.sqlite")
        let file = try salon.open()
        let ofFile = try await BenchDesk(file, salon.kept, desks: 1)
        let bare = try BareBill(bench.path("bare-desk.sqlite"))
        var figures = try await besideBare(ofFile, bare)
        figures += single(try await ofFile.bills(bench.count(400, least: 40), desk: 0), "SQLite")
        try file.close()
        return try await figures + onServer()
    }

    private func onServer() async throws -> [Figure] {
        let cluster = try await PostgresCluster.start()
        defer { cluster.end() }
        var options = try await cluster.newOptions()
        options.connections = Self.desks
        let (server, kept) = try await ServedSalon.make(options, SalonSize.usual.atMost(bench.size))
        let desks = try await BenchDesk(server, kept, desks: Self.desks)
        var figures = single(try await desks.bills(bench.count(400, least: 40), desk: 0), "PostgreSQL")
        figures.append(try await together(desks))
        try await server.closeAndWait()
        return figures
    }

    /// In turn, in blocks.
    private func besideBare(_ desk: BenchDesk, _ bare: BareBill) async throws -> [Figure] {
        let count = bench.count(50, least: 10)
        var blocks = Blocks()
        _ = try await desk.bills(count, desk: 0)
        for _ in 0..<8 {
            blocks.add(ours: try await desk.bills(count, desk: 0).median, theirs: try bare.times(count).median)
        }
        return [
            Figure(
                what: "SQLite: a desk's bill", value: blocks.median / 1e6, unit: "ms",
                beside: blocks.beside("bare GRDB", scale: 1e-6),
                note: "bare: as many bytes and rows in one flushed transaction")
        ]
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

/// Desks of a salon, each with a member of its own.
private struct BenchDesk: Sendable {
    private let database: HubDatabase
    private let members: [MemberID]

    init(_ database: HubDatabase, _ kept: KeptSalon, desks: Int) async throws {
        self.database = database
        members = try await database.people(desks, of: kept.members, kiosk: kept.kiosks[0]).map(\.member)
    }

    /// How long each takes.
    func bills(_ count: Int, desk: Int) async throws -> Samples {
        var times = Samples()
        for _ in 0..<count {
            let order = try BenchOrder.bill(UUID())
            let start = Ticks.now()
            let answer = try await database.enter(order, for: members[desk])
            times.add(Ticks.now() - start)
            if let refusal = answer.refusal { throw BaselineFailure(what: "bill: \(refusal)", code: 1) }
        }
        return times
    }
}
