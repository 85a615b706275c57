import KioskSession
import Loyalty
import Vocabulary

/// Reasons that the rules give for a sample account, so that the sample screens show the rules' own sentences.
enum SampleReasons {
    static func lines(_ section: Why.Section) -> [Reason] {
        let (points, money) = funds.derivation
        return switch section {
        case .points: Reason.lines(points.around(account.balanceDerivation([.points], atMs: now, policy)))
        case .storedValue:
            Reason.lines(money.around(account.balanceDerivation([.principal, .gift], atMs: now, policy)))
        case .tier: Reason.lines(account.tierDerivation(atMs: now, policy))
        case .rewards: Reason.lines(Derivation(steps: Array(kept.prefix(2)), nearly: shelf.derivation.nearly))
        }
    }

    /// Of rewards that a rule keeps back.
    static var refusals: [Bilingual] { kept.map(\.sentence) }

    private static let zone = StoreZone(name: "Asia/Shanghai", firstOffsetSeconds: 8 * 3600)
    /// 29 November 2026, 14:26.
    private static let now = at(2026, 11, 29) + (14 * 60 + 26) * 60_000

    private static func at(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        Day(year: year, month: month, day: day).map { zone.startMs(of: $0) } ?? 0
    }

    private static let policy: Policy = {
        var policy = Policy(
            version: "sample", name: Bilingual(zh: "示例", en: "Sample"), effectiveFromMs: 0, zone: zone)
        var silver = Tier(id: "silver", name: Bilingual(zh: "银卡会员", en: "Silver"))
        silver.reach = [Threshold(.spend, atLeast: 200_000)]
        var gold = Tier(id: "gold", name: Bilingual(zh: "金卡会员", en: "Gold"))
        gold.reach = [Threshold(.spend, atLeast: 600_000)]
        gold.stay = [Threshold(.spend, atLeast: 500_000), Threshold(.visits, atLeast: 12)]
        var diamond = Tier(id: "diamond", name: Bilingual(zh: "钻石会员", en: "Diamond"))
        diamond.reach = [Threshold(.spend, atLeast: 2_000_000)]
        policy.tiers.tiers = [
            Tier(id: "classic", name: Bilingual(zh: "普通会员", en: "Classic")), silver, gold, diamond,
        ]
        policy.rewards = rewards
        return policy
    }()

    /// One that has had its times, one for others, one of another store, one that lacks points.
    private static let rewards: [RewardRule] = {
        var hand = RewardRule(
            id: "hand", name: Bilingual(zh: "手部护理体验一次", en: "Hand care, one visit"), kind: .other,
            price: Amount(points: 800))
        hand.perMember = Limit(count: 1, period: .month)
        var masks = RewardRule(
            id: "masks", name: Bilingual(zh: "补水面膜三片", en: "Three hydrating masks"), kind: .other, price: nil)
        masks.tierPrices = ["diamond": Amount(points: 400)]
        let gift = RewardRule(
            id: "gift", name: Bilingual(zh: "生日护理礼盒", en: "Birthday care gift box"), kind: .other,
            price: Amount(points: 2500))
        var massage = RewardRule(
            id: "massage", name: Bilingual(zh: "肩颈舒缓 30 分钟", en: "Shoulder massage, 30 min"), kind: .other,
            price: Amount(points: 1800))
        massage.stores = ["jingan"]
        return [hand, masks, massage, gift]
    }()

    private static let account: MemberAccount = {
        var account = MemberAccount()
        account.purse = Purse(
            lots: [
                lot("a", 980, .points, gained: at(2025, 11, 20), until: at(2026, 12, 1)),
                lot("b", 1580, .points, gained: at(2026, 3, 1), until: at(2027, 4, 1)),
                lot("c", 100_000, .principal, gained: at(2026, 3, 1), until: nil),
                lot("d", 26_050, .gift, gained: at(2026, 3, 1), until: at(2027, 3, 2)),
            ], debt: [:])
        account.qualification.change(on: zone.day(atMs: at(2026, 3, 1))) {
            $0.spend = Money(fen: 721_000)
            $0.bills = 14
        }
        account.standing.asOfMs = now - 1000
        account.standing.tier = "gold"
        account.standing.sinceMs = at(2026, 3, 1)
        account.standing.keptUntilMs = at(2027, 3, 1)
        account.uses.add(of: UseKey.reward("hand"), on: zone.day(atMs: now))
        return account
    }()

    private static func lot(
        _ id: String, _ amount: Int64, _ currency: LotCurrency, gained: Int64, until end: Int64?
    ) -> PurseLot {
        PurseLot(id: id, currency: currency, source: id, granted: amount, gainedAtMs: gained, expiresAtMs: end)
    }

    /// 80 points were spent a moment ago.
    private static let funds = OfflineSpend(
        balance: Amount(points: Points(2560), money: Money(fen: 126_050)),
        odometer: Amount(points: Points(80), money: .zero), settled: .zero, heldElsewhere: .zero,
        ownOtherCards: .zero, limit: .zero, proofAbove: .zero, cardMaySpendOffline: true, snapshotAgeSeconds: 0,
        snapshotMaxAgeSeconds: 1)

    private static let shelf = (try? account.affordable(atMs: now, policy, store: "xuhui")) ?? RewardShelf()
    private static let kept = policy.rewards.compactMap { shelf.refused[$0.id] }
}
