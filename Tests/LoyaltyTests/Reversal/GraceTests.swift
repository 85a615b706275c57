import Testing
import Vocabulary

@testable import Loyalty

/// Whatever is given back, the grace is the same: points, stored value and coupons.
@Suite struct GraceTests {
    private let now = Sample.at("2026-05-01")

    private func policy(_ days: Int) -> Policy {
        Sample.policy {
            $0.reversal.graceDays = days
            $0.earning.amounts = []
            $0.moneyOff = MoneyOffRule(points: 1, fen: 100)
            $0.items["a"] = Item(id: "a", name: Sample.name("a"), kind: .product, category: "c", price: 10_000)
            var offer = Offer(
                id: "ten", name: Sample.name("ten"), layer: .coupon, priority: 0, effect: .amountOff(1000))
            offer.coupon = CouponRule()
            offer.coupon?.validity = .days(0)
            $0.offers = [offer]
        }
    }

    /// Points, gifts and a coupon, all good through 1 May, used on that day and given back `later`.
    private func givenBack(_ days: Int, later: Int64) throws -> MemberAccount {
        let end = Sample.at("2026-05-01", 24)
        var bill = Bill(id: "b", atMs: now, store: "s", lines: [Bill.Line(item: "a", unitPrice: 10_000)])
        bill.coupons = ["k"]
        bill.points = .all
        bill.tenders = [Tender(.gift, 500)]
        let facts: [(Int64, MemberFact)] = [
            (now, .adjust(Adjustment(currency: .points, amount: 50, reason: "r", expiresAtMs: end))),
            (now, .adjust(Adjustment(currency: .gift, amount: 500, reason: "r", expiresAtMs: end))),
            (now, .couponIssued(offer: "ten", coupon: "k")), (now, .bill(bill)), (later, .refund(Refund(bill: "b"))),
        ]
        var history = History(under: PolicyBook([policy(days)]))
        for (index, (atMs, fact)) in facts.enumerated() {
            try history.append(MemberEntry(id: "e\(index)", atMs: atMs, policy: "test-1", fact: fact))
        }
        #expect(history.account.bills["b"]?.pointParts.isEmpty == false)
        return history.account
    }

    @Test(
        arguments: [
            (0, "2026-05-01", "2026-05-01"), (0, "2026-05-03", "2026-05-01"), (1, "2026-05-01", "2026-05-02"),
            (1, "2026-05-03", "2026-05-04"), (30, "2026-05-01", "2026-05-31"), (30, "2026-05-03", "2026-06-02"),
        ])
    func `Points, gifts and coupons given back end on the same day, the grace counted`(
        days: Int, back: String, lastDay: String
    ) throws {
        let account = try givenBack(days, later: Sample.at(back, 13))
        let end = Sample.at(lastDay, 24)
        let open = account.purse.lots.filter { $0.remaining > 0 }
        #expect(Set(open.map(\.currency)) == [.points, .gift])
        #expect(open.allSatisfy { $0.expiresAtMs == end })
        #expect(account.coupons["k"]?.expiresAtMs == end)
        #expect(account.coupons["k"]?.usesLeft == 1)
        #expect(account.coupons["k"]?.counts(atMs: end - 1) == true && account.coupons["k"]?.counts(atMs: end) == false)
    }

    @Test func `The words name a grace only where there is one`() throws {
        for (days, words) in [(0, "仍按原到期日，不另宽限"), (1, "仍按原到期日，至少再保留 1 天")] {
            let policy = RedeemTests.policy { $0.reversal.graceDays = days }
            var account = MemberAccount()
            account.gain(500, "g", atMs: Sample.t0)
            #expect(try account.redeem(entry: "r", reward: "mask", atMs: Sample.t0, policy).isDone)
            let answer = try account.claim("r", .reversed, entry: "v", atMs: Sample.t0, policy)
            #expect(answer.derivation.steps.map(\.words.zh).contains(words))
        }
    }
}
