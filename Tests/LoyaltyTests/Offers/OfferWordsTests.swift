import Loyalty
import Testing
import Vocabulary

/// What people read of offers.
@Suite struct OfferWordsTests {
    private func words(
        _ lines: [(String, Int64)], _ offers: [Offer], account: MemberAccount = MemberAccount()
    ) throws -> [String] {
        let items = [item("dear", 10_000), item("cheap", 1000), item("sample", 500)].map { item in
            var item = item
            if item.id == "sample" { item.name = Bilingual(zh: "精华液小样", en: "Essence sample") }
            return item
        }
        let policy = offerPolicy(items, offers)
        let quote = try Quote.of(bill(policy, lines), account, policy)
        return quote.derivation.steps.flatMap { [$0.words.zh, $0.words.en] }
    }

    @Test func `A limit is told with its period`() throws {
        for (period, zh, en) in [
            (Period.year, "ten：每人每年限 1 次，已用完", "ten: at most 1 a year for each member, all used"),
            (.month, "ten：每人每月限 1 次，已用完", "ten: at most 1 a month for each member, all used"),
            (.ever, "ten：每人总共限 1 次，已用完", "ten: at most 1 in all for each member, all used"),
        ] {
            var account = MemberAccount()
            account.uses.add(of: UseKey.offer("ten"), on: try #require(Day("2026-03-04")))
            let ten = offer("ten", percent(10)) { $0.conditions.perMember = Limit(count: 1, period: period) }
            let told = try words([("dear", 1)], [ten], account: account)
            #expect(told.contains(zh) && told.contains(en), "\(told)")
        }
    }

    @Test func `How often 满减 fits is told apart from how often it counts`() throws {
        func each(_ times: Int64?) throws -> [String] {
            try words([("dear", 5)], [offer("each", .amountOffEvery(every: 10_000, off: 1000, times: times))])
        }
        #expect(try each(nil).contains("each: ¥500 holds 5 × ¥100, ¥10 each → ¥50 off"))
        #expect(try each(3).contains("each: ¥500 holds 5 × ¥100, of which at most 3 count, ¥10 each → ¥30 off"))
        #expect(try each(3).contains("each：¥500 里有 5 个 ¥100，最多计 3 个，每个减 ¥10 → 减 ¥30"))
    }

    @Test func `Free units are those of their groups, not the cheapest of all`() throws {
        let threes = offer("threes", .buyGet(buy: 2, free: 1, basisPoints: 10_000, times: nil))
        let told = try words([("dear", 4), ("cheap", 2)], [threes])
        #expect(told.contains("threes：按价格从高到低每 3 件一组，每组最便宜的 1 件优惠 100%，共 2 件 → 减 ¥110"), "\(told)")
        let half = try words([("dear", 1), ("cheap", 1)], [offer("half", .cheapestOff(basisPoints: 5000, cap: nil))])
        #expect(half.contains("half: 50% off the cheapest unit → ¥5 off"), "\(half)")
    }

    @Test func `Gifts have names, and one unit is one unit`() throws {
        let gift = offer("gift", .gift(Gift(kind: .item("sample"), value: 500)))
        let coupon = offer("note", .gift(Gift(kind: .coupon("thanks"))))
        let thanks = offer("thanks", .amountOff(100), layer: .coupon) {
            $0.name = Bilingual(zh: "感谢券", en: "Thank-you coupon")
            $0.coupon = CouponRule()
        }
        let told = try words([("dear", 1)], [gift, coupon, thanks])
        #expect(told.contains("gift：赠 精华液小样（价值 ¥5）") && told.contains("gift: Essence sample as a gift, worth ¥5"))
        #expect(told.contains("note：赠 「感谢券」") && told.contains("note: “Thank-you coupon” as a gift"), "\(told)")
        let three = offer("three", percent(10)) { $0.threshold = OfferThreshold(quantity: 3) }
        #expect(try words([("dear", 1)], [three]).contains("three: 1 of 3 units"))
    }
}
