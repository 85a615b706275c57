@testable import Loyalty
import Testing
import Vocabulary

/// A bill uses what was brought to it; what the member holds beside that is told.
@Suite struct HeldValueTests {
    private func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        let thanks = offer("thanks", .amountOff(3000), layer: .coupon) {
            $0.name = Bilingual(zh: "30 元券", en: "¥30 coupon")
            $0.threshold = OfferThreshold(fen: 20_000)
            $0.coupon = CouponRule()
        }
        return offerPolicy([item("nails", 28_800)], [thanks, offer("own", .amountOff(100)) { $0.group = "g" }]) {
            $0.offers.removeLast()
            $0.moneyOff = MoneyOffRule(points: 10, fen: 100)
            $0.moneyOff?.maximumShare = 5000
            change(&$0)
        }
    }

    private func member(points: Int64 = 1000, coupons: [String] = ["c1"], expires: Int64? = nil) -> MemberAccount {
        var account = account(points: points)
        for id in coupons {
            let coupon = Coupon(
                id: id, offer: "thanks", issuedAtMs: 0, expiresAtMs: expires, usesLeft: 1, source: "s")
            account.coupons.add(coupon, id: id)
        }
        return account
    }

    @Test func `Coupons and points left in the pocket are told with what they come to`() throws {
        let policy = policy()
        let quote = try Quote.of(bill(policy, [("nails", 1)]), member(), policy)
        #expect(quote.payable == 28_800)
        let held = try #require(quote.search.held)
        #expect((held.payable, held.coupons, held.points) == (15_800, ["c1"], 1000) && held.isComplete)
        let nearly = try #require(quote.derivation.nearly.last)
        #expect(nearly.words.zh == "用上您的券「30 元券」和 1,000 分，只需付 ¥158")
        #expect(nearly.words.en == "with “¥30 coupon” and 1,000 points that you hold, it would be ¥158")
        #expect(quote.derivation.steps.last?.phrase == .searchBrought)
        // Asked with them, it comes to that.
        let asked = bill(policy, [("nails", 1)]) {
            $0.coupons = ["c1"]
            $0.points = .all
        }
        let used = try Quote.of(asked, member(), policy)
        #expect(used.payable == 15_800)
        #expect(used.search.held == nil && !used.derivation.steps.contains { $0.phrase == .searchBrought })
    }

    @Test func `Only what lowers the bill is told, each by itself`() throws {
        let policy = policy()
        let asked = bill(policy, [("nails", 1)])
        func held(_ account: MemberAccount, _ asked: Bill) throws -> (Quote.Held?, String?) {
            let quote = try Quote.of(asked, account, policy)
            return (quote.search.held, quote.derivation.nearly.last?.words.zh)
        }
        #expect(try held(member(points: 0), asked).1 == "用上您的券「30 元券」，只需付 ¥258")
        #expect(try held(member(coupons: []), asked).1 == "用上您的 1,000 分，只需付 ¥188")
        #expect(try held(member(points: 9, coupons: []), asked).0 == nil, "too few for a step")
        #expect(try held(member(points: 0, expires: offerNoonMs), asked).0 == nil, "has expired")
        let brought = bill(policy, [("nails", 1)]) { $0.coupons = ["c1"] }
        #expect(try held(member(points: 0), brought).0 == nil)
        #expect(try held(member(), brought).0?.coupons == [])
        #expect(try held(member(), brought).0?.payable == 15_800)
        // Too small a bill for the coupon.
        let small = bill(policy, [("nails", 1)]) { $0.lines[0].unitPrice = 10_000 }
        #expect(try held(member(points: 0), small).0 == nil)
    }

    @Test func `A coupon in the pocket is compared with however many offers there are`() throws {
        let policy = policy { policy in
            for number in 1...12 {
                policy.offers.append(
                    offer("o\(number)", .amountOff(Int64(3100 + number))) {
                        $0.priority = number
                        $0.threshold = OfferThreshold(fen: 1000)
                    })
            }
        }
        let large = bill(policy, [("nails", 1)]) { $0.lines[0].unitPrice = 100_000 }
        let quote = try Quote.of(large, member(points: 0), policy)
        let held = try #require(quote.search.held)
        #expect(held.isComplete && held.coupons == ["c1"] && held.payable < quote.payable)
    }

    @Test func `What is in the pocket and was not tried in each place is not passed over in silence`() throws {
        let policy = policy { policy in
            policy.stacking.aheadLimit = 0
            let late = OfferThreshold(fen: 100, base: .running)
            policy.offers.append(offer("late", .amountOff(102)) { $0.threshold = late })
        }
        let small = bill(policy, [("nails", 1)]) { $0.lines[0].unitPrice = 10_000 }
        let quote = try Quote.of(small, member(points: 0), policy)
        let held = try #require(quote.search.held)
        #expect(!held.isComplete && held.coupons == [] && held.points == 0 && held.payable == quote.payable)
        #expect(quote.derivation.steps.last?.phrase == .searchBrought)
    }

    @Test func `Chosen points and offers are told what more there is`() throws {
        let policy = policy()
        let few = bill(policy, [("nails", 1)]) { $0.points = .atMost(100) }
        let quote = try Quote.of(few, member(coupons: []), policy)
        #expect(quote.payable == 27_800)
        #expect(quote.search.held?.points == 1000)
        let none = bill(policy, [("nails", 1)]) { $0.choice = .these([]) }
        #expect(try Quote.of(none, member(), policy).search.held?.payable == 15_800)
    }

    @Test func `Nothing is looked for where no proof is asked for`() throws {
        let policy = policy()
        for detail in [ReasonDetail.reasons, .figures] {
            let quote = try Quote.of(bill(policy, [("nails", 1)]), member(), policy, detail: detail)
            #expect(quote.search.held == nil)
        }
    }

    @Test func `The limit of the search holds for it, and is told`() throws {
        let policy = policy { policy in
            policy.stacking.aheadLimit = 0
            let late = OfferThreshold(fen: 100, base: .running)
            policy.offers.append(offer("late", .amountOff(102)) { $0.threshold = late })
        }
        let held = try Quote.of(bill(policy, [("nails", 1)]), member(), policy).search.held
        #expect(held?.isComplete == false)
        #expect(held?.payable == 15_698)
    }

    /// Who is asked for their age is told why.
    @Test func `The reason for a protected attribute stands with the price it made`() throws {
        let seniors = offer("seniors", percent(20)) { $0.conditions.age = 60...120 }
        let policy = offerPolicy([item("nails", 10_000)], [seniors]) {
            $0.fairness.reasons[.age] = Bilingual(zh: "敬老", en: "respect for the elderly")
        }
        var account = MemberAccount()
        account.person = Person(joinedAtMs: 0)
        account.person?.birthday = Birthday(year: 1960, month: 2, day: 28)
        for detail in [ReasonDetail.proof, .reasons] {
            let quote = try Quote.of(bill(policy, [("nails", 1)]), account, policy, detail: detail)
            #expect(quote.payable == 8000)
            let step = quote.derivation.steps.first { $0.phrase == .fairnessReason }
            #expect(step?.rule == "seniors" && step?.words.zh == "“seniors”与年龄有关，理由：敬老")
        }
        let young = try Quote.of(bill(policy, [("nails", 1)]), MemberAccount(), policy)
        #expect(!young.derivation.steps.contains { $0.phrase == .fairnessReason })
    }

    @Test func `A holiday of a year without an arrangement is told to be judged by its weekday`() throws {
        func words(_ year: Int, _ change: (inout Occasion) -> Void = { _ in }) throws -> [String] {
            let happy = offer("happy", percent(20)) {
                $0.conditions.when.dayKinds = [.workday]
                change(&$0.conditions.when)
            }
            let policy = offerPolicy([item("nails", 10_000)], [happy]) {
                $0.holidays.arrange(Day(year: 2026, month: 10, day: 1) ?? Day(0), as: .publicHoliday)
            }
            let now = policy.zone.startMs(of: Day(year: year, month: 10, day: 1) ?? Day(0)) + 36_000_000
            let quote = try Quote.of(bill(policy, [("nails", 1)], atMs: now), MemberAccount(), policy)
            return quote.derivation.steps.filter { $0.rule == "holidays" }.map(\.words.en)
        }
        #expect(try words(2026) == [])
        #expect(
            try words(2027) == ["the calendar has no arrangement of 2027; by the weekday alone went: “happy”"])
        #expect(try words(2027) { $0.through = Day("2026-12-31") } == [], "is not judged any more")
        #expect(try words(2027) { $0.dayKinds = [] } == [])
    }
}
