import Identity
import KioskTesting
@testable import Loyalty
import Testing

/// The time machine beside the same done plainly: both sides from the beginning, each entry under a policy looked up
/// for it, with every reason.
@Suite struct TimeMachineTests {
    /// Random members under two versions, with entries that come twice, fail, and are refused.
    private struct Salon {
        var book: PolicyBook
        var draft: Policy
        var members: [[MemberEntry]] = []
        /// Moments before, between, at and after entries.
        var moments: [Int64]

        init(seed: UInt64, members count: Int = 4) {
            var salon = RandomSalon(seed: seed)
            var second = salon.policy
            second.version = "second"
            second.earning.perFen = 500
            second.offers = Array(second.offers.dropFirst())
            draft = salon.policy
            draft.version = "draft"
            draft.offers = salon.policy.offers.dropLast()
            draft.earning.amounts[0].points += 3
            draft.tiers.tiers.removeLast()
            if salon.chance(3) { draft.rewards = [] }
            book = PolicyBook([salon.policy, second])
            var (first, last) = (Int64.max, Int64.min)
            for _ in 0..<count {
                var entries = salon.history(Int(salon.number(1...25)))
                for index in entries.indices where salon.chance(2) { entries[index].policy = "second" }
                if salon.chance(2) { entries[entries.count / 2].policy = "lost" }
                if salon.chance(2) { entries.append(entries[entries.count / 3]) }
                entries.append(
                    MemberEntry(
                        id: "greedy", atMs: entries[entries.count - 1].atMs, policy: "second",
                        fact: .redeem(reward: "gift")))
                first = min(first, entries[0].atMs)
                last = max(last, entries.map(\.atMs).max() ?? .min)
                members.append(entries)
            }
            let one = members[0][members[0].count / 2].atMs
            moments = [0, first, one, one + 1, last, last + 1]
        }
    }

    private static func naive(_ salon: Salon, fromMs: Int64, untilMs: Int64) -> TimeMachine.Report {
        let withDraft = PolicyBook(salon.book.policies.filter { $0.version != salon.draft.version } + [salon.draft])
        var report = TimeMachine.Report()
        for entries in salon.members {
            let before = Self.side(entries, salon, salon.book, nil, fromMs, untilMs, &report)
            let after = Self.side(entries, salon, withDraft, salon.draft.version, fromMs, untilMs, &report)
            report.members += 1
            report.entries += entries.count
            report.recorded = report.recorded + before.sums
            report.underDraft = report.underDraft + after.sums
            if before.tier != after.tier { report.moves[.init(from: before.tier, to: after.tier), default: 0] += 1 }
        }
        return report
    }

    private static func side(
        _ entries: [MemberEntry], _ salon: Salon, _ book: PolicyBook, _ draft: String?, _ fromMs: Int64,
        _ untilMs: Int64, _ report: inout TimeMachine.Report
    ) -> (sums: TimeMachine.Sums, tier: String) {
        var (account, sums, seen) = (MemberAccount(), TimeMachine.Sums(), Set<String>())
        for var entry in entries.sorted(by: MemberEntry.precedes) where seen.insert(entry.id).inserted {
            if let draft, entry.atMs >= fromMs {
                entry.policy = draft
                if case .bill(var bill) = entry.fact {
                    (bill.choice, bill.best) = (.best, nil)
                    entry.fact = .bill(bill)
                }
            }
            do {
                let policy = try book.policy(version: entry.policy)
                let outcome = try account.apply(entry, under: policy, sale: try book.sale(of: entry, in: account))
                if draft != nil, outcome.refusal != nil { report.refused += 1 }
                guard entry.atMs >= fromMs else { continue }
                sums.paid += (outcome.quote?.payable ?? 0) - (outcome.refund?.payable ?? 0)
                sums.discounts += outcome.quote?.discount ?? 0
                sums.pointsEarned += (outcome.earned?.points ?? 0) - (outcome.refund?.pointsTaken ?? 0)
            } catch {
                if draft == nil { report.broken += 1 } else { report.impossible += 1 }
            }
        }
        let now = max(untilMs, account.lastAtMs)
        sums.pointsLiability = account.purse.balance(.points, atMs: now) + account.purse.pending(.points, atMs: now)
        sums.valueLiability = account.purse.balance(.principal, atMs: now) + account.purse.balance(.gift, atMs: now)
        let policy = draft == nil ? try? book.policy(atMs: now) : salon.draft
        return (sums, policy.flatMap { account.tier(atMs: now, $0)?.id } ?? "")
    }

    private static func expectSame(_ salon: Salon, _ seed: UInt64) {
        for fromMs in salon.moments {
            for untilMs in [0, salon.moments[5] + 200 * StoreZone.dayMs] {
                var machine = TimeMachine(draft: salon.draft, book: salon.book, fromMs: fromMs, untilMs: untilMs)
                for entries in salon.members { machine.add(entries) }
                var expected = naive(salon, fromMs: fromMs, untilMs: untilMs)
                expected.segments = machine.report.segments
                #expect(machine.report == expected, "seed \(seed), from \(fromMs), until \(untilMs)")
                #expect(machine.report.segments["all"]?.members == salon.members.count)
            }
        }
    }

    @Test(arguments: UInt64(1)...24)
    func `It tells what evaluating both sides plainly tells`(seed: UInt64) {
        Self.expectSame(Salon(seed: seed), seed)
    }

    /// Then what was recorded under the name is not what the draft says now, or was not known at all, and the two
    /// sides differ from the first entry of that name.
    @Test(arguments: UInt64(1)...8, ["second", "lost"])
    func `A draft may have the name of a policy that entries were made under`(seed: UInt64, name: String) {
        var salon = Salon(seed: seed)
        salon.draft.version = name
        Self.expectSame(salon, seed)
    }
}
