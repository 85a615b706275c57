import Loyalty
import Testing
import Vocabulary

/// Nobody pays more than the cheapest permitted combination, and a settled bill evaluates to the same for ever.
@Suite struct BestForYouTests {
    private let now = Moment.ms("2026-03-02", hour: 12)

    private func policy(_ credit: StackingRules.Credit) -> Policy {
        var policy = Policy(version: "best", name: Bilingual(both: "best"), effectiveFromMs: 0, zone: .shanghai)
        policy.items["care"] = Item(
            id: "care", name: Bilingual(both: "care"), kind: .service, category: "care", price: 10_000)
        for (id, off) in [("ten", Int64(1000)), ("twenty", 2000)] {
            var offer = Offer(
                id: id, name: Bilingual(both: id), layer: .bill, priority: 0,
                effect: .percentOff(basisPoints: off, cap: nil))
            offer.group = "one"
            policy.offers.append(offer)
        }
        policy.stacking.credit = credit
        policy.moneyOff = MoneyOffRule(points: 3, fen: 10)
        return policy
    }

    private func chosen() -> Bill {
        var bill = Bill(id: "b", atMs: now, store: "s", lines: [Bill.Line(item: "care", unitPrice: 10_000)])
        bill.choice = .these(["ten"])
        return bill
    }

    @Test(arguments: [
        (StackingRules.Credit.none, 0 as Int64, 0 as Int64), (.storedValueGift, 1000, 0), (.points, 0, 300),
    ])
    func `Who chose a dearer combination is credited the difference by rule`(
        credit: StackingRules.Credit, gift: Int64, points: Int64
    ) throws {
        let policy = policy(credit)
        let quote = try Quote.of(chosen(), MemberAccount(), policy)
        #expect(quote.payable == 9000 && quote.search.best == 8000)
        var account = MemberAccount()
        let bill = chosen().settled(by: quote)
        let entry = MemberEntry(id: "e", atMs: now, policy: "best", fact: .bill(bill))
        let outcome = try account.apply(entry, under: policy)
        #expect(outcome.quote?.payable == 9000)
        #expect(account.purse.balance(.gift, atMs: now) == gift)
        #expect(account.pointsBalance(atMs: now) == points)
        #expect(outcome.derivation.steps.contains { $0.rule == "stacking.credit" } == (credit != .none))
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `A bill settled by its quote evaluates to the same without a search`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        var account = MemberAccount()
        for entry in salon.history(25) { _ = try? account.apply(entry, under: salon.policy) }
        var bill = salon.bill()
        bill.atMs = account.lastAtMs + 60_000
        let quote = try Quote.of(bill, account, salon.policy)
        let again = try Quote.of(bill.settled(by: quote), account, salon.policy, detail: .reasons)
        #expect(again.lines == quote.lines)
        #expect(again.applied == quote.applied)
        #expect(again.pointsUsed == quote.pointsUsed)
        #expect(quote.search.best <= quote.payable)
    }
}
