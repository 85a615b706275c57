import Foundation
import Seeds
import Testing

/// A salon lives through its days as chance has it; afterwards every promise is checked.
@Suite struct SalonSimulationTests {
    /// How many of the last events a failure prints.
    static let eventsShown = environment["PEONY_EVENTS"].flatMap { Int($0) } ?? 40
    private static let environment = ProcessInfo.processInfo.environment

    @Test(arguments: Seeds.first(40, of: 400))
    func `Nothing shown as done is lost, and nothing is counted twice`(seed: UInt64) async throws {
        let problems = try await Self.run(seed)
        #expect(problems.isEmpty, "seed \(seed)\n\(problems.joined(separator: "\n"))")
    }

    @Test func `The same seed gives the same run`() async throws {
        let first = try await World.lived(7).witness.notes
        let second = try await World.lived(7).witness.notes
        let difference = zip(first.events, second.events).first { $0 != $1 }
        #expect(first.trace == second.trace, "\(String(describing: difference))")
    }

    @Stage static func run(_ seed: UInt64) async throws -> [String] {
        let world = try await World.lived(seed)
        guard !world.witness.problems.isEmpty else { return [] }
        return world.witness.problems + ["last events:"] + world.witness.notes.events.suffix(eventsShown)
    }
}
