import Loyalty
import Testing
import Vocabulary

/// Worked examples of other systems' documents and tests, and what decides them here.
@Suite struct OfferExamplesTests {
    @Test func `E6 Only as many points are used as the discount needs`() throws {
        let policy = offerPolicy([item("order", 2000)], []) { $0.moneyOff = MoneyOffRule(points: 1, fen: 1000) }
        let wish = bill(policy, [("order", 1)]) { $0.points = .atMost(30) }
        let quote = try Quote.of(wish, account(points: 30), policy)
        #expect(quote.pointsUsed == 2)
        #expect(quote.pointsOff == 2000)
        #expect(quote.payable == 0)
        expectSound(quote)
    }

    @Test func `E17 Two percentages, of the list price or of what is left`() throws {
        for (base, payable) in [(Offer.Base.list, Int64(7000)), (.running, 7200)] {
            let quote = try quoteOf(
                10_000,
                [
                    offer("ten", percent(10), priority: 1) { $0.base = base },
                    offer("twenty", percent(20), priority: 2) { $0.base = base },
                ])
            #expect(quote.payable.fen == payable)
            expectSound(quote)
        }
    }

    private let overHundred = [
        offer("ten", percent(10), priority: 1),
        offer("twenty", percent(20), priority: 2) { $0.threshold = OfferThreshold(fen: 10_000, base: .running) },
    ]

    @Test func `E17 In the policy's order the second percentage misses its threshold`() throws {
        let quote = try quoteOf(10_500, overHundred, choice: .these(["ten", "twenty"]))
        #expect(quote.payable == 9450)
        #expect(quote.applied.map(\.offer) == ["ten"])
        #expect(quote.search.best == 7560)
        #expect(quote.derivation.steps.contains { $0.rule == "twenty" && $0.phrase == .refusedTooLittleLeft })
        #expect(quote.derivation.steps.last?.words.zh == "按所选优惠应付 ¥94.50，最优组合应付 ¥75.60，差 ¥18.90")
    }

    @Test func `E17 The best combination puts the threshold first, and its offers named come to the same`() throws {
        let best = try quoteOf(10_500, overHundred)
        #expect(best.payable == 7560)
        #expect(best.applied.map(\.offer) == ["twenty", "ten"])
        #expect(best.search.combinations == 6)
        let again = try quoteOf(10_500, overHundred, choice: .these(best.applied.map(\.offer)))
        #expect(again.applied == best.applied)
        #expect(again.payable == 7560)
    }

    @Test func `E17 With no place ahead it is said that it was not tried`() throws {
        let quote = try quoteOf(10_500, overHundred) { $0.stacking.aheadLimit = 0 }
        #expect(quote.payable == 8400)
        #expect(quote.search.notTriedAhead == ["twenty"])
        #expect(quote.derivation.steps.contains { $0.phrase == .searchNotTriedAhead })
    }

    @Test func `E18 A gift card, a percentage and a fixed amount`() throws {
        let quote = try quoteOf(
            200_000,
            [
                offer("gift-card", .amountOff(100), priority: 1), offer("twenty", percent(20), priority: 2),
                offer("eighty", .amountOff(8000), priority: 3),
            ])
        #expect(quote.discount == 48_080)
        #expect(quote.payable == 151_920)
        #expect(quote.applied.map(\.discount) == [100, 39_980, 8000])
    }

    private func order315(_ offers: [Offer]) throws -> Quote {
        let policy = offerPolicy([item("taxed", 11_500, tax: 1500), item("a", 10_000), item("b", 10_000)], offers)
        return try Quote.of(
            bill(policy, [("taxed", 1), ("a", 1), ("b", 1)]) { $0.choice = .these(offers.map(\.id)) },
            MemberAccount(), policy)
    }

    @Test func `E19 A percentage then an amount, and the reverse; never below zero`() throws {
        let ten = percent(10)
        #expect(try order315([offer("ten", ten)]).payable == 28_350)
        let first = try order315([offer("ten", ten, priority: 1), offer("coupon", .amountOff(28_850), priority: 2)])
        #expect(first.payable == 0)
        expectSound(first)
        let reverse = [offer("ten", ten, priority: 2), offer("coupon", .amountOff(28_850), priority: 1)]
        #expect(try order315([reverse[1]]).payable == 2650)
        #expect(try order315(reverse).payable == 2385)
    }

    @Test func `E19 A threshold on what is left refuses the second coupon until there is enough`() throws {
        let coupons = ["one", "two"].map { id in
            offer(id, .amountOff(10_000), layer: .coupon) {
                $0.threshold = OfferThreshold(fen: 10_000, base: .running)
            }
        }
        let cases: [(Int64, Int64, [String])] = [
            (16_500, 6500, ["one"]), (24_750, 4750, ["one", "two"]), (8250, 8250, []),
        ]
        for (list, payable, applied) in cases {
            for choice in [Bill.Choice.best, .these(["one", "two"])] {
                let quote = try quoteOf(list, coupons, choice: choice)
                #expect(quote.payable.fen == payable)
                #expect(quote.applied.map(\.offer) == applied)
            }
        }
    }

    @Test func `E19 On list prices the same two coupons are both used`() throws {
        let coupons = ["one", "two"].map { id in
            offer(id, .amountOff(10_000), layer: .coupon) { $0.threshold = OfferThreshold(fen: 10_000) }
        }
        #expect(try quoteOf(16_500, coupons).payable == 0)
    }

    @Test func `E19 Of overlapping amounts the narrower goes first, whatever the percentage's place`() throws {
        for (priority, before) in [(1, Int64(1000)), (-1, 900)] {
            let offers = [
                offer("both", .amountOff(500)) { $0.scope = scope("a", "b") },
                offer("only-a", .amountOff(1000)) { $0.scope = scope("a") },
            ]
            let policy = offerPolicy([item("a", 600), item("b", 400), item("c", 1000)], offers)
            let lines: [(String, Int64)] = [("a", 1), ("b", 1), ("c", 1)]
            #expect(try Quote.of(bill(policy, lines), MemberAccount(), policy).payable == 1000)
            var withPercent = policy
            withPercent.offers.append(offer("ten", percent(10), priority: priority))
            let quote = try Quote.of(bill(policy, lines), MemberAccount(), withPercent)
            #expect(quote.payable == 900, "percentage at \(priority), \(before) before")
            expectSound(quote)
        }
    }

    @Test func `E20 The free unit is not discounted again`() throws {
        let policy = offerPolicy(
            [item("cabinet", 32_000)],
            [
                offer("three-plus-one", .buyGet(buy: 3, free: 1, basisPoints: 10_000, times: nil), layer: .item),
                offer("ten", percent(10), layer: .coupon),
            ])
        let quote = try Quote.of(bill(policy, [("cabinet", 4)]), MemberAccount(), policy)
        #expect(quote.applied.map(\.discount) == [32_000, 9600])
        #expect(quote.payable == 86_400)
    }

    @Test func `E20 A capped percentage, with tax by rate`() throws {
        let policy = offerPolicy(
            [item("cabinet", 36_800, tax: 1500), item("other", 25_000)],
            [offer("twenty", percent(20, cap: 20_000)) { $0.scope = scope("cabinet") }])
        let quote = try Quote.of(bill(policy, [("cabinet", 8), ("other", 1)]), MemberAccount(), policy)
        #expect(quote.payable == 299_400)
        let totals = try RateTotal.totals(of: quote, policy)
        #expect(totals.map(\.untaxed) == [25_000, 238_609])
        #expect(totals.reduce(0) { $0 + $1.untaxed } == 263_609)
        #expect(totals.map(\.tax) == [0, 35_791])
    }

    @Test func `E20 Half off the cheapest, at most 30`() throws {
        let policy = offerPolicy(
            [item("cabinet", 32_000)], [offer("cheapest", .cheapestOff(basisPoints: 5000, cap: 3000))])
        let quote = try Quote.of(bill(policy, [("cabinet", 2)]), MemberAccount(), policy)
        #expect(quote.payable == 61_000)
    }

    @Test func `E20 A fixed amount on less, and on more`() throws {
        let policy = offerPolicy([item("drawer", 2500)], [offer("fixed", .amountOff(24_900))])
        #expect(try Quote.of(bill(policy, [("drawer", 1)]), MemberAccount(), policy).payable == 0)
        #expect(try Quote.of(bill(policy, [("drawer", 17)]), MemberAccount(), policy).payable == 17_600)
    }

    @Test func `E21 A threshold does not defeat itself`() throws {
        for base in OfferThreshold.Base.allCases {
            let quote = try quoteOf(
                50_500,
                [offer("spend-save", .amountOff(5000)) { $0.threshold = OfferThreshold(fen: 50_000, base: base) }])
            #expect(quote.payable == 45_500)
            #expect(quote.applied.map(\.offer) == ["spend-save"])
        }
    }

    @Test func `E21 A coupon without effect is not used up, and it is said`() throws {
        let policy = offerPolicy(
            [item("thing", 5000), item("other", 100)],
            [
                offer("free", percent(100), layer: .item),
                offer("code", .amountOff(1000), layer: .coupon) {
                    $0.coupon = CouponRule()
                    $0.coupon?.isPersonal = false
                },
                offer("elsewhere", .amountOff(1000), layer: .coupon) {
                    $0.scope = scope("other")
                    $0.coupon = CouponRule()
                    $0.coupon?.isPersonal = false
                },
            ])
        let asked = bill(policy, [("thing", 1)]) { $0.coupons = ["code", "elsewhere"] }
        let quote = try Quote.of(asked, MemberAccount(), policy)
        #expect(quote.applied.map(\.offer) == ["free"])
        let refused = quote.derivation.steps.filter { $0.rule == "code" || $0.rule == "elsewhere" }
        #expect(Set(refused.map(\.phrase)) == [.refusedNoEffect, .refusedNoEffectLeft])
    }

    @Test func `E22 满300减50 over three lines is 28.59, 12.79 and 8.62`() throws {
        let policy = offerPolicy(
            [item("a", 19_900), item("b", 8900), item("c", 6000)],
            [offer("spend-save", .amountOffEvery(every: 30_000, off: 5000, times: 1))])
        let quote = try Quote.of(bill(policy, [("a", 1), ("b", 1), ("c", 1)]), MemberAccount(), policy)
        #expect(quote.applied.map(\.discounts) == [[2859, 1279, 862]])
        #expect(LargestRemainder.parts(of: Int64(5000), by: [Int64(19_900), 8900, 6000]) == [2859, 1279, 862])
        #expect(LargestRemainder.parts(of: Int64(1000), by: [Int64(1), 1, 1]) == [334, 333, 333])
        #expect(quote.payable == 29_800)
        expectSound(quote)
    }
}
