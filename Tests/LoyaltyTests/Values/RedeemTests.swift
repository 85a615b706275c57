import Testing
import Vocabulary

@testable import Loyalty

@Suite struct RedeemTests {
    let now = Sample.t0

    /// A mask for 100 points (80 for gold), a coupon for 200, a massage only for gold at 300 points and ¥20.
    static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.policy {
            $0.tiers.tiers = [
                Tier(id: "basic", name: Bilingual(zh: "普通", en: "basic")),
                Tier(id: "gold", name: Bilingual(zh: "金卡", en: "gold")),
            ]
            var mask = RewardRule(
                id: "mask", name: Sample.name("面膜"), kind: .product("mask"), price: .init(points: 100))
            mask.tierPrices["gold"] = .init(points: 80)
            var massage = RewardRule(id: "massage", name: Sample.name("按摩"), kind: .service("massage"), price: nil)
            massage.tierPrices["gold"] = .init(points: 300, fen: 2_000)
            let coupon = RewardRule(
                id: "voucher", name: Sample.name("抵用券"), kind: .coupon("off-50"), price: .init(points: 200))
            $0.rewards = [mask, massage, coupon]
            var off = Offer(
                id: "off-50", name: Sample.name("减五十"), layer: .coupon, priority: 0, effect: .amountOff(5_000))
            off.coupon = CouponRule()
            $0.offers = [off]
            change(&$0)
        }
    }

    func member(_ points: Int64, tier: String? = nil) -> MemberAccount {
        var account = MemberAccount()
        account.standing.tier = tier
        if points > 0 { account.gain(points, "grant", atMs: now, until: Sample.at("2026-12-31", 24)) }
        return account
    }

    @Test func `E6 Consume only what is needed: of 30 points a reward for 2 leaves 28`() throws {
        let policy = Self.policy { $0.rewards[0].price?.points = Points(2) }
        var account = member(30)
        let answer = try account.redeem(entry: "r", reward: "mask", atMs: now, policy)
        #expect(account.pointsBalance(atMs: now) == 28)
        #expect(
            words(answer.derivation) == [
                "兑换 面膜：30 分 − 2 分 = 28 分", "先到期的先用：2 分（2026年12月31日到期）",
                "请在 30 天内领取，最后一天是 2026年2月9日",
            ])
    }

    @Test func `Points that end first are taken first, from as many lots as it needs`() throws {
        var account = MemberAccount()
        account.gain(70, "late", atMs: now, until: Sample.at("2026-12-31", 24))
        account.gain(60, "early", atMs: now, until: Sample.at("2026-03-31", 24))
        account.gain(50, "gone", atMs: now, until: now + 1)
        _ = try account.redeem(entry: "r", reward: "mask", atMs: now + 1, Self.policy())
        #expect(
            account.redemptions["r"]?.parts == [
                LotPart(lot: "early", currency: .points, amount: 60),
                LotPart(lot: "late", currency: .points, amount: 40),
            ])
    }

    @Test(
        arguments: [
            (nil, "mask", 100), ("gold", "mask", 80), ("gold", "massage", 300), ("basic", "massage", nil),
        ] as [(String?, String, Int64?)])
    func `A tier has its own price, or none`(tier: String?, reward: String, points: Int64?) throws {
        var account = member(1_000, tier: tier)
        let answer = try account.redeem(entry: "r", reward: reward, atMs: now, Self.policy())
        #expect(answer.isDone == (points != nil))
        #expect(account.pointsBalance(atMs: now) == 1_000 - (points ?? 0))
        if points == nil { #expect(answer.refusal?.words.zh == "按摩：限这些等级兑换：金卡") }
    }

    @Test func `A tier set by hand counts until its last day`() throws {
        var account = member(1_000)
        account.standing.byHand = TierStanding.HandSet(tier: "gold", through: Day("2026-01-10"))
        _ = try account.redeem(entry: "a", reward: "mask", atMs: now, Self.policy())
        _ = try account.redeem(entry: "b", reward: "mask", atMs: now + StoreZone.dayMs, Self.policy())
        #expect(account.pointsBalance(atMs: now) == 1_000 - 80 - 100)
    }

    @Test func `Too few points are a refusal that says how many are missing, and change nothing`() throws {
        var account = member(60)
        let before = account
        let answer = try account.redeem(entry: "r", reward: "mask", atMs: now, Self.policy())
        #expect(
            answer.refusal?.words
                == Bilingual(
                    zh: "面膜：需要 100 分，现有 60 分，还差 40 分",
                    en: "面膜: costs 100 points, 60 points available, 40 points short"))
        #expect(account == before)
    }

    @Test func `Store, time and limit keep a reward back, each with its words`() throws {
        let policy = Self.policy {
            $0.rewards[0].stores = ["east"]
            $0.rewards[0].perMember = Limit(count: 1, period: .month)
            $0.rewards[1].when.weekdays = [7]
            $0.rewards[1].price = .init(points: 1)
        }
        var account = member(1_000)
        let elsewhere = try account.redeem(entry: "a", reward: "mask", atMs: now, policy, store: "west")
        #expect(elsewhere.refusal?.words.zh == "面膜：限这些门店兑换：east")
        let saturday = try account.redeem(entry: "b", reward: "massage", atMs: now, policy)
        #expect(saturday.refusal?.phrase == .rewardNotNow)
        #expect(try account.redeem(entry: "c", reward: "mask", atMs: now, policy, store: "east").isDone)
        let again = try account.redeem(entry: "d", reward: "mask", atMs: now, policy, store: "east")
        #expect(again.refusal?.words.zh == "面膜：每月最多兑换 1 次，已兑换 1 次")
        let unsaid = try account.redeem(entry: "u", reward: "mask", atMs: Sample.at("2026-02-01"), policy)
        #expect(unsaid.refusal?.words.en == "面膜: only at these stores: east")
        #expect(
            try account.redeem(entry: "e", reward: "mask", atMs: Sample.at("2026-02-01"), policy, store: "east").isDone)
    }

    @Test func `The same redemption twice counts once`() throws {
        var account = member(1_000)
        _ = try account.redeem(entry: "r", reward: "mask", atMs: now, Self.policy())
        let once = account
        #expect(try account.redeem(entry: "r", reward: "mask", atMs: now, Self.policy()).isDone)
        #expect(account == once)
        #expect(throws: RuleError.conflict(kind: "redemption", id: "r")) {
            try account.redeem(entry: "r", reward: "voucher", atMs: now, Self.policy())
        }
        #expect(throws: RuleError.unknown(kind: "reward", id: "x")) {
            try account.redeem(entry: "y", reward: "x", atMs: now, Self.policy())
        }
    }

    @Test func `A coupon is issued at once; used it cannot be reversed, unused it can`() throws {
        let policy = Self.policy()
        var account = member(200)
        _ = try account.redeem(entry: "r", reward: "voucher", atMs: now, policy)
        let coupon = try #require(account.redemptions["r"]?.coupon)
        #expect(account.coupons[coupon]?.counts(atMs: now) == true)
        #expect(account.coupons[coupon]?.expiresAtMs == Sample.at("2026-02-10", 0))
        #expect(account.claimsDue(atMs: Sample.at("2027-01-01"), policy).isEmpty)
        var used = account
        used.coupons.change(coupon) { $0.use() }
        let before = used
        let answer = try used.claim("r", .reversed, entry: "u", atMs: now, policy)
        #expect(answer.refusal?.words.zh == "优惠券已经用过，不能撤销")
        #expect(used == before)
        #expect(try account.claim("r", .reversed, entry: "u", atMs: now, policy).isDone)
        #expect(account.pointsBalance(atMs: now) == 200)
        #expect(account.coupons[coupon]?.counts(atMs: now) == false)
    }

    @Test func `A coupon whose offer is gone is an error before points are taken`() {
        var account = member(200)
        #expect(throws: RuleError.unknown(kind: "coupon", id: "off-50")) {
            try account.redeem(entry: "r", reward: "voucher", atMs: now, Self.policy { $0.offers = [] })
        }
        #expect(account.pointsBalance(atMs: now) == 200)
    }

    @Test(arguments: ClaimRules.Unclaimed.allCases)
    func `What nobody fetches is due after the policy's days, and then goes by the policy`(
        unclaimed: ClaimRules.Unclaimed
    ) throws {
        let policy = Self.policy {
            $0.claims.unclaimed = unclaimed
            $0.rewards[0].perMember = Limit(count: 1, period: .ever)
        }
        var account = member(100)
        _ = try account.redeem(entry: "r", reward: "mask", atMs: now, policy)
        let due = Sample.at("2026-02-10", 0)
        #expect(account.claimsDue(atMs: due - 1, policy).isEmpty)
        let early = try account.claim("r", .unclaimed, entry: "n", atMs: due - 1, policy)
        #expect(early.refusal?.words.zh == "保留 30 天，2026年2月9日前（含当天）都可领取")
        #expect(account.claimsDue(atMs: due, policy) == ["r"])
        #expect(try account.claim("r", .unclaimed, entry: "n", atMs: due, policy).isDone)
        #expect(account.claimsDue(atMs: due, policy).isEmpty)
        #expect(account.pointsBalance(atMs: due) == (unclaimed == .giveBack ? 100 : 0))
        let once = account
        #expect(try account.claim("r", .unclaimed, entry: "n2", atMs: due + 5, policy).isDone)
        #expect(account == once)
        #expect(try !account.claim("r", .handedOver, entry: "h", atMs: due, policy).isDone)
        #expect(try !account.claim("r", .reversed, entry: "v", atMs: due, policy).isDone)
        #expect(account == once)
        // What was given back does not count towards the limit; what was forfeited does.
        if unclaimed == .forfeit { account.gain(100, "more", atMs: due) }
        #expect(try account.redeem(entry: "s", reward: "mask", atMs: due, policy).isDone == (unclaimed == .giveBack))
    }

    @Test func `Handed over and reversed are each done once`() throws {
        let policy = Self.policy()
        var account = member(100)
        _ = try account.redeem(entry: "r", reward: "mask", atMs: now, policy)
        #expect(try account.claim("r", .handedOver, entry: "h", atMs: now, policy).isDone)
        let fetched = account
        #expect(try account.claim("r", .handedOver, entry: "h", atMs: now, policy).isDone)
        #expect(try !account.claim("r", .unclaimed, entry: "n", atMs: Sample.at("2026-06-01"), policy).isDone)
        #expect(account == fetched)
        #expect(try account.claim("r", .reversed, entry: "v", atMs: now, policy).isDone)
        let reversed = account
        #expect(try account.claim("r", .reversed, entry: "v2", atMs: now, policy).isDone)
        #expect(try !account.claim("r", .handedOver, entry: "h", atMs: now, policy).isDone)
        #expect(account == reversed)
        #expect(account.pointsBalance(atMs: now) == 100)
        #expect(throws: RuleError.missing(kind: "redemption", id: "x")) {
            try account.claim("x", .reversed, entry: "v", atMs: now, policy)
        }
    }

    @Test func `Due claims come oldest first`() throws {
        var account = member(300)
        for (id, moment) in [("b", now + 1), ("c", now), ("a", now + 1)] {
            _ = try account.redeem(entry: id, reward: "mask", atMs: moment, Self.policy())
        }
        #expect(account.claimsDue(atMs: Sample.at("2026-06-01"), Self.policy()) == ["c", "a", "b"])
    }

    @Test func `The shelf shows what can be had, what nearly, and why not the rest`() throws {
        let account = member(160)
        let shelf = try account.affordable(atMs: now, Self.policy())
        #expect(shelf.now.map(\.reward) == ["mask"])
        #expect(shelf.nearly.map(\.reward) == ["voucher"])
        #expect(nearly(shelf.derivation) == ["再积 40 分，就能兑换抵用券"])
        #expect(shelf.refused["massage"]?.phrase == .rewardNotForTier)
        let gold = try member(300, tier: "gold").affordable(atMs: now, Self.policy())
        #expect(gold.now.map(\.reward) == ["massage", "voucher", "mask"])
        var debtor = member(0)
        _ = debtor.purse.take(50, .points, atMs: now, entry: "d", intoDebt: true)
        #expect(try debtor.affordable(atMs: now, Self.policy()).nearly.map(\.missing) == [150, 250])
    }

    @Test func `What the shelf offers can be redeemed, and what it does not cannot`() throws {
        for points in stride(from: Int64(0), through: 320, by: 20) {
            for tier in ["basic", "gold"] {
                let account = member(points, tier: tier)
                let shelf = try account.affordable(atMs: now, Self.policy())
                for rule in Self.policy().rewards {
                    var copy = account
                    let isDone = try copy.redeem(entry: "r", reward: rule.id, atMs: now, Self.policy()).isDone
                    #expect(isDone == shelf.now.contains { $0.reward == rule.id })
                }
            }
        }
    }
}

@Suite struct RestoringTests {
    let now = Sample.at("2026-05-01")

    /// +50 for joining, −50 redeemed.
    func redeemed(until end: Int64?) -> (MemberAccount, [LotPart]) {
        var account = MemberAccount()
        account.gain(50, "join", atMs: Sample.t0, until: end)
        let parts = account.purse.take(50, .points, atMs: now, entry: "r", intoDebt: false)
        return (account, parts)
    }

    @Test func `E8 Refund of a purchase paid with points: reversed lots keep their expiry`() {
        let end = Sample.at("2026-12-31", 24)
        var (account, parts) = redeemed(until: end)
        account.purse.restore(parts, atMs: now, entry: "v", Sample.policy())
        #expect(account.purse.lot("join")?.remaining == 50)
        #expect(account.purse.lots.map(\.expiresAtMs) == [end])
    }

    @Test func `E8 Reissued lots have a new expiry`() {
        let policy = Sample.policy {
            $0.reversal.restored = .reissue
            $0.points.validity = .months(12, toMonthEnd: true)
        }
        var (account, parts) = redeemed(until: Sample.at("2026-12-31", 24))
        account.purse.restore(parts, atMs: now, entry: "v", policy)
        #expect(account.purse.lot("join")?.remaining == 0)
        #expect(account.purse.lots.map(\.expiresAtMs) == [Sample.at("2027-05-31", 24)])
        #expect(account.pointsBalance(atMs: now) == 50)
        expectLedgerHolds(account.purse, account.purse.postings)
    }

    @Test(arguments: [
        ("2026-05-31", "2026-05-31"), ("2026-05-30", "2026-05-31"), ("2026-04-30", "2026-05-31"),
        ("2026-06-01", "2026-06-01"),
    ])
    func `E8 What would end within the grace, or has ended, lives through the grace`(end: String, lives: String) {
        var account = MemberAccount()
        account.gain(50, "join", atMs: Sample.t0, until: Sample.at(end, 24))
        let parts = account.purse.take(50, .points, atMs: Sample.t0, entry: "r", intoDebt: false)
        account.purse.restore(parts, atMs: now, entry: "v", Sample.policy())
        #expect(account.pointsBalance(atMs: Sample.at(lives, 24) - 1) == 50)
        #expect(account.pointsBalance(atMs: Sample.at(lives, 24)) == 0)
    }

    @Test func `E8 Restored points pay a debt back first, whichever way they come`() {
        for restored in ReversalRules.RestoredLots.allCases {
            let policy = Sample.policy { $0.reversal.restored = restored }
            var (account, parts) = redeemed(until: nil)
            _ = account.purse.take(21, .points, atMs: now, entry: "clawback", intoDebt: true)
            account.purse.restore(parts, atMs: now, entry: "v", policy)
            #expect(account.pointsBalance(atMs: now) == 29)
            expectLedgerHolds(account.purse, account.purse.postings)
        }
    }

    @Test func `Principal goes back to its own lot even where lots are reissued`() throws {
        let policy = Sample.topUps {
            $0.reversal.restored = .reissue
            $0.storedValue.giftValidity = .days(60)
        }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        let parts = account.payByStoredValue(400, atMs: now, entry: "s", policy)
        account.purse.restore(parts, atMs: now + StoreZone.dayMs, entry: "v", policy)
        #expect(account.purse.lot("t-principal")?.remaining == 300_000)
        #expect(account.purse.lot("v/t-gift")?.expiresAtMs == Sample.at("2026-07-01", 24))
    }
}
