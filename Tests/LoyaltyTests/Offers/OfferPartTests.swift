import Loyalty
import Seeds
import Testing
import Vocabulary

/// Offers that have nothing to do with one another are searched apart: none is left out because there are many.
@Suite struct OfferPartTests {
    /// So many items at ¥100, each with an offer of its own: ¥80 for members.
    private func memberPrices(
        _ count: Int, _ more: [Offer] = [], change: (inout Policy) -> Void = { _ in }
    ) -> (bill: Bill, policy: Policy) {
        let ids = (0..<count).map { "i\($0)" }
        let offers = ids.map { id in
            offer("member-\(id)", .fixedPrice(8000), layer: .item) { $0.scope.items = [id] }
        }
        let policy = offerPolicy(ids.map { item($0, 10_000) }, offers + more, change: change)
        return (bill(policy, ids.map { ($0, 1) }), policy)
    }

    @Test(arguments: [1, 12, 13, 14, 60, 200])
    func `Every item at a member price costs that price, whatever the limit of the search`(count: Int) throws {
        for limit in [1, 12] {
            let (bill, policy) = memberPrices(count) { $0.stacking.searchLimit = limit }
            let quote = try Quote.of(bill, MemberAccount(), policy)
            #expect(quote.payable.fen == Int64(count) * 8000)
            #expect(quote.search.isComplete && quote.search.best == quote.payable)
            #expect(quote.search.candidates.count == count && quote.applied.count == count)
            expectSound(quote)
        }
    }

    /// One offer on all of them makes one part of what else would be fourteen.
    @Test(arguments: [14, 60, 200])
    func `Member prices stay with a percentage on the whole bill`(count: Int) throws {
        let (bill, policy) = memberPrices(count, [offer("gold", percent(10), layer: .tier)])
        let quote = try Quote.of(bill, MemberAccount(), policy)
        #expect(quote.payable.fen == Int64(count) * 7200)
        #expect(quote.search.isComplete)
    }

    @Test func `Points and the rounding of the bill look at all parts together`() throws {
        let (bill, policy) = memberPrices(14) {
            $0.moneyOff = MoneyOffRule(points: 10, fen: 100)
            $0.moneyOff?.maximumShare = 5000
            $0.stacking.roundBillToFen = 100
        }
        var asked = bill
        asked.points = .all
        let quote = try Quote.of(asked, account(points: 2000), policy)
        #expect(quote.payable == 112_000 - 20_000 && quote.pointsUsed == 2000)
        #expect(quote.search.isComplete)
    }

    /// ¥0.03 off that the rounding of the bill gives anyway: the coupon stays in the pocket.
    @Test func `A coupon that rounding makes worthless is not used up, in whatever part it is`() throws {
        let little = offer("little", .amountOff(3), layer: .coupon) {
            $0.scope.items = ["b"]
            $0.coupon = CouponRule()
            $0.coupon?.isPersonal = false
        }
        let policy = offerPolicy(
            [item("a", 10_050), item("b", 1040)], [offer("ten", .amountOff(1000)) { $0.scope.items = ["a"] }, little]
        ) { $0.stacking.roundBillToFen = 100 }
        let asked = bill(policy, [("a", 1), ("b", 1)]) { $0.coupons = ["little"] }
        let quote = try Quote.of(asked, MemberAccount(), policy)
        #expect(quote.payable == 10_000 && quote.applied.map(\.offer) == ["ten"])
    }

    /// A bill and its offers, several times over with other items and ids: nothing of one copy looks at another.
    @Test(arguments: Seeds.first(40, of: 400))
    func `Several copies of an independent bill cost as many times as much`(seed: UInt64) throws {
        for number in 0..<10 {
            let one = RandomOfferCase(seed: seed * 91_193 + UInt64(number), offers: 1...5)
            let single = try Quote.of(Copies(one, 1).bill, one.account, Copies(one, 1).policy)
            for count in [2, 5] {
                let copies = Copies(one, count)
                let quote = try Quote.of(copies.bill, one.account, copies.policy)
                #expect(quote.payable == Int64(count) * single.payable, "seed \(seed), \(number), \(count) copies")
                #expect(quote.applied.count == single.applied.count * count, "seed \(seed), \(number)")
                #expect(quote.search.isComplete, "seed \(seed), \(number)")
                expectSound(quote, "seed \(seed), \(number)")
            }
        }
    }

    /// Points and rounding bring the copies together again; the oracle tries every combination of all of them.
    @Test(arguments: Seeds.first(40, of: 400))
    func `Of parts with points and rounding the oracle finds the same`(seed: UInt64) throws {
        for number in 0..<10 {
            let one = RandomOfferCase(seed: seed * 70_001 + UInt64(number), offers: 1...3)
            var copies = Copies(one, 2)
            copies.keep(one)
            let quote = try Quote.of(copies.bill, one.account, copies.policy)
            let best = OfferOracle(bill: copies.bill, account: one.account, policy: copies.policy).best()
            #expect(quote.payable.fen == best.payable, "seed \(seed), \(number)")
            #expect(quote.pointsUsed.count == best.points, "seed \(seed), \(number)")
            #expect(quote.applied.map(\.offer).sorted() == best.offers, "seed \(seed), \(number)")
            #expect(quote.search.best == quote.payable && quote.search.isComplete, "seed \(seed), \(number)")
        }
    }
}

/// A random case several times over, with items, categories, groups and ids of each copy's own.
private struct Copies {
    var bill: Bill
    var policy: Policy

    init(_ one: RandomOfferCase, _ count: Int) {
        (bill, policy) = (one.bill, one.policy)
        policy.moneyOff = nil
        policy.stacking.roundBillToFen = 1
        (policy.items, policy.offers, bill.lines, bill.coupons, bill.points) = ([:], [], [], [], .none)
        for copy in 0..<count { add(one, "\(copy)") }
    }

    /// Takes over what looks at the whole bill.
    mutating func keep(_ one: RandomOfferCase) {
        policy.moneyOff = one.policy.moneyOff
        if let scope = one.policy.moneyOff?.scope {
            policy.moneyOff?.scope = ItemScope()
            for item in one.policy.items.values where scope.contains(item) {
                policy.moneyOff?.scope.items.formUnion(["\(item.id)0", "\(item.id)1"])
            }
        }
        policy.stacking.roundBillToFen = one.policy.stacking.roundBillToFen
        bill.points = one.bill.points
    }

    private mutating func add(_ one: RandomOfferCase, _ mark: String) {
        for item in one.policy.items.values {
            var item = item
            item.id += mark
            policy.items[item.id] = item
        }
        policy.offers += one.policy.offers.map { offer in
            var offer = offer
            offer.id += mark
            offer.group = offer.group.map { $0 + mark }
            offer.excludes = Set(offer.excludes.map { $0 + mark })
            let counted = offer.threshold?.scope ?? offer.scope
            offer.threshold?.scope = counted.inCopy(mark, one.policy)
            offer.scope = offer.scope.inCopy(mark, one.policy)
            return offer
        }
        bill.lines += one.bill.lines.map {
            Bill.Line(item: $0.item + mark, quantity: $0.quantity, unitPrice: $0.unitPrice)
        }
        bill.coupons += one.bill.coupons.map { $0 + mark }
    }
}

extension ItemScope {
    /// The same items, of a copy.
    fileprivate func inCopy(_ mark: String, _ policy: Policy) -> ItemScope {
        var scope = ItemScope()
        scope.items = Set(policy.items.values.filter(contains).map { $0.id + mark })
        return scope
    }
}
