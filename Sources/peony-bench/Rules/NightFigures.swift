import Foundation
import Loyalty
import Vocabulary

/// The nightly job of a whole salon: expiry, activation, tiers.
struct NightFigures {
    private let bench: Workbench
    private let policy: Policy
    /// Different histories; each stands for as many members as make up the salon, each a copy of its own.
    private static let histories = 5000

    init(_ bench: Workbench, _ policy: Policy) {
        self.bench = bench
        self.policy = policy
    }

    func figures() throws -> [Figure] {
        let histories = bench.count(Self.histories)
        let accounts = try accounts(histories)
        let copies = bench.count(100_000) / histories
        let busy = try run(accounts, copies, Self.first)
        let rested = try accounts.map { account in
            var account = account
            _ = try account.apply(night(Self.first, "night"), under: policy)
            return account
        }
        let quiet = try run(rested, copies, Self.first.adding(days: 1))
        return [
            figure("the first of a month", busy, aim: .atMost(10)),
            figure("the one after", quiet, aim: .atMost(10)),
        ]
    }

    private func figure(_ what: String, _ run: Run, aim: Figure.Aim) -> Figure {
        Figure(
            what: "night of \(run.members) members, \(what)", value: run.times.wallSeconds, unit: "s", aim: aim,
            note: "\(run.due * 100 / max(run.members, 1))% with something due; "
                + RuleTimes.processorNote(run.times.processorSeconds, "s"))
    }

    /// Points of February 2026 end with the last day of February 2027.
    private static let first = Day(20_878)

    private struct Run {
        var times = RuleTimes()
        var members = 0
        /// Members whose night booked or said anything.
        var due = 0
    }

    /// Fourteen months of visits each.
    private func accounts(_ count: Int) throws -> [MemberAccount] {
        let salon = SalonHistory(policy, gaps: 10...60)
        let book = PolicyBook([policy])
        let end = policy.zone.startMs(of: Self.first)
        return try (0..<count).map { number in
            let entries = salon.entries(ofMember: number, count: 6 + number % 12).filter { $0.atMs < end }
            return try History.replayed(entries, under: book, keepsOutcomes: false).account
        }
    }

    private func run(_ accounts: [MemberAccount], _ copies: Int, _ day: Day) throws -> Run {
        var run = Run()
        for copy in 0..<copies {
            let night = night(day, "night-\(copy)")
            run.due += try run.times.measure {
                var due = 0
                for account in accounts {
                    var account = account
                    let outcome = try account.apply(night, under: policy)
                    if !outcome.postings.isEmpty || !outcome.derivation.steps.isEmpty { due += 1 }
                }
                return due
            }
            run.members += accounts.count
        }
        return run
    }

    /// At three in the morning.
    private func night(_ day: Day, _ id: String) -> MemberEntry {
        MemberEntry(
            id: id, atMs: policy.zone.startMs(of: day) + 3 * 3_600_000, policy: policy.version, fact: .night(day))
    }
}
