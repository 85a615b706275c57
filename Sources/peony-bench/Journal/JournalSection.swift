import CBaseline
import Foundation
import HubAPI
import Identity
import KioskStore

/// (c) Journal transactions a second: through `KioskStore.append`, with encoding, hashing and what follows from each
/// entry; beside a C loop on SQLite with three statements, and beside GRDB used in the plainest way.
///
/// In blocks, each in new files on the same disk, taking turns at going first. A third of the entries each are
/// check-ins, announced spends and their outcomes; the others write bodies of the same mean length.
struct JournalSection {
    private let bench: Workbench
    private let blocks: Int
    private let perBlock: Int

    init(_ bench: Workbench) {
        self.bench = bench
        blocks = bench.count(15, least: 3)
        perBlock = bench.count(600, least: 60)
    }

    func figures() throws -> [Figure] {
        var besideC = Blocks()
        var besideGRDB = Blocks()
        var all = Samples()
        for block in 0..<blocks {
            let entries = BenchJournal.entries(perBlock, seed: UInt64(block))
            let rates = try rates(block, entries, &all)
            besideC.add(ours: rates.ours, theirs: rates.c)
            besideGRDB.add(ours: rates.ours, theirs: rates.grdb)
        }
        let what = "journal transactions"
        return [
            Figure(
                what: what, value: besideC.median, unit: "/s", beside: besideC.beside("C"), aim: .atLeast(0.6),
                note: "\(blocks) blocks of \(perBlock) in turn; bodies of \(bodyBytes) bytes on average"),
            Figure(
                what: what, value: besideGRDB.median, unit: "/s", beside: besideGRDB.beside("bare GRDB"),
                aim: .atLeast(0.9)),
            Figure(what: "one of them, p50", value: all.median / 1e6, unit: "ms"),
            Figure(what: "one of them, p99", value: all.percentile(99) / 1e6, unit: "ms"),
        ]
    }

    private var bodyBytes: Int { BenchJournal.meanBodyBytes(BenchJournal.entries(30, seed: 0)) }

    private func rates(
        _ block: Int, _ entries: [JournalEntry], _ all: inout Samples
    ) throws -> (ours: Double, c: Double, grdb: Double) {
        let bytes = BenchJournal.meanBodyBytes(entries)
        var rates = (ours: 0.0, c: 0.0, grdb: 0.0)
        // Nobody is always the one after somebody else's checkpoint.
        for turn in 0..<3 {
            switch (turn + block) % 3 {
            case 0:
                let samples = try ours(entries, bench.path("ours-\(block).sqlite"))
                samples.nanoseconds.forEach { all.add($0) }
                rates.ours = samples.rate
            case 1: rates.c = try c(entries.count, bytes, bench.path("c-\(block).sqlite")).rate
            default:
                let bare = try BareJournal(bench.path("grdb-\(block).sqlite"), bodyBytes: bytes)
                rates.grdb = try bare.run(entries.count).rate
            }
        }
        return rates
    }

    private func ours(_ entries: [JournalEntry], _ path: String) throws -> Samples {
        let store = try KioskStore.benching(path)
        defer { store.close() }
        var samples = Samples()
        for entry in entries { samples.add(try Ticks.of { try store.append(entry) }) }
        return samples
    }

    private func c(_ count: Int, _ bodyBytes: Int, _ path: String) throws -> Samples {
        var nanoseconds = [UInt64](repeating: 0, count: count)
        let code = peony_baseline_journal(path, count, bodyBytes, &nanoseconds)
        guard code == 0 else { throw BaselineFailure(what: "SQLite in C", code: Int(code)) }
        return Samples(nanoseconds)
    }
}

/// A loop of the baseline could not run.
struct BaselineFailure: Error, CustomStringConvertible {
    let what: String
    let code: Int

    var description: String { "\(what): code \(String(code, radix: 16))" }
}
