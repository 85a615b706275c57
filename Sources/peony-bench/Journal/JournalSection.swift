import Foundation
import HubAPI
import KioskStore

/// (c) Journal transactions a second: through `KioskStore.append`, with encoding, hashing and what follows from each
/// entry; beside a C loop on SQLite with three statements, and beside GRDB used in the plainest way.
///
/// The three take turns on the same disk, a few transactions at a time, each with a file of its own. A third of our
/// entries each are check-ins, announced spends and their outcomes; the others write bodies of the same mean length.
struct JournalSection {
    private let bench: Workbench

    private static let perTurn = 20
    private static let turnsPerBlock = 6
    private static let maximumBlocks = 60
    private static let budget: UInt64 = 25_000_000_000

    init(_ bench: Workbench) { self.bench = bench }

    func figures() throws -> [Figure] {
        let perBlock = Self.perTurn * Self.turnsPerBlock
        let entries = BenchJournal.entries((Self.maximumBlocks + 1) * perBlock, seed: 1)
        let bodyBytes = BenchJournal.meanBodyBytes(entries)
        let journals: [any BenchedJournal] = [
            try OurJournal(bench.path("ours.sqlite"), entries),
            try CJournal(bench.path("c.sqlite"), bodyBytes: bodyBytes),
            try BareJournal(bench.path("grdb.sqlite"), bodyBytes: bodyBytes),
        ]
        defer { journals.forEach { $0.close() } }
        // Statements are prepared and files exist; what this takes is not counted.
        for journal in journals { _ = try journal.commit(Self.perTurn) }
        let all = try blocks(journals)
        let what = "journal transactions"
        func beside(_ other: Int, _ name: String, _ aim: Double, note: String?) -> Figure {
            var blocks = Blocks()
            for block in all { blocks.add(ours: block[0].rate, theirs: block[other].rate) }
            return Figure(
                what: what, value: blocks.median, unit: "/s", beside: blocks.beside(name), aim: .atLeast(aim),
                note: note)
        }
        let ours = Samples(all.flatMap { $0[0].nanoseconds })
        return [
            beside(
                1, "C", 0.6,
                note: "\(all.count) blocks of \(perBlock), in turn; bodies of \(bodyBytes) bytes on average"),
            beside(2, "bare GRDB", 0.9, note: nil),
            Figure(what: "one of them, p50", value: ours.median / 1e6, unit: "ms"),
            Figure(what: "one of them, p99", value: ours.percentile(99) / 1e6, unit: "ms"),
        ]
    }

    /// - Returns: for each block what each journal's transactions took.
    private func blocks(_ journals: [any BenchedJournal]) throws -> [[Samples]] {
        let end = Ticks.now() + (bench.quick ? Self.budget / 10 : Self.budget)
        var blocks: [[Samples]] = []
        while blocks.count < Self.maximumBlocks, blocks.isEmpty || Ticks.now() < end {
            var block = [Samples](repeating: Samples(), count: journals.count)
            for turn in 0..<Self.turnsPerBlock {
                for index in journals.indices {
                    // Nobody is always the one after the same other.
                    let who = (index + turn) % journals.count
                    block[who].add(try journals[who].commit(Self.perTurn))
                }
            }
            blocks.append(block)
        }
        return blocks
    }
}
