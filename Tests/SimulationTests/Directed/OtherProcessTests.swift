import Database
import Testing

@testable import HubStore

/// Hashes of sets and dictionaries are seeded anew in every process: whatever is written in their order differs.
@Suite struct OtherProcessTests {
    @Test func `The same days make the same numbers, versions and screens in two processes`() async throws {
        let first = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) { try await printBooks() })
        let second = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) { try await printBooks() })
        let books = [first, second].map {
            String(decoding: $0.standardOutputContent, as: UTF8.self).split(separator: "\n")
        }
        let difference = zip(books[0], books[1]).first { $0 != $1 }
        #expect(books[0].count > 100 && books[0] == books[1], "\(String(describing: difference))")
    }
}

/// A salon's days: what the hub's tables say of them in their own order, and what kiosks showed.
private func printBooks() async throws {
    for seed in 1...3 as ClosedRange<UInt64> {
        let world = try await World.lived(seed)
        try await world.hub.database().numberAndSeal()
        let lines = try await world.hub.database().read { tx in
            let statements: [SQL] = [
                "SELECT id || ' ' || lot || ' ' || kind || ' ' || amount FROM ledger ORDER BY id",
                "SELECT number || ' ' || version FROM member ORDER BY number",
                "SELECT id || ' ' || key FROM incident ORDER BY id",
                "SELECT id || ' ' || status || ' ' || coalesce(blocked_version, '-') FROM card ORDER BY id",
                "SELECT entry || ' ' || body FROM why ORDER BY entry",
            ]
            return try statements.flatMap { try tx.rows($0).firstColumn() as [String] }
        }
        for line in lines + world.witness.notes.events { print("\(seed) \(line)") }
    }
}
