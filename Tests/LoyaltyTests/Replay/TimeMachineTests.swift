import Seeds
import Vocabulary
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
            var chosen: Set<String> = []
            let before = Self.side(entries, salon, salon.book, nil, fromMs, untilMs, &chosen, &report)
            let after = Self.side(entries, salon, withDraft, salon.draft.version, fromMs, untilMs, &chosen, &report)
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
        _ untilMs: Int64, _ chosen: inout Set<String>, _ report: inout TimeMachine.Report
    ) -> (sums: TimeMachine.Sums, tier: String) {
        var (account, sums, seen) = (MemberAccount(), TimeMachine.Sums(), Set<String>())
        var returned: [String: Int64] = [:]
        for var entry in entries.sorted(by: MemberEntry.precedes) where seen.insert(entry.id).inserted {
            if let draft, entry.atMs >= fromMs {
                entry.policy = draft
                if case .refund(let refund) = entry.fact { entry.fact = .refund(Self.clipped(refund, account)) }
                if case .bill(let bill) = entry.fact {
                    entry.fact = .bill(Self.rebuilt(bill, account, salon.draft, chosen.contains(entry.id)))
                }
            }
            do {
                let policy = try book.policy(version: entry.policy)
                for bill in account.bills.ids { returned[bill] = Self.discountOnReturned(bill, account) }
                let outcome = try account.apply(entry, under: policy, sale: try book.sale(of: entry, in: account))
                if draft != nil, outcome.refusal != nil { report.refused += 1 }
                guard entry.atMs >= fromMs else { continue }
                sums.paid += (outcome.quote?.payable.fen ?? 0) - (outcome.refund?.payable.fen ?? 0)
                sums.discounts += outcome.quote?.discount.fen ?? 0
                if case .refund(let refund) = entry.fact {
                    let now = Self.discountOnReturned(refund.bill, account)
                    sums.discounts -= now - (returned[refund.bill] ?? 0)
                }
                if draft == nil, case .bill(let bill) = entry.fact, bill.choice != .best,
                    bill.best ?? 0 < outcome.quote?.payable ?? 0 || bill.best == nil
                {
                    chosen.insert(entry.id)
                }
                sums.pointsEarned += (outcome.earned?.points.count ?? 0) - (outcome.refund?.pointsTaken.count ?? 0)
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

    private static func rebuilt(_ bill: Bill, _ account: MemberAccount, _ draft: Policy, _ isChosen: Bool) -> Bill {
        var bill = bill
        bill.coupons.removeAll { id in
            let isCode = draft.offers.contains { $0.id == id && $0.coupon?.isPersonal == false }
            return account.coupons[id] == nil && !isCode
        }
        var free = bill
        (free.choice, free.best) = (.best, nil)
        guard case .these(let offers) = bill.choice, Set(offers).isSubset(of: draft.offers.map(\.id)) else {
            return free
        }
        let (mine, best) = (try? Quote.of(bill, account, draft), try? Quote.of(free, account, draft))
        guard isChosen || mine != nil && mine?.payable ?? 0 <= best?.payable ?? 0 else { return free }
        if bill.best != nil || !isChosen { bill.best = best?.payable ?? bill.best }
        return bill
    }

    /// Part by part, each tried by itself: as much of it as can go back.
    private static func clipped(_ refund: Refund, _ account: MemberAccount) -> Refund {
        guard let settled = account.bills[refund.bill], !refund.parts.isEmpty else { return refund }
        var (clipped, after) = (refund, settled.refunded)
        clipped.parts = []
        for part in refund.parts {
            guard case .fen(let fen) = part.what, after.reductions.indices.contains(part.line) else {
                clipped.parts.append(part)
                continue
            }
            let most = min(fen, Remaining(settled, after).leftToPayBack(part.line).fen)
            guard most > 0 else { continue }
            after.reductions[part.line] += Money(fen: most)
            clipped.parts.append(Refund.Part(line: part.line, .fen(most)))
        }
        return clipped.parts.isEmpty ? refund : clipped
    }

    private static func discountOnReturned(_ id: String, _ account: MemberAccount) -> Int64 {
        guard let bill = account.bills[id] else { return 0 }
        return zip(bill.quote.lines, bill.refunded.units).reduce(0) { sum, line in
            sum + (line.0.list - line.0.net).fen * line.1 / line.0.quantity
        }
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

    @Test(arguments: Seeds.first(24, of: 240))
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

    /// Some bills with offers that staff chose, half of them with the proof of what would have been the best.
    private static func chosen(_ entries: [MemberEntry], _ salon: inout RandomSalon) -> [MemberEntry] {
        var entries = entries
        var account = MemberAccount()
        for index in entries.indices {
            if case .bill(var bill) = entries[index].fact, salon.chance(2) {
                bill.choice = .these(salon.policy.offers.map(\.id).filter { _ in salon.chance(2) })
                entries[index].fact = .bill(bill)
                var trial = account
                let outcome = try? trial.apply(entries[index], under: salon.policy, detail: .proof)
                if salon.chance(2), let quote = outcome?.quote { bill.best = quote.search.best }
                entries[index].fact = .bill(bill)
            }
            _ = try? account.apply(entries[index], under: salon.policy)
        }
        return entries
    }

    @Test(arguments: Seeds.first(40, of: 400))
    func `What a proof says is the best is what asking for the best comes to`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        var account = MemberAccount()
        for entry in salon.history(60) {
            if case .bill(var bill) = entry.fact {
                bill.choice = .best
                let best = try? Quote.of(bill, account, salon.policy)
                bill.choice = .these(salon.policy.offers.map(\.id).filter { _ in salon.chance(2) })
                let mine = try? Quote.of(bill, account, salon.policy)
                #expect(mine?.search.best == best?.payable && best?.search.best == best?.payable, "\(entry.id)")
            }
            _ = try? account.apply(entry, under: salon.policy)
        }
    }

    /// A policy under another name: nobody rises, wins or loses, whatever staff chose and members returned.
    @Test(arguments: Seeds.first(40, of: 400))
    func `A draft that says the same changes nothing`(seed: UInt64) {
        var salon = RandomSalon(seed: seed)
        let entries = Self.chosen(salon.history(60), &salon)
        var draft = salon.policy
        draft.version = "same"
        var machine = TimeMachine(
            draft: draft, book: PolicyBook([salon.policy]), fromMs: entries[20].atMs, untilMs: 0)
        machine.add(entries)
        #expect(machine.report.recorded == machine.report.underDraft)
        #expect(machine.report.moves == [:] && machine.report.impossible == machine.report.broken)
        #expect(machine.report.segments.values.allSatisfy { $0.winners == 0 && $0.losers == 0 && $0.gain == 0 })
    }
}
