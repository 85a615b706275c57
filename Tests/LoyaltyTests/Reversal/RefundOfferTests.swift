import Loyalty
import Testing
import Vocabulary

/// What refunds do to coupons, gifts, limits and the lots that paid.
@Suite struct RefundOfferTests {
    private let now = Moment.ms("2026-03-02", hour: 12)

    private func policy(_ change: (inout Policy) -> Void) -> Policy {
        var policy = Policy(version: "p", name: Bilingual(both: "p"), effectiveFromMs: 0, zone: .shanghai)
        for (id, price) in [("a", Int64(20_000)), ("b", 10_000), ("c", 6000)] {
            policy.items[id] = Item(
                id: id, name: Bilingual(both: id), kind: .service, category: "care", price: Money(fen: price))
        }
        policy.points.validity = .forever
        change(&policy)
        return policy
    }

    private func offer(_ id: String, _ effect: Offer.Effect, from fen: Int64 = 0) -> Offer {
        var offer = Offer(id: id, name: Bilingual(both: id), layer: .bill, priority: 0, effect: effect)
        if fen > 0 { offer.threshold = OfferThreshold(fen: fen) }
        return offer
    }

    private func bill(_ id: String, _ items: String...) -> Bill {
        let prices: [String: Money] = ["a": 20_000, "b": 10_000, "c": 6000]
        return Bill(
            id: id, atMs: now, store: "s", lines: items.map { Bill.Line(item: $0, unitPrice: prices[$0] ?? 0) })
    }

    private func back(_ bill: String, line: Int) -> MemberFact {
        .refund(Refund(bill: bill, parts: [.init(line: line, .units(1))]))
    }

    private func account(_ facts: [MemberFact], _ policy: Policy) throws -> History {
        var history = History(under: PolicyBook([policy]))
        for (index, fact) in facts.enumerated() {
            try history.append(
                MemberEntry(id: "e\(index)", atMs: now - 100 + Int64(index), policy: "p", fact: fact))
        }
        return history
    }

    @Test func `Of the points used, those that live longest come back first`() throws {
        let policy = policy { $0.moneyOff = MoneyOffRule(points: 1, fen: 1000) }
        func points(_ amount: Int64, _ end: String) -> MemberFact {
            .adjust(Adjustment(currency: .points, amount: amount, reason: "r", expiresAtMs: Moment.ms(end)))
        }
        var bill = bill("x", "a", "b")
        bill.points = .atMost(15)
        let history = try account(
            [points(10, "2026-06-01"), points(10, "2026-12-01"), .bill(bill), back("x", line: 1)], policy)
        // 15 points were worth 150 of 300; the line of 100 brings 5 of them, all from the later lot.
        #expect(history.account.purse.lot("e0")?.remaining == 0)
        #expect(history.account.purse.lot("e1")?.remaining == 10)
    }

    @Test func `A gift stays while what is kept still reaches its threshold, and goes when it does not`() throws {
        let policy = policy {
            $0.offers = [offer("gift", .gift(Gift(kind: .points(40))), from: 26_000)]
        }
        let facts: [MemberFact] = [.bill(bill("x", "a", "b", "c")), back("x", line: 1)]
        #expect(try account(facts, policy).account.pointsBalance(atMs: now + 9) == 40)
        #expect(try account(facts + [back("x", line: 2)], policy).account.pointsBalance(atMs: now + 9) == 0)
    }

    @Test func `A coupon comes back with the whole bill, for the grace at least, and its use does not count`() throws {
        let policy = policy {
            var offer = offer("ten", .amountOff(1000))
            offer.layer = .coupon
            offer.coupon = CouponRule()
            offer.coupon?.validity = .days(1)
            offer.conditions.perMember = Limit(count: 1, period: .ever)
            $0.offers = [offer]
        }
        var first = bill("x", "a")
        first.coupons = ["k"]
        let facts: [MemberFact] = [.couponIssued(offer: "ten", coupon: "k"), .bill(first)]
        let paid = try account(facts, policy)
        #expect(paid.outcomes.last?.quote?.payable == 19_000)
        #expect(paid.account.coupons["k"]?.usesLeft == 0)
        let returned = try account(facts + [.refund(Refund(bill: "x"))], policy)
        #expect(returned.account.coupons["k"]?.usesLeft == 1)
        #expect(returned.account.coupons["k"]?.expiresAtMs == Moment.ms("2026-04-02"))
        var second = bill("y", "b")
        second.coupons = ["k"]
        let again = try account(facts + [.refund(Refund(bill: "x")), .bill(second)], policy)
        #expect(again.outcomes.last?.quote?.payable == 9000)
    }

    @Test func `A first purchase that was taken back whole was none`() throws {
        let policy = policy {
            var offer = offer("first", .amountOff(1000))
            offer.conditions.firstPurchase = true
            $0.offers = [offer]
        }
        let twice = try account([.bill(bill("x", "a")), .bill(bill("y", "a"))], policy)
        #expect(twice.outcomes.compactMap(\.quote?.payable) == [19_000, 20_000])
        let facts: [MemberFact] = [.bill(bill("x", "a")), .refund(Refund(bill: "x")), .bill(bill("y", "a"))]
        #expect(try account(facts, policy).outcomes.compactMap(\.quote?.payable) == [19_000, 19_000])
    }

    @Test func `Judged anew, a return never takes back what an earlier one gave`() throws {
        let policy = policy {
            $0.offers = [offer("off", .amountOff(20_000), from: 30_000)]
            $0.reversal.discount = .reevaluate
        }
        let cut = MemberFact.refund(Refund(bill: "x", parts: [.init(line: 0, .fen(1000))]))
        let facts: [MemberFact] = [.bill(bill("x", "a", "b", "c")), cut, back("x", line: 1), back("x", line: 2)]
        let plans = try account(facts + [back("x", line: 0)], policy).outcomes.compactMap(\.refund)
        #expect(plans.allSatisfy { $0.payable >= 0 })
        #expect(plans.first?.payable == 1000)
        #expect(plans.reduce(0) { $0 + $1.payable } == 16_000)
    }

    @Test func `What a refunded bill counted for is taken out of its own day`() throws {
        let policy = policy { _ in }
        let history = try account([.bill(bill("x", "a", "b")), back("x", line: 0)], policy)
        let count = try #require(history.account.qualification.days.first)
        #expect(count.spend == 10_000 && count.services == 1 && count.bills == 1)
    }
}
