import Testing
import Vocabulary

@testable import Loyalty

/// The worked examples that concern tiers.
@Suite struct TierExampleTests {
    private static let zone = StoreZone.shanghai

    private static func day(_ text: String) -> Day { Day(text) ?? Day(0) }
    private static func ms(_ text: String, hour: Int64 = 0) -> Int64 { zone.startMs(of: day(text)) + hour * 3_600_000 }

    private static func policy(
        _ metric: TierRules.Metric, _ tiers: [(String, Int64)], _ change: (inout TierRules) -> Void
    ) -> Policy {
        var policy = Policy(version: "t", name: Bilingual(both: "t"), effectiveFromMs: 0, zone: zone)
        policy.tiers.tiers = tiers.map { name, atLeast in
            var tier = Tier(id: name, name: Bilingual(both: name))
            tier.reach = atLeast > 0 ? [Threshold(metric, atLeast: atLeast)] : []
            return tier
        }
        change(&policy.tiers)
        return policy
    }

    private static func grant(
        _ points: Int64, _ id: String, at now: Int64, until end: Int64?, _ account: inout MemberAccount,
        _ policy: Policy
    ) {
        _ = account.passTierTime(toMs: now, policy)
        account.purse.grant(
            PurseLot(id: id, currency: .points, source: id, granted: points, gainedAtMs: now, expiresAtMs: end))
        _ = account.reviewTier(atMs: now, policy)
    }

    private static func spend(_ points: Int64, at now: Int64, _ account: inout MemberAccount, _ policy: Policy) {
        _ = account.passTierTime(toMs: now, policy)
        _ = account.purse.take(points, .points, atMs: now, entry: "spend", intoDebt: false)
        _ = account.reviewTier(atMs: now, policy)
    }

    private static func count(
        _ fen: Int64, on day: Day, at now: Int64, _ account: inout MemberAccount, _ policy: Policy
    ) {
        _ = account.passTierTime(toMs: now, policy)
        account.qualification.change(on: day) {
            $0.spend += Money(fen: fen)
            $0.bills += fen > 0 ? 1 : 0
        }
        _ = account.reviewTier(atMs: now, policy, fen < 0 ? .refund : .entry)
    }

    @Test(arguments: [(5, "L0"), (10, "L1"), (30, "L2")] as [(Int64, String)])
    func `E13 Level by active points with a yearly reset`(active: Int64, expected: String) {
        let policy = Self.policy(.activePoints, [("L0", 0), ("L1", 10), ("L2", 30), ("L3", 100)]) {
            $0.window = .calendarYear
            $0.review = .periodEnd
            $0.downgrade = .reassess
            $0.graceDays = 0
        }
        var account = MemberAccount()
        let end = Self.ms("2027-01-01")
        Self.grant(10, "a", at: Self.ms("2026-03-01", hour: 9), until: end, &account, policy)
        #expect(account.tier(atMs: Self.ms("2026-03-02"), policy)?.id == "L1")
        Self.grant(20, "b", at: Self.ms("2026-04-01", hour: 9), until: end, &account, policy)
        #expect(account.tier(atMs: Self.ms("2026-04-02"), policy)?.id == "L2")
        Self.spend(30 - active, at: Self.ms("2026-05-01", hour: 9), &account, policy)
        #expect(account.tier(atMs: end - 1, policy)?.id == "L2")
        // The level is computed before the points are gone.
        #expect(account.pointsBalance(atMs: end) == 0)
        #expect(account.tier(atMs: end, policy)?.id == expected)
        _ = Night.run(Self.day("2027-01-01"), &account, policy, entry: "night")
        #expect(account.tier(atMs: end, policy)?.id == expected)
    }

    enum Grace: CaseIterable { case none, month, monthEnd, fixed }

    @Test(
        arguments: [
            (Grace.none, "2026-07-25", 10), (.month, "2026-08-20", 0), (.monthEnd, "2026-09-01", 0),
            (.fixed, "2026-08-20", 0),
        ] as [(Grace, String, Int64)])
    func `E14 Gold at 250 on 20 July, 50 on the 25th`(grace: Grace, falls: String, hour: Int64) {
        let policy = Self.policy(.activePoints, [("bronze", 0), ("gold", 250)]) {
            $0.review = .immediate
            $0.downgrade = .reassess
            $0.graceDays = 0
            switch grace {
            case .none: break
            case .month:
                $0.keep = .months(1, toMonthEnd: false)
                $0.keepThroughDayBefore = true
            case .monthEnd:
                $0.keep = .months(1, toMonthEnd: true)
                $0.keepThroughDayBefore = true
            case .fixed: $0.keep = .days(30)
            }
        }
        var account = MemberAccount()
        Self.grant(250, "a", at: Self.ms("2026-07-20", hour: 15), until: nil, &account, policy)
        Self.spend(200, at: Self.ms("2026-07-25", hour: 10), &account, policy)
        let end = Self.ms(falls, hour: hour)
        if grace != .none {
            #expect(account.tier(atMs: end - 1, policy)?.id == "gold")
            #expect(account.standing.keptUntilMs == end)
        }
        #expect(account.tier(atMs: end, policy)?.id == "bronze")
    }

    @Test func `E14 Days of grace after a failed review, moved to the end of the month`() {
        for (toMonthEnd, falls) in [(false, "2026-08-25"), (true, "2026-09-01")] {
            let policy = Self.policy(.activePoints, [("bronze", 0), ("gold", 250)]) {
                $0.review = .immediate
                $0.graceDays = 30
                $0.graceToMonthEnd = toMonthEnd
            }
            var account = MemberAccount()
            Self.grant(250, "a", at: Self.ms("2026-07-20", hour: 15), until: nil, &account, policy)
            Self.spend(200, at: Self.ms("2026-07-25", hour: 10), &account, policy)
            #expect(account.tier(atMs: Self.ms(falls) - 1, policy)?.id == "gold")
            #expect(account.tier(atMs: Self.ms(falls), policy)?.id == "bronze")
            Self.grant(250, "b", at: Self.ms("2026-08-01"), until: nil, &account, policy)
            #expect(account.tier(atMs: Self.ms("2026-12-01"), policy)?.id == "gold")
        }
    }

    private static func rolling(_ change: (inout TierRules) -> Void = { _ in }) -> Policy {
        policy(.spend, [("normal", 0), ("silver", 200_000), ("gold", 500_000)]) {
            $0.window = .rollingDays(400)
            $0.review = .immediate
            $0.downgrade = .reassess
            $0.graceDays = 0
            change(&$0)
        }
    }

    @Test func `E15 Rolling 400 days`() {
        let policy = Self.rolling()
        var account = MemberAccount()
        let day = Self.day("2026-01-10")
        Self.count(300_000, on: day, at: Self.ms("2026-01-10", hour: 12), &account, policy)
        #expect(account.tier(atMs: Self.ms("2026-01-11"), policy)?.id == "silver")
        let out = Self.zone.startMs(of: day.adding(days: 400))
        #expect(account.tier(atMs: out - 1, policy)?.id == "silver")
        #expect(account.tier(atMs: out, policy)?.id == "normal")
        #expect(account.tierFall(atMs: out - 1, withinDays: 2, policy)?.on == day.adding(days: 400))
    }

    @Test func `E15 A refund below the threshold drops the tier at once, or at the end of the month`() {
        let day = Self.day("2026-01-10")
        let refund = Self.ms("2026-02-14", hour: 12)
        for (review, effect) in [
            (TierRules.Review.immediate, TierRules.RefundEffect.waitsForReview), (.monthEnd, .dropsAtOnce),
            (.periodEnd, .dropsAtOnce),
        ] {
            let policy = Self.rolling {
                $0.review = review
                $0.refund = effect
            }
            var account = MemberAccount()
            Self.count(501_000, on: day, at: Self.ms("2026-01-10", hour: 12), &account, policy)
            #expect(account.tier(atMs: refund - 1, policy)?.id == "gold")
            Self.count(-5000, on: day, at: refund, &account, policy)
            #expect(account.tier(atMs: refund, policy)?.id == "silver")
        }
        let policy = Self.rolling {
            $0.review = .monthEnd
            $0.refund = .waitsForReview
        }
        var account = MemberAccount()
        Self.count(501_000, on: day, at: Self.ms("2026-01-10", hour: 12), &account, policy)
        Self.count(-5000, on: day, at: refund, &account, policy)
        #expect(account.tier(atMs: Self.ms("2026-03-01") - 1, policy)?.id == "gold")
        #expect(account.tier(atMs: Self.ms("2026-03-01"), policy)?.id == "silver")
    }

    @Test func `E15 A validity that ended on the 2nd lasts until the month's check`() {
        let policy = Self.rolling {
            $0.window = .rollingDays(10)
            $0.keep = .months(1, toMonthEnd: false)
            $0.review = .monthEnd
        }
        var account = MemberAccount()
        Self.count(500_000, on: Self.day("2026-03-02"), at: Self.ms("2026-03-02", hour: 12), &account, policy)
        #expect(account.standing.keptUntilMs == Self.ms("2026-04-03"))
        #expect(account.tier(atMs: Self.ms("2026-05-01") - 1, policy)?.id == "gold")
        #expect(account.tier(atMs: Self.ms("2026-05-01"), policy)?.id == "normal")
    }

    @Test func `The gap to the next tier is told in words`() {
        let policy = Self.rolling()
        var account = MemberAccount()
        Self.count(196_200, on: Self.day("2026-03-02"), at: Self.ms("2026-03-02", hour: 12), &account, policy)
        let progress = account.tierProgress(atMs: Self.ms("2026-03-03"), policy)
        #expect(progress?.next == "silver")
        #expect(progress?.toNext.first?.missing == 3800)
        #expect(progress?.derivation.nearly.first?.words.zh == "再消费 ¥38，就能升级为silver")
    }

    @Test func `A downgrade is to be seen from 30 days before on`() {
        let policy = Self.rolling { $0.downgrade = .oneLevel }
        var account = MemberAccount()
        let day = Self.day("2026-01-10")
        Self.count(600_000, on: day, at: Self.ms("2026-01-10", hour: 12), &account, policy)
        let fall = day.adding(days: 400)
        let warned = (1..<400).map { day.adding(days: $0) }.filter {
            account.tierWarning(atMs: Self.zone.startMs(of: $0), policy) != nil
        }
        #expect(warned == (1...30).reversed().map { fall.adding(days: -$0) })
        let words = account.tierWarning(atMs: Self.zone.startMs(of: fall.adding(days: -7)), policy)?.words.zh
        #expect(words == "2027年2月14日起由gold变为silver（还有 7 天）")
        #expect(account.tierProgress(atMs: Self.zone.startMs(of: fall) - 1, policy)?.warning?.daysLeft == 1)
        // One level at a time, the next not before the next month.
        #expect(account.tier(atMs: Self.zone.startMs(of: fall), policy)?.id == "silver")
        #expect(account.tier(atMs: Self.ms("2027-03-01") - 1, policy)?.id == "silver")
        #expect(account.tier(atMs: Self.ms("2027-03-01"), policy)?.id == "normal")
    }

    @Test func `A tier set by hand ends by itself, and one reached above it ends it`() throws {
        let policy = Self.rolling()
        var account = MemberAccount()
        let now = Self.ms("2026-03-02", hour: 12)
        _ = try account.setTier("silver", through: Self.day("2026-03-31"), atMs: now, policy)
        #expect(account.tier(atMs: Self.ms("2026-04-01") - 1, policy)?.id == "silver")
        #expect(account.tier(atMs: Self.ms("2026-04-01"), policy)?.id == "normal")
        Self.count(500_000, on: Self.day("2026-03-03"), at: Self.ms("2026-03-03"), &account, policy)
        #expect(account.tier(atMs: Self.ms("2026-03-04"), policy)?.id == "gold")
        #expect(account.standing.byHand == nil)
        #expect(throws: RuleError.unknown(kind: "tier", id: "x")) {
            try account.setTier("x", through: nil, atMs: now, policy)
        }
    }

    @Test func `A floor is never fallen below`() {
        let policy = Self.rolling { $0.tiers[1].isFloor = true }
        var account = MemberAccount()
        Self.count(500_000, on: Self.day("2026-03-02"), at: Self.ms("2026-03-02"), &account, policy)
        #expect(account.tier(atMs: Self.ms("2036-03-02"), policy)?.id == "silver")
    }

    @Test func `With the next period an upgrade begins with it, if it is still reached`() {
        let policy = Self.rolling {
            $0.upgrade = .nextPeriod
            $0.window = .calendarYear
            $0.review = .periodEnd
        }
        var account = MemberAccount()
        let day = Self.day("2026-03-02")
        Self.count(500_000, on: day, at: Self.ms("2026-03-02"), &account, policy)
        #expect(account.standing.upcoming == "gold")
        #expect(account.tier(atMs: Self.ms("2027-01-01") - 1, policy)?.id == "normal")
        #expect(account.tier(atMs: Self.ms("2027-01-01"), policy)?.id == "gold")
        #expect(account.tier(atMs: Self.ms("2028-01-01"), policy)?.id == "normal")
        Self.count(-300_000, on: day, at: Self.ms("2026-05-01"), &account, policy)
        #expect(account.tier(atMs: Self.ms("2027-01-01"), policy)?.id == "silver")
    }
}
