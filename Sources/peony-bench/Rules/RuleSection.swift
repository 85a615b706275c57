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

    /// A bill at the desk: ten lines, 50 active offers, a history of 1,000 entries.
    func bills() throws -> [Figure] {
        var given = OfferCase(lines: 10, offers: 50, candidates: 6)
        var figures = try quote("6 combinable", given, atMost: nil)
        given.hasPoints = true
        figures += try quote("6 combinable, points pay it", given, atMost: 1)
        given.candidates = 12
        given.hasPoints = false
        figures += try quote("12 combinable", given, atMost: nil)
        given.hasPoints = true
        figures += try quote("12 combinable, points pay it", given, atMost: 10)
        given.ahead = 4
        figures += try quote("12 combinable, 4 in two places, points pay it", given, atMost: nil)
        return try figures + longBills()
    }

    /// Twelve percentages of what is left, four of them in two places: 20,736 combinations. And a bill on which the
    /// search comes to its bound on steps, which is the longest that any bill takes.
    private func longBills() throws -> [Figure] {
        var figures: [Figure] = []
        for lines in [50, 200, 1000] {
            var given = OfferCase(lines: lines, offers: 50, candidates: 12, ahead: 4, onlyPercentages: true)
            figures += try quote("12 percentages", given, atMost: lines == 200 ? 50 : nil, rounds: 300)
            given.hasPoints = true
            figures += try quote("12 percentages, points pay it", given, atMost: nil, rounds: 300)
        }
        let rivals = OfferCase(lines: 50, offers: 60, candidates: 60, hasRivals: true)
        return try figures + quote("60 that exclude one another, cut short", rivals, atMost: nil, rounds: 30)
    }

    private func quote(
        _ what: String, _ given: OfferCase, atMost limit: Double?, rounds: Int = 3000
    ) throws -> [Figure] {
        let times = try given.times(try given.account(), rounds: bench.count(rounds, least: rounds / 10))
        let what = "bill of \(given.lines) lines, \(given.offers) offers, \(what)"
        let ours = RuleTimes.processorNote(times.processor.percentile(99) / 1e6, "ms")
        return [
            Figure(
                what: "\(what), p50", value: times.wall.median / 1e6, unit: "ms",
                note: "\(times.wall.count) quotes; a member of \(given.entries) entries"),
            Figure(
                what: "\(what), p99", value: times.wall.percentile(99) / 1e6, unit: "ms",
                aim: limit.map { .atMost($0) }, note: ours),
        ]
    }
}
