import Foundation
import Testing

/// A salon lives through its days as chance has it; afterwards every promise is checked.
@Suite struct SalonSimulationTests {
    /// `PEONY_SEEDS=N` asks for other runs than a usual test: the first N seeds, or with `A-B` those from A to B.
    static let seeds: ClosedRange<UInt64> = {
        let words = (environment["PEONY_SEEDS"] ?? "").split(separator: "-").compactMap { UInt64($0) }
        guard let last = words.last else { return 1...40 }
        let first = words.count > 1 ? words[0] : 1
        return first...max(first, last)
    }()
    /// How many of the last events a failure prints.
    static let eventsShown = environment["PEONY_EVENTS"].flatMap { Int($0) } ?? 40
    private static let environment = ProcessInfo.processInfo.environment

    @Test(arguments: seeds)
    func `Nothing shown as done is lost, and nothing is counted twice`(seed: UInt64) async throws {
        let problems = try await Self.run(seed)
        #expect(problems.isEmpty, "seed \(seed)\n\(problems.joined(separator: "\n"))")
    }

    @Test func `The same seed gives the same run`() async throws {
        let first = try await Self.world(after: 7).witness.notes
        let second = try await Self.world(after: 7).witness.notes
        let difference = zip(first.events, second.events).first { $0 != $1 }
        #expect(first.trace == second.trace, "\(String(describing: difference))")
    }

    @Stage static func run(_ seed: UInt64) async throws -> [String] {
        let world = try await world(after: seed)
        guard !world.witness.problems.isEmpty else { return [] }
        return world.witness.problems + ["last events:"] + world.witness.notes.events.suffix(eventsShown)
    }

    @Stage static func world(after seed: UInt64) async throws -> World {
        let world = try await World(seed: seed)
        try await world.moveIn()
        try await world.live(steps: 80)
        try await world.comeToRest()
        try world.checkEverything(expecting: ["journal-behind-hub", "journal-fork", "Line "])
        return world
    }
}

extension World {
    /// Three members, four cards, points that run out in days.
    func moveIn() async throws {
        let first = try await enroll(points: 400, fen: 30_000, bookingInMinutes: 30)
        let second = try await enroll(points: 700, fen: 9_000, expiresInDays: 3)
        let third = try await enroll(points: 150, fen: 0)
        try await issue(to: first)
        try await issue(to: second)
        try await issue(to: second)
        try await issue(to: third)
        for kiosk in kiosks { try await kiosk.feed() }
        backUpHub()
        for index in kiosks.indices { backUp(kiosk: index) }
    }
}
