import Foundation
import Loyalty

/// How the cost grows with lines, offers and history, at four sizes and more each.
struct RuleGrowth {
    private let bench: Workbench
    private let policy: Policy

    init(_ bench: Workbench, _ policy: Policy) {
        self.bench = bench
        self.policy = policy
    }

    func figures() throws -> [Figure] {
        let usual = OfferCase(lines: 10, offers: 50, candidates: 6)
        let account = try usual.account()
        var figures: [Figure] = []
        for lines in [5, 10, 40, 160, 640] {
            var given = usual
            given.lines = lines
            figures.append(try quote("a bill of \(lines) lines", given, account))
        }
        for offers in [10, 50, 250, 1250] {
            var given = usual
            given.offers = offers
            figures.append(try quote("a bill with \(offers) offers", given, account))
        }
        for candidates in [3, 6, 9, 12] {
            var given = usual
            given.candidates = candidates
            given.hasPoints = true
            figures.append(try quote("a bill with combinations of \(candidates), points pay it", given, account))
        }
        for entries in [10, 100, 1000, 10_000] {
            var given = usual
            given.entries = entries
            figures.append(try quote("a bill after \(entries) entries", given, try given.account()))
        }
        return try figures + histories()
    }

    private func quote(_ what: String, _ given: OfferCase, _ account: MemberAccount) throws -> Figure {
        let times = try given.times(account, rounds: bench.count(300, least: 30))
        return Figure(
            what: what + ", p50", value: times.wall.median / 1e3, unit: "µs",
            note: RuleTimes.processorNote(times.processor.median / 1e3, "µs"))
    }

    /// One member's history, evaluated from its beginning.
    private func histories() throws -> [Figure] {
        let salon = SalonHistory(policy, gaps: 1...1)
        let book = PolicyBook([policy])
        return try [50, 200, 800, 3200].map { count in
            let entries = salon.entries(ofMember: 1, count: count)
            var times = RuleTimes()
            for _ in 0..<max(1, bench.count(12_800) / count) {
                try times.measure { _ = try History.replayed(entries, under: book, keepsOutcomes: false) }
            }
            return Figure(
                what: "an entry of a history of \(count), p50", value: times.wall.median / 1e3 / Double(count),
                unit: "µs",
                note: RuleTimes.processorNote(times.processor.median / 1e3 / Double(count), "µs"))
        }
    }
}
