import Loyalty
import Testing
import Vocabulary

/// A refund takes back all that the bill gave: credit for the best price, gifts, coupons; and says so before.
@Suite struct RefundGivenTests {
    private let now = Sample.t0

    private func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.policy {
            for (id, price) in [("care", Int64(10_000)), ("nails", 3333)] {
                $0.items[id] = Item(
                    id: id, name: Sample.name(id), kind: .service, category: "care", price: Money(fen: price))
            }
            $0.earning.perFen = 1000
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
            $0.points.validity = .forever
            $0.moneyOff = MoneyOffRule(points: 3, fen: 10)
            change(&$0)
        }
    }

    private func offer(_ id: String, _ effect: Offer.Effect, from fen: Int64 = 0) -> Offer {
        var offer = Offer(
            id: id, name: Bilingual(zh: "优惠\(id)", en: "Offer \(id)"), layer: .bill, priority: 0, effect: effect)
        if fen > 0 { offer.threshold = OfferThreshold(fen: fen) }
        return offer
    }

    private func bill(_ id: String = "b", units: Int64 = 1, best: Int64? = nil) -> Bill {
        var bill = Bill(
            id: id, atMs: now, store: "s",
            lines: [
                .init(item: "care", quantity: units, unitPrice: 10_000),
                .init(item: "nails", quantity: 1, unitPrice: 3333),
            ])
        bill.best = best.map { Money(fen: $0) }
        return bill
    }

    private func history(_ facts: [MemberFact], _ policy: Policy) throws -> History {
        var history = History(under: PolicyBook([policy]))
        for (index, fact) in facts.enumerated() {
            try history.append(
                MemberEntry(id: "e\(index)", atMs: now + Int64(index), policy: policy.version, fact: fact))
        }
        return history
    }

    private func back(_ line: Int, _ what: Refund.Part.What) -> MemberFact {
        .refund(Refund(bill: "b", parts: [.init(line: line, what)]))
    }

    @Test(arguments: [(StackingRules.Credit.storedValueGift, 1333 as Int64, 0 as Int64), (.points, 0, 400)])
    func `The credit for the best price goes back in the share of the money, and whole in the end`(
        credit: StackingRules.Credit, fen: Int64, points: Int64
    ) throws {
        let policy = policy {
            $0.stacking.credit = credit
            $0.earning.amounts = []
        }
        // 13333 paid where 12000 would have done.
        let facts: [MemberFact] = [.bill(bill(best: 12_000)), back(0, .fen(1)), back(0, .units(1)), back(1, .units(1))]
        func there(_ count: Int) throws -> (Int64, Int64) {
            let account = try history(Array(facts.prefix(count)), policy).account
            return (account.purse.balance(.gift, atMs: now + 9), account.pointsBalance(atMs: now + 9))
        }
        #expect(try there(1) == (fen, points))
        // Of 1333 fen, 10000/13333 are 999.8 and go first; of 400 points, 300.007.
        #expect(try there(3) == (credit == .points ? (0, 100) : (333, 0)))
        #expect(try there(4) == (0, 0))
        let plans = try history(facts, policy).outcomes.compactMap(\.refund)
        #expect(plans.map(\.creditTaken).reduce(0, +) == max(fen, points))
        #expect(plans.last?.derivation.steps.contains { $0.rule == "stacking.credit" } == true)
    }

    @Test(arguments: ReversalRules.Shortfall.allCases)
    func `E9 Gifts and credits that were spent follow the policy's shortfall as earned points do`(
        shortfall: ReversalRules.Shortfall
    ) throws {
        let policy = policy {
            $0.offers = [offer("gift", .gift(Gift(kind: .points(500))))]
            $0.stacking.credit = .storedValueGift
            $0.reversal.shortfall = shortfall
        }
        let all = Amount(points: Points(513), money: Money(fen: 1333))
        var paid = try history([.bill(bill(best: 12_000)), .spend(all)], policy)
        #expect(paid.account.pointsBalance(atMs: now + 9) == 0 && paid.account.purse.balance(.gift, atMs: now + 9) == 0)
        let plan = try paid.account.refundPreview(Refund(bill: "b"), atMs: now + 9, policy)
        #expect(plan.pointsTakenInAll == 513 && plan.creditTaken == 1333)
        let refund = MemberEntry(id: "r", atMs: now + 9, policy: policy.version, fact: .refund(Refund(bill: "b")))
        #expect(try paid.append(refund).refund == plan)
        let isDebt = shortfall == .debt
        #expect(paid.account.purse.debt[.points] ?? 0 == (isDebt ? 513 : 0))
        #expect(paid.account.purse.debt[.gift] ?? 0 == (isDebt ? 1333 : 0))
        #expect(paid.account.pointsBalance(atMs: now + 9) == (isDebt ? -513 : 0))
    }

    @Test func `The preview names coupons and gifts that come back or are taken, by their names`() throws {
        let policy = policy {
            var coupon = offer("ten", .amountOff(1000))
            coupon.layer = .coupon
            coupon.coupon = CouponRule()
            $0.items["mask"] = Item(
                id: "mask", name: Bilingual(zh: "面膜", en: "Face mask"), kind: .product, category: "c", price: 900)
            $0.offers = [
                coupon, offer("thing", .gift(Gift(kind: .item("mask"), value: 900))),
                offer("more", .gift(Gift(kind: .coupon("ten")))), offer("pts", .gift(Gift(kind: .points(7)))),
            ]
        }
        var first = bill()
        first.coupons = ["k"]
        let paid = try history([.couponIssued(offer: "ten", coupon: "k"), .bill(first)], policy)
        let gift = try #require(paid.account.coupons.ids.first { $0 != "k" })
        let plan = try paid.account.refundPreview(Refund(bill: "b"), atMs: now + 5, policy)
        #expect(plan.couponsBack == ["k"] && plan.couponsTaken == [gift])
        #expect(plan.giftsBack.map(\.offer).sorted() == ["pts", "thing"])
        let said = plan.derivation.steps.map(\.words.zh)
        #expect(said.contains("优惠券“优惠ten”退回") && said.contains("随单所得的优惠券“优惠ten”收回"))
        #expect(said.contains("“优惠thing”的赠品“面膜”请交回，价值 ¥9") && said.contains("收回“优惠pts”赠送的 7 分"))
        #expect(plan.derivation.steps.map(\.words.en).allSatisfy { !$0.contains("“") && !$0.contains("e1/") })
        // Used meanwhile, the coupon that came with the bill stays used, and never comes back.
        var second = bill("later")
        second.atMs = now + 6
        second.coupons = [gift]
        second.lines[0].unitPrice = 20_000
        var used = paid
        try used.append(MemberEntry(id: "l", atMs: now + 6, policy: policy.version, fact: .bill(second)))
        let after = try used.account.refundPreview(Refund(bill: "b"), atMs: now + 7, policy)
        #expect(after.couponsTaken.isEmpty && after.couponsUsedUp == [gift])
        #expect(after.derivation.steps.contains { $0.words.en.contains("was used already and is not taken back") })
        for (id, bill) in [("r1", "b"), ("r2", "later")] {
            let refund = Refund(bill: bill)
            try used.append(MemberEntry(id: id, atMs: now + 8, policy: policy.version, fact: .refund(refund)))
        }
        #expect(used.account.coupons.ids.sorted() == ["k"] && used.account.coupons["k"]?.usesLeft == 1)
        #expect(used.account.pointsBalance(atMs: now + 9) == 0)
    }

    /// Everything that bills give, refunded in random parts, under every shortfall: all in one is the same.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `Any split of a refund takes back as much as the refund of the whole`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let policy = policy {
            $0.offers = [
                offer("off", .percentOff(basisPoints: 700, cap: nil)),
                offer("gift", .gift(Gift(kind: .points(40))), from: 20_000),
            ]
            $0.stacking.credit = [.points, .storedValueGift][Int(seed % 2)]
            $0.reversal.shortfall = ReversalRules.Shortfall.allCases[Int(seed % 3)]
            $0.points.pendingDays = [0, 9][Int(seed / 3 % 2)]
        }
        let units = Int64.random(in: 1...4, using: &random)
        let bill = bill(units: units, best: .random(in: 1...13_000, using: &random))
        let spent = Amount(points: Points(.random(in: 0...60, using: &random)), money: .zero)
        let paid = try history([.bill(bill), .spend(spent)], policy)
        var (whole, split) = (paid, paid)
        try whole.append(
            MemberEntry(id: "r", atMs: now + 50, policy: policy.version, fact: .refund(Refund(bill: "b"))))
        let steps = ((0..<units).map { _ in 0 } + [1]).shuffled(using: &random)
        for (index, line) in steps.enumerated() {
            let cut = back(line, .fen(.random(in: 1...900, using: &random)))
            _ = try? split.append(MemberEntry(id: "c\(index)", atMs: now + 50, policy: policy.version, fact: cut))
            let unit = back(line, .units(1))
            try split.append(MemberEntry(id: "u\(index)", atMs: now + 50, policy: policy.version, fact: unit))
        }
        for currency in LotCurrency.allCases {
            let (one, many) = (whole.account.purse, split.account.purse)
            #expect(many.balance(currency, atMs: now + 60) == one.balance(currency, atMs: now + 60), "\(currency)")
            #expect(many.pending(currency, atMs: now + 60) == one.pending(currency, atMs: now + 60), "\(currency)")
            #expect(many.debt[currency] ?? 0 == one.debt[currency] ?? 0)
        }
        let refunded = [whole, split].compactMap { $0.account.bills["b"]?.refunded }
        #expect(refunded.map(\.payable).allSatisfy { $0 == refunded[0].payable })
        #expect(refunded.map(\.earnedTaken).allSatisfy { $0 == refunded[0].earnedTaken })
        #expect(refunded.map(\.creditTaken).allSatisfy { $0 == refunded[0].creditTaken })
        #expect(refunded.allSatisfy { $0.isWhole })
    }
}
