import Loyalty
import Testing
import Vocabulary

/// The worked examples of refunds, by name.
@Suite struct RefundExampleTests {
    private let now = Moment.ms("2026-03-02", hour: 12)

    private func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        var policy = Policy(
            version: "refunds", name: Bilingual(both: "refunds"), effectiveFromMs: 0, zone: .shanghai)
        for (id, price) in [("a", Int64(19_900)), ("b", 8900), ("c", 6000), ("d", 2190), ("e", 10_000)] {
            policy.items[id] = Item(
                id: id, name: Bilingual(both: id), kind: .service, category: "care", price: Money(fen: price))
        }
        policy.earning.perFen = 1000
        policy.earning.amounts = [AmountRule(id: "spend", points: 1)]
        policy.points.validity = .forever
        change(&policy)
        return policy
    }

    private func bill(_ items: String...) -> Bill {
        let prices: [String: Money] = ["a": 19_900, "b": 8900, "c": 6000, "d": 2190, "e": 10_000]
        return Bill(
            id: "bill", atMs: now, store: "s", lines: items.map { Bill.Line(item: $0, unitPrice: prices[$0] ?? 0) })
    }

    private func history(_ facts: [MemberFact], _ policy: Policy) throws -> History {
        var history = History(under: PolicyBook([policy]))
        for (index, fact) in facts.enumerated() {
            try history.append(
                MemberEntry(id: "e\(index)", atMs: now + Int64(index) * 1000, policy: policy.version, fact: fact))
        }
        return history
    }

    private func points(_ history: History) -> Int64 { history.account.pointsBalance(atMs: now + 1_000_000) }

    @Test(arguments: [([730, 730, 730] as [Int64], [1, 0, 0] as [Int64]), ([500], [1]), ([2190], [0]), ([100], [2])])
    func `E7 A partial refund keeps what the rest would have earned, and all of it in parts keeps nothing`(
        parts: [Int64], kept: [Int64]
    ) throws {
        let policy = policy()
        var facts: [MemberFact] = [.bill(bill("d"))]
        #expect(try points(history(facts, policy)) == 2)
        for (part, expected) in zip(parts, kept) {
            facts.append(.refund(Refund(bill: "bill", parts: [.init(line: 0, .fen(part))])))
            #expect(try points(history(facts, policy)) == expected)
        }
    }

    @Test func `E8 Points used on a refunded purchase come back, and those it earned go`() throws {
        let policy = policy {
            $0.moneyOff = MoneyOffRule(points: 1, fen: 1)
            $0.earning.perFen = 100
        }
        var bill = bill("d")
        bill.points = .all
        let joined = MemberFact.adjust(Adjustment(currency: .points, amount: 50, reason: "joined"))
        let paid = try history([joined, .bill(bill)], policy)
        #expect(paid.account.bills["bill"]?.quote.pointsUsed == 50)
        #expect(points(paid) == 21)
        #expect(try points(history([joined, .bill(bill), .refund(Refund(bill: "bill"))], policy)) == 50)
    }

    @Test func `E8 Restored points keep their expiry, or live for the grace, or are issued anew`() throws {
        var bill = bill("d")
        bill.points = .all
        let soon = Moment.ms("2026-03-05")
        let joined = MemberFact.adjust(
            Adjustment(currency: .points, amount: 50, reason: "joined", expiresAtMs: soon))
        let facts = [joined, .bill(bill), .refund(Refund(bill: "bill"))]
        func expiries(_ change: (inout Policy) -> Void) throws -> [Int64?] {
            let policy = policy {
                $0.moneyOff = MoneyOffRule(points: 1, fen: 1)
                $0.earning.amounts = []
                change(&$0)
            }
            return try history(facts, policy).account.purse.lots.map(\.expiresAtMs)
        }
        #expect(try expiries { $0.reversal.graceDays = 0 } == [soon])
        #expect(try expiries { $0.reversal.graceDays = 30 } == [Moment.ms("2026-04-02")])
        #expect(
            try expiries {
                $0.reversal.restored = .reissue
                $0.points.validity = .months(12, toMonthEnd: true)
            } == [Moment.ms("2027-04-01")])
    }

    @Test(arguments: [
        (ReversalRules.Shortfall.onlyPending, 20 as Int64, 0 as Int64), (.withinBalance, 0, 0), (.debt, -50, 50),
    ])
    func `E9 A reversal with insufficient balance follows the policy`(
        shortfall: ReversalRules.Shortfall, active: Int64, debt: Int64
    ) throws {
        // 100 points of one sale: 30 still pending, 70 active of which 50 were spent.
        let policy = policy {
            $0.reversal.shortfall = shortfall
            $0.earning.perFen = 100
        }
        let before = try history([.bill(bill("e")), .spend(Amount(points: Points(50), money: .zero))], policy)
        var account = before.account
        account.purse = pendingThirty()
        let refund = MemberEntry(
            id: "refund", atMs: now + 2000, policy: policy.version, fact: .refund(Refund(bill: "bill")))
        let outcome = try account.apply(refund, under: policy)
        #expect(outcome.refund?.pointsTaken == 100)
        #expect(account.purse.pending(.points, atMs: now + 3000) == 0)
        #expect(account.purse.balance(.points, atMs: now + 3000) == active)
        #expect(account.purse.debt[.points] ?? 0 == debt)
    }

    private func pendingThirty() -> Purse {
        var purse = Purse()
        purse.grant(
            PurseLot(
                id: "e0/active", currency: .points, source: "e0", granted: 70, gainedAtMs: now, expiresAtMs: nil))
        purse.grant(
            PurseLot(
                id: "e0/pending", currency: .points, source: "e0", granted: 30, gainedAtMs: now,
                activeFromMs: now + 86_400_000, expiresAtMs: nil))
        _ = purse.take(50, .points, atMs: now + 1000, entry: "e1", intoDebt: false)
        _ = purse.takePostings()
        return purse
    }

    private func off50(_ policy: inout Policy) {
        var offer = Offer(
            id: "300-50", name: Bilingual(both: "300-50"), layer: .bill, priority: 0, effect: .amountOff(5000))
        offer.threshold = OfferThreshold(fen: 30_000)
        policy.offers = [offer]
    }

    @Test(arguments: [(ReversalRules.Discount.share, 5138 as Int64), (.reevaluate, 1000)])
    func `E22 A returned line of a 满减 bill is worth its share, or what the rest makes dearer`(
        discount: ReversalRules.Discount, back: Int64
    ) throws {
        let policy = policy {
            off50(&$0)
            $0.reversal.discount = discount
        }
        let history = try history([.bill(bill("a", "b", "c"))], policy)
        let quote = try #require(history.account.bills["bill"]?.quote)
        #expect(quote.applied.first?.discounts == [2859, 1279, 862])
        let refund = Refund(bill: "bill", parts: [.init(line: 2, .units(1))])
        #expect(try history.account.refundPreview(refund, atMs: now + 5000, policy).payable.fen == back)
    }

    @Test(arguments: ReversalRules.Discount.allCases)
    func `E22 All lines of a 满减 bill returned one by one come to what was paid`(
        discount: ReversalRules.Discount
    ) throws {
        let policy = policy {
            off50(&$0)
            $0.reversal.discount = discount
        }
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let refunds = order.map { MemberFact.refund(Refund(bill: "bill", parts: [.init(line: $0, .units(1))])) }
            let history = try history([.bill(bill("a", "b", "c"))] + refunds, policy)
            #expect(history.outcomes.compactMap(\.refund).reduce(0) { $0 + $1.payable } == 29_800)
            #expect(points(history) == 0)
        }
    }

    @Test func `Units of a line come back at their share rounded down, the last with the odd fen`() throws {
        let policy = policy {
            $0.offers = [
                Offer(id: "off", name: Bilingual(both: "off"), layer: .bill, priority: 0, effect: .amountOff(20_000))
            ]
        }
        var bill = bill("e")
        bill.lines[0].quantity = 3
        let refunds = (0..<3).map { _ in
            MemberFact.refund(Refund(bill: "bill", parts: [.init(line: 0, .units(1))]))
        }
        let history = try history([.bill(bill)] + refunds, policy)
        #expect(history.outcomes.compactMap(\.refund?.payable) == [3333, 3333, 3334])
    }

    @Test func `A mixed payment comes back by each way in its share, and by each whole in the end`() throws {
        let policy = policy()
        var bill = bill("a", "b")
        bill.tenders = [Tender(.principal, 10_000)]
        let topUp = MemberFact.adjust(Adjustment(currency: .principal, amount: 10_000, reason: "paid in"))
        let refunds = [1, 0].map { MemberFact.refund(Refund(bill: "bill", parts: [.init(line: $0, .units(1))])) }
        let history = try history([topUp, .bill(bill)] + refunds, policy)
        let plans = history.outcomes.compactMap(\.refund)
        // 8900 of 28800, 10000 of which was stored value: 3090 and 5810.
        #expect(plans.map { $0.tenders[.principal] } == [3090, 6910])
        #expect(plans.map { $0.tenders[.cash] } == [5810, 12_990])
        #expect(history.account.purse.balance(.principal, atMs: now + 1_000_000) == 10_000)
    }

    @Test func `A refund asks for no more than the bill has left`() throws {
        let policy = policy()
        let history = try history([.bill(bill("a")), .refund(Refund(bill: "bill"))], policy)
        for parts in [
            [Refund.Part(line: 0, .units(1))], [.init(line: 0, .fen(1))], [.init(line: 1, .units(1))],
            [.init(line: -1, .units(1))], [.init(line: 0, .units(.max))], [.init(line: 0, .fen(.max))],
        ] {
            #expect(throws: RuleError.self) {
                try history.account.refundPreview(Refund(bill: "bill", parts: parts), atMs: now + 5000, policy)
            }
        }
        #expect(throws: RuleError.missing(kind: "bill", id: "other")) {
            try history.account.refundPreview(Refund(bill: "other"), atMs: now + 5000, policy)
        }
    }

    @Test(arguments: ReversalRules.Shortfall.allCases)
    func `A refund never earns points, even where a cap refused the whole and would admit the rest`(
        shortfall: ReversalRules.Shortfall
    ) throws {
        let policy = policy {
            $0.earning.perFen = 100
            $0.reversal.shortfall = shortfall
            $0.earning.caps = [
                EarningCap(id: "daily", limit: Limit(count: 250, period: .day), effect: .reject)
            ]
        }
        // 199 + 89 are more than 250; the rest of 199 alone would have been earned.
        let back = MemberFact.refund(Refund(bill: "bill", parts: [.init(line: 1, .units(1))]))
        let history = try history([.bill(bill("a", "b")), back], policy)
        #expect(points(history) == 0)
        let outcome = try #require(history.outcomes.last)
        #expect(outcome.refund?.pointsTaken == 0 && outcome.postings.isEmpty)
        let step = try #require(outcome.derivation.steps.last)
        #expect(step.rule == "earning.caps.daily.effect")
        #expect(step.words.zh == "剩余部分本应得 199 分，但退款不补发积分，仍为 0 分")
        #expect(history.account.earned.used(in: .day, of: policy.zone.day(atMs: now)) == 0)
        let rest = MemberEntry(
            id: "rest", atMs: now + 9000, policy: policy.version, fact: .refund(Refund(bill: "bill")))
        var account = history.account
        let whole = try account.apply(rest, under: policy)
        #expect(whole.refund?.pointsTaken == 0 && account.purse.debt[.points] ?? 0 == 0)
        #expect(!whole.derivation.steps.contains { $0.words.zh.contains("不补发") })
    }
}
