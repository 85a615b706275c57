import Foundation
import Loyalty

/// (f) The loyalty rules: one bill, the work of a night, a history replayed; and how each grows.
struct RuleSection {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    func figures() throws -> [Figure] {
        let policy = try SamplePolicy.read()
        return try bills() + NightFigures(bench, policy).figures() + ReplayFigures(bench, policy).figures()
            + RuleGrowth(bench, policy).figures()
    }

    /// A bill at the desk: ten lines, 50 active offers, a history of 1,000 entries. The aims are for the worst of them,
    /// where no combination can be left out.
    func bills() throws -> [Figure] {
        var given = OfferCase(lines: 10, offers: 50, candidates: 6)
        var figures = try quote("6 combinable", given, try given.account(), atMost: nil)
        given.hasBound = false
        figures += try quote("6 combinable, all tried", given, try given.account(), atMost: 1)
        given.candidates = 12
        given.hasBound = true
        figures += try quote("12 combinable", given, try given.account(), atMost: nil)
        given.hasBound = false
        figures += try quote("12 combinable, all tried", given, try given.account(), atMost: 10)
        given.ahead = 4
        figures += try quote("12 combinable, 4 in two places, all tried", given, try given.account(), atMost: nil)
        return figures
    }

    private func quote(
        _ what: String, _ given: OfferCase, _ account: MemberAccount, atMost limit: Double?
    ) throws -> [Figure] {
        let times = try given.times(account, rounds: bench.count(3000, least: 300))
        let ours = RuleTimes.processorNote(times.processor.percentile(99) / 1e6, "ms")
        return [
            Figure(
                what: "bill of 10 lines, 50 offers, \(what), p50", value: times.wall.median / 1e6, unit: "ms",
                note: "\(times.wall.count) quotes; a member of \(given.entries) entries"),
            Figure(
                what: "bill of 10 lines, 50 offers, \(what), p99", value: times.wall.percentile(99) / 1e6, unit: "ms",
                aim: limit.map { .atMost($0) }, note: ours),
        ]
    }
}
