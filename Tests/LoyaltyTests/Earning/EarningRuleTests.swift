import Testing
import Vocabulary

@testable import Loyalty

@Suite struct EarningRuleTests {
    private func campaign(_ id: String, _ basisPoints: Int64, _ change: (inout Campaign) -> Void = { _ in }) -> Campaign
    {
        var campaign = Campaign(id: id, name: EarningSalon.both, when: Occasion(), basisPoints: basisPoints)
        change(&campaign)
        return campaign
    }

    @Test func `Of several campaigns only the best that holds counts`() {
        let policy = EarningSalon.policy {
            $0.earning.campaigns = [
                campaign("a", 15_000), campaign("b", 20_000),
                campaign("c", 50_000) { $0.segments = ["vip"] }, campaign("d", 40_000) { $0.tiers = ["gold"] },
                campaign("e", 60_000) { $0.when.through = Day(20_000) },
            ]
        }
        #expect(EarningSalon.earned([EarningSalon.line(list: 10_000)], by: MemberAccount(), policy).points == 20)
        var vip = EarningSalon.member(policy)
        vip.person?.segments = ["vip"]
        #expect(EarningSalon.earned([EarningSalon.line(list: 10_000)], by: vip, policy).points == 50)
    }

    @Test func `A line earns by the first rule that holds it, and everything is rounded once`() {
        let policy = EarningSalon.policy {
            var goods = AmountRule(id: "goods", points: 5)
            goods.scope.categories = ["goods"]
            $0.earning.amounts = [goods, AmountRule(id: "base", points: 10)]
        }
        let lines = [EarningSalon.line("cream", list: 1900), EarningSalon.line(list: 1050)]
        // 0.95 + 1.05 = 2, where rounding twice would give 0 + 1.
        let earned = EarningSalon.earned(lines, by: MemberAccount(), policy)
        #expect(earned.points == 2)
        #expect(earned.parts.map(\.points).reduce(0, +) == 2)
    }

    @Test func `A visit counts once a store day, with the first bill that is large enough`() {
        let policy = EarningSalon.policy {
            $0.earning.amounts = []
            var visit = VisitRule(id: "visit", points: 7)
            visit.fromFen = 5000
            $0.earning.visits = [visit]
        }
        var account = MemberAccount()
        let day = Day(20_001)
        func next(_ fen: Int64, _ day: Day) -> Int64 {
            let earned = EarningSalon.earned([EarningSalon.line(list: fen)], by: account, policy, day: day)
            account.countEarned(earned, on: day, policy)
            return earned.points.count
        }
        #expect(next(4999, day) == 0)
        #expect(next(5000, day) == 7)
        #expect(next(5000, day) == 0)
        #expect(next(5000, day.adding(days: 1)) == 7)
        #expect(account.earned.used(in: .ever, of: day) == 14)
    }

    @Test func `Services earn by the unit where something was paid`() {
        let policy = EarningSalon.policy {
            $0.earning.amounts = []
            var scope = ItemScope()
            scope.kinds = [.service]
            $0.earning.services = [ServiceRule(id: "service", scope: scope, points: 3)]
        }
        let lines = [
            EarningSalon.line("care", 2, list: 100), EarningSalon.line("cream", 5, list: 100),
            EarningSalon.line("care", 4, list: 100, payable: 0),
        ]
        #expect(EarningSalon.earned(lines, by: MemberAccount(), policy).points == 6)
    }

    @Test func `A bonus gives points and a coupon, and says what is missing`() {
        let policy = EarningSalon.policy {
            $0.earning.amounts = []
            var bonus = BonusRule(id: "bonus", name: Bilingual(zh: "赠礼", en: "present"), fromFen: 50_000, points: 20)
            bonus.coupon = "facial"
            $0.earning.bonuses = [bonus]
        }
        let enough = EarningSalon.earned([EarningSalon.line(list: 50_000)], by: MemberAccount(), policy)
        #expect(enough.points == 20)
        #expect(enough.coupons == ["facial"])
        let short = EarningSalon.earned([EarningSalon.line(list: 46_200)], by: MemberAccount(), policy)
        #expect(short.parts.isEmpty)
        #expect(short.derivation.nearly.first?.words.zh == "再消费 ¥38 可得赠礼")
    }

    @Test(
        arguments: [
            (EarningCap.Effect.clip, Period.transaction, 0, 100), (.reject, .transaction, 0, 0), (.clip, .day, 30, 70),
            (.clip, .month, 130, 0), (.reject, .year, 30, 0), (.clip, .ever, 99, 1),
        ] as [(EarningCap.Effect, Period, Int64, Int64)])
    func `A cap clips or refuses, and says which`(
        effect: EarningCap.Effect, period: Period, used: Int64, expected: Int64
    ) {
        let policy = EarningSalon.policy {
            $0.earning.caps = [EarningCap(id: "cap", limit: Limit(count: 100, period: period), effect: effect)]
        }
        var account = MemberAccount()
        account.earned.add(used, on: Day(20_001))
        let earned = EarningSalon.earned([EarningSalon.line(list: 120_000)], by: account, policy)
        #expect(earned.points.count == expected)
        #expect(earned.derivation.steps.last?.rule == "cap")
        #expect(earned.derivation.steps.last?.phrase == (effect == .clip ? .capClipped : .capRejected))
        let small = EarningSalon.earned([EarningSalon.line(list: 1000)], by: MemberAccount(), policy)
        #expect(small.points == 1)
    }

    @Test func `An action earns within its limit, and an unknown one is an error`() throws {
        let policy = EarningSalon.policy {
            var rule = ActionRule(id: "feedback", action: "feedback", name: EarningSalon.both, points: 5)
            rule.limit = Limit(count: 1, period: .month)
            rule.coupon = "thanks"
            $0.earning.actions = [rule]
        }
        var account = MemberAccount()
        let now = policy.zone.startMs(of: Day(20_001))
        let first = try policy.earned(action: "feedback", account, atMs: now)
        #expect(first.points == 5)
        #expect(first.coupons == ["thanks"])
        #expect(first.actions == ["feedback"])
        account.uses.add(of: UseKey.action("feedback"), on: Day(20_001))
        let second = try policy.earned(action: "feedback", account, atMs: now)
        #expect(second.points == 0)
        #expect(second.coupons.isEmpty && second.actions.isEmpty)
        #expect(second.derivation.nearly.count == 1)
        #expect(throws: RuleError.unknown(kind: "action", id: "dance")) {
            try policy.earned(action: "dance", account, atMs: now)
        }
    }

    /// B16: per cap, clip or reject, with the reason.
    @Test func `What a cap rejects gives nothing and uses nothing`() throws {
        var policy = EarningSalon.policy {
            var rule = ActionRule(id: "feedback", action: "feedback", name: EarningSalon.both, points: 10)
            rule.limit = Limit(count: 1, period: .day)
            rule.coupon = "thanks"
            $0.earning.actions = [rule]
            $0.earning.caps = [EarningCap(id: "day", limit: Limit(count: 15, period: .day), effect: .reject)]
        }
        var thanks = Offer(id: "thanks", name: EarningSalon.both, layer: .coupon, priority: 0, effect: .amountOff(1))
        thanks.coupon = CouponRule()
        policy.offers = [thanks]
        let now = policy.zone.startMs(of: Day(20_001))
        func feedback(_ id: String) -> MemberEntry {
            MemberEntry(id: id, atMs: now, policy: policy.version, fact: .action("feedback"))
        }
        var account = MemberAccount()
        account.earned.add(10, on: Day(20_001))
        let refused = try account.apply(feedback("f1"), under: policy)
        #expect(refused.earned?.points == 0)
        #expect(refused.earned?.coupons == [] && account.coupons.isEmpty)
        #expect(refused.derivation.steps.contains { $0.phrase == .capRejected })
        #expect(!refused.derivation.steps.contains { $0.phrase == .earnActionCoupon })
        // The bill was taken back: now there is room.
        account.earned.add(-10, on: Day(20_001))
        let given = try account.apply(feedback("f2"), under: policy)
        #expect(given.earned?.points == 10)
        #expect(account.coupons.count == 1)
        // Clipped to nothing, it is not used either; clipped to something, it is.
        policy.earning.actions[0].coupon = nil
        policy.earning.caps[0].effect = .clip
        for (earned, uses) in [(Int64(15), Int64(0)), (14, 1)] {
            var account = MemberAccount()
            account.earned.add(earned, on: Day(20_001))
            _ = try account.apply(feedback("f"), under: policy)
            #expect(account.uses[UseKey.action("feedback")].used(in: .day, of: Day(20_001)) == uses)
        }
    }

    @Test func `Top-ups earn only where spending them does not`() {
        var policy = EarningSalon.policy { $0.earning.topUpEarns = true }
        #expect(policy.earningLines(topUp: 10_000).isEmpty)
        policy.earning.earnsOn = [.cash]
        let context = EarningContext(MemberAccount(), policy, atMs: 0)
        #expect(policy.earned(policy.earningLines(topUp: 10_000), context).points == 10)
    }

    @Test func `Figures at the bounds neither trap nor wrap`() {
        let policy = EarningSalon.policy {
            $0.earning.tierUsed = .split
            $0.earning.perFen = 1
            $0.earning.amounts = [AmountRule(id: "base", points: Bounds.amount)]
            $0.earning.campaigns = [campaign("a", Bounds.amount)]
            $0.tiers = EarningSalon.tiers([("none", 0, Bounds.amount), ("gold", 5, Bounds.amount)])
        }
        let lines = (0..<100).map { _ in EarningSalon.line(list: Bounds.amount) }
        #expect(EarningSalon.earned(lines, by: MemberAccount(), policy).points > 0)
    }
}
