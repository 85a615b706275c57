import Foundation

/// (h) What the hub does over everybody: a policy that comes into force, and an audit of all journals.
struct RoundSection {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    func figures() async throws -> [Figure] {
        let change = try await PolicyChange.measure(bench, members: bench.count(30_000))
        let audit = try await JournalAudit.measure(bench, lines: bench.count(1_000_000))
        return change + audit
    }
}
