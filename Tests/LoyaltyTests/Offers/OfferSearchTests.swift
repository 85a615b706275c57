import Loyalty
import Testing
import Vocabulary

/// Which combination is chosen, what is left out, and what is said about it.
@Suite struct OfferSearchTests {
    @Test func `Of a group the best is applied, also when two others together are better still`() throws {
        let offers = [
            offer("a", percent(30)) { $0.group = "discount" },
            offer("b", percent(20)) { $0.group = "discount" },
            offer("c", percent(20)) { $0.excludes = ["a"] },
        ]
        #expect(try quoteOf(10_000, Array(offers.prefix(2))).applied.map(\.offer) == ["a"])
        let quote = try quoteOf(10_000, offers)
        #expect(quote.applied.map(\.offer) == ["b", "c"])
        #expect(quote.payable == 6400)
        #expect(quote.derivation.steps.contains { $0.rule == "a" && $0.phrase == .refusedExcluded })
        #expect(quote.derivation.steps.last?.words.zh == "8 种组合中没有更便宜的")
    }

    @Test func `A name of a group excludes all of it`() throws {
        let offers = [
            offer("a", percent(10)) { $0.group = "g" },
            offer("b", percent(15), priority: 1) { $0.excludes = ["g"] },
        ]
        #expect(try quoteOf(10_000, offers).applied.map(\.offer) == ["b"])
        let named = try quoteOf(10_000, offers, choice: .these(["b", "a"]))
        #expect(named.applied.map(\.offer) == ["a"], "in the policy's order the first is taken")
        #expect(named.search.best == 8500)
    }

    @Test func `Ties go to the greater gift, then to fewer coupons, then to the policy's order`() throws {
        func gift(_ id: String, _ value: Int64) -> Offer {
            offer(id, .gift(Gift(kind: .item("mask"), value: value))) { $0.group = "gift" }
        }
        #expect(try quoteOf(100, [gift("a", 1), gift("b", 2), gift("c", 2)]).applied.map(\.offer) == ["b"])
        let free = offer("free", .gift(Gift(kind: .points(5))))
        #expect(try quoteOf(100, [free, gift("a", 0)]).applied.map(\.offer) == ["free", "a"])
        let policy = offerPolicy(
            [item("thing", 5000)],
            [
                offer("CODE", .amountOff(500)) {
                    $0.coupon = CouponRule()
                    $0.coupon?.isPersonal = false
                    $0.group = "g"
                }, offer("y", .amountOff(500)) { $0.group = "g" }, offer("z", .amountOff(500)) { $0.group = "g" },
            ])
        let quote = try Quote.of(bill(policy, [("thing", 1)]) { $0.coupons = ["CODE"] }, MemberAccount(), policy)
        #expect(quote.applied.map(\.offer) == ["y"])
    }

    @Test func `Where points pay the rest, offers save points`() throws {
        let policy = offerPolicy([item("thing", 5000)], [offer("ten", percent(10))]) {
            $0.moneyOff = MoneyOffRule(points: 1, fen: 10)
        }
        let quote = try Quote.of(bill(policy, [("thing", 1)]) { $0.points = .all }, account(points: 9999), policy)
        #expect(quote.payable == 0)
        #expect(quote.applied.map(\.offer) == ["ten"])
        #expect(quote.pointsUsed == 450)
    }

    @Test func `More candidates than the limit are combined all the same where the search gets to its end`() throws {
        let offers = (1...6).map { offer("o\($0)", .amountOff(Int64($0) * 100)) }
        for limit in [0, 1, 4, .max] {
            let quote = try quoteOf(10_000, offers) { $0.stacking.searchLimit = limit }
            #expect(quote.search.candidates == ["o6", "o5", "o4", "o3", "o2", "o1"])
            #expect(quote.search.isComplete && quote.search.notTried.isEmpty)
            #expect(quote.payable == 7900 && quote.search.combinations == 64)
        }
    }

    @Test func `A large group crowds nobody out`() throws {
        let group = (0..<12).map { number in
            offer("o\(number)", .amountOff(600 + Int64(number) * 100), priority: number) {
                $0.group = "g"
                $0.threshold = OfferThreshold(fen: Int64(number + 1) * 1000)
            }
        }
        let others = [offer("z1", .amountOff(500), layer: .coupon), offer("z2", .amountOff(400), layer: .tier)]
        let quote = try quoteOf(20_000, group + others)
        #expect(quote.payable == 17_400)
        #expect(quote.search.isComplete && quote.applied.map(\.offer) == ["o11", "z1", "z2"])
        // With a threshold on what is left nobody can tell without trying.
        let between = offer("y", percent(5), priority: 5) { $0.threshold = OfferThreshold(fen: 1000, base: .running) }
        let mixed = try quoteOf(20_000, group + others + [between])
        #expect(mixed.search.isComplete && mixed.applied.map(\.offer) == ["y", "o11", "z1", "z2"])
        #expect(mixed.payable == 16_400)
    }

    @Test func `More points as a gift go before fewer, whatever the ids`() throws {
        for (more, less) in [("a", "b"), ("b", "a")] {
            func gift(_ id: String, _ points: Int64) -> Offer {
                offer(id, .gift(Gift(kind: .points(points)))) { $0.group = "gift" }
            }
            #expect(
                try quoteOf(100, [gift("a", more == "a" ? 100 : 10), gift("b", more == "b" ? 100 : 10)])
                    .applied.map(\.offer) == [more], "not \(less)")
        }
    }

    /// E19 with scopes that overlap: −5 on two of three, −10 on another two.
    @Test func `Amounts on overlapping scopes come to the same, whatever the ids`() throws {
        for (five, ten) in [("aa", "bb"), ("bb", "aa")] {
            let offers = [
                offer(five, .amountOff(500)) { $0.scope = scope("a", "b") },
                offer(ten, .amountOff(1000)) { $0.scope = scope("b", "c") },
            ]
            let policy = offerPolicy([item("a", 600), item("b", 400), item("c", 200)], offers)
            let quote = try Quote.of(bill(policy, [("a", 1), ("b", 1), ("c", 1)]), MemberAccount(), policy)
            #expect(quote.payable == 100)
        }
    }

    @Test func `What nearly applied is told with what is missing, up to three tenths of it`() throws {
        let cases: [(Int64, String?)] = [
            (7000, "再消费 ¥30 可享「save」"), (6999, nil), (6200, nil), (9999, "再消费 ¥0.01 可享「save」"),
        ]
        for (list, words) in cases {
            let quote = try quoteOf(
                list, [offer("save", .amountOff(1000)) { $0.threshold = OfferThreshold(fen: 10_000) }])
            #expect(quote.derivation.nearly.map(\.words.zh) == (words.map { [$0] } ?? []))
        }
        let every = offer("each", .amountOffEvery(every: 10_000, off: 1000, times: 2))
        #expect(try quoteOf(19_000, [every]).derivation.nearly.map(\.words.zh) == ["再消费 ¥10，「each」再减 ¥10"])
        #expect(try quoteOf(29_000, [every]).derivation.nearly.isEmpty)
        #expect(try quoteOf(8000, [every]).derivation.nearly.map(\.words.zh) == ["再消费 ¥20 可享「each」"])
        let units = offer("two-plus-one", .buyGet(buy: 2, free: 1, basisPoints: 10_000, times: nil))
        let policy = offerPolicy([item("thing", 100)], [units])
        let quote = try Quote.of(bill(policy, [("thing", 2)]), MemberAccount(), policy)
        #expect(quote.derivation.nearly.map(\.words.zh) == ["再加 1 件可享「two-plus-one」"])
    }

    @Test func `Repeating 满减 counts full amounts, at most so many`() throws {
        for (list, times, off) in [
            (Int64(9999), Int64?.none, Int64(0)), (10_000, nil, 1000), (35_000, nil, 3000), (35_000, 2, 2000),
        ] {
            let quote = try quoteOf(list, [offer("each", .amountOffEvery(every: 10_000, off: 1000, times: times))])
            #expect(quote.discount.fen == off)
        }
    }

    @Test func `A fixed price is for each unit, and never raises a price`() throws {
        let policy = offerPolicy([item("dear", 9900), item("cheap", 800)], [offer("nine", .fixedPrice(1000))])
        let quote = try Quote.of(bill(policy, [("dear", 3), ("cheap", 2)]), MemberAccount(), policy)
        #expect(quote.applied.map(\.discounts) == [[26_700, 0]])
    }

    @Test func `Of each full group by falling price the last units are free`() throws {
        let policy = offerPolicy(
            [item("a", 1000), item("b", 900), item("c", 100), item("free", 0)],
            [offer("one-plus-one", .buyGet(buy: 1, free: 1, basisPoints: 10_000, times: nil))])
        let lines: [(String, Int64)] = [("c", 2), ("free", 3), ("a", 1), ("b", 2)]
        let quote = try Quote.of(bill(policy, lines), MemberAccount(), policy)
        #expect(quote.applied.map(\.discounts) == [[100, 0, 0, 900]])
    }

    @Test func `A bill is rounded down, and the parts of lines still sum to it`() throws {
        let policy = offerPolicy([item("a", 1999), item("b", 1050)], [offer("ten", percent(10))]) {
            $0.stacking.roundBillToFen = 100
        }
        let quote = try Quote.of(bill(policy, [("a", 1), ("b", 1)]), MemberAccount(), policy)
        #expect((quote.payable, quote.roundedOff) == (2700, 44))
        expectSound(quote)
    }

    @Test func `Points off keep to minimum, maximum, step, share and scope, and use none that rounding gives`() throws {
        let cases: [(Bill.PointsWish, Int64, (inout MoneyOffRule) -> Void)] = [
            (.none, 0, { _ in }), (.all, 100, { _ in }), (.atMost(37), 37, { _ in }),
            (.atMost(37), 30, { $0.step = 10 }), (.all, 80, { $0.maximumPoints = 80 }),
            (.atMost(37), 0, { $0.minimumPoints = 40 }), (.atMost(40), 40, { $0.minimumPoints = 40 }),
            (.all, 50, { $0.maximumShare = 5000 }), (.all, 30, { $0.scope = scope("b") }),
        ]
        for (wish, points, change) in cases {
            var rule = MoneyOffRule(points: 1, fen: 10)
            change(&rule)
            let policy = offerPolicy([item("a", 705), item("b", 300)], []) { $0.moneyOff = rule }
            let asked = bill(policy, [("a", 1), ("b", 1)]) { $0.points = wish }
            let quote = try Quote.of(asked, account(points: 200), policy)
            #expect(quote.pointsUsed.count == points, "\(wish) \(rule)")
            #expect(quote.pointsOff.fen == points * 10)
            expectSound(quote)
        }
        let round = offerPolicy([item("a", 1095)], []) {
            $0.moneyOff = MoneyOffRule(points: 1, fen: 10)
            $0.stacking.roundBillToFen = 100
        }
        let quote = try Quote.of(bill(round, [("a", 1)]) { $0.points = .all }, account(points: 200), round)
        #expect((quote.pointsUsed, quote.payable, quote.roundedOff) == (100, 0, 95))
    }
}
