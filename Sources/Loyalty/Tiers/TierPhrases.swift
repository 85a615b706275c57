internal import Vocabulary

extension Phrase {
    static let tierRise = Phrase("tier.rise", zh: "由{0}升级为{1}", en: "risen from {0} to {1}")
    static let tierNextPeriod = Phrase(
        "tier.next-period", zh: "已达到{0}，{1}起生效", en: "{0} is reached and begins on {1}")
    static let tierKept = Phrase("tier.kept", zh: "考核通过，保级{0}", en: "review passed, {0} is kept")
    static let tierRecovered = Phrase("tier.recovered", zh: "重新达标，保留{0}", en: "reached again, {0} stays")
    static let tierGrace = Phrase(
        "tier.grace", zh: "{0}保留至 {1}，之后为{2}", en: "{0} stays through {1}, then {2}")
    static let tierFall = Phrase("tier.fall", zh: "由{0}降为{1}", en: "gone down from {0} to {1}")
    static let tierUnearned = Phrase(
        "tier.unearned", zh: "退款后不再达到{0}，恢复为{1}", en: "with the refund {0} was not reached; back to {1}")
    static let tierAfterRefund = Phrase(
        "tier.after-refund", zh: "退款后不再达到{0}，现在是{1}", en: "with the refund {0} was not reached; now {1}")
    static let tierByHand = Phrase(
        "tier.by-hand", zh: "由店员设为{0}，有效期至 {1}", en: "set to {0} by staff, valid through {1}")
    static let tierByHandForGood = Phrase("tier.by-hand.for-good", zh: "由店员设为{0}", en: "set to {0} by staff")
    static let tierByHandEnded = Phrase(
        "tier.by-hand.ended", zh: "店员设置的{0}已到期，恢复为{1}", en: "{0} set by staff has ended; now {1}")
    static let tierWarning = Phrase(
        "tier.warning", zh: "{1}起由{0}变为{2}（还有 {3} 天）", en: "{0} becomes {2} on {1} ({3} {3|day|days} left)")

    static let gapSpend = Phrase("tier.gap.spend", zh: "再消费 {0}，就能升级为{1}", en: "{0} more to spend for {1}")
    static let gapVisits = Phrase(
        "tier.gap.visits", zh: "再到店 {0} 次，就能升级为{1}", en: "{0} more {0|visit|visits} for {1}")
    static let gapPoints = Phrase("tier.gap.points", zh: "再获得 {0}，就能升级为{1}", en: "{0} more to earn for {1}")
    static let gapServices = Phrase(
        "tier.gap.services", zh: "再做 {0} 次服务，就能升级为{1}", en: "{0} more {0|service|services} for {1}")
    static let gapBalance = Phrase(
        "tier.gap.balance", zh: "可用积分再增加 {0}，就能升级为{1}", en: "{0} more in the balance for {1}")
    static let staySpend = Phrase("tier.stay.spend", zh: "再消费 {0}，就能继续享有{1}", en: "{0} more to spend to keep {1}")
    static let stayVisits = Phrase(
        "tier.stay.visits", zh: "再到店 {0} 次，就能继续享有{1}", en: "{0} more {0|visit|visits} to keep {1}")
    static let stayPoints = Phrase("tier.stay.points", zh: "再获得 {0}，就能继续享有{1}", en: "{0} more to earn to keep {1}")
    static let stayServices = Phrase(
        "tier.stay.services", zh: "再做 {0} 次服务，就能继续享有{1}", en: "{0} more {0|service|services} to keep {1}")
    static let stayBalance = Phrase(
        "tier.stay.balance", zh: "可用积分再增加 {0}，就能继续享有{1}", en: "{0} more in the balance to keep {1}")

    static let tierUncounted = Phrase(
        "tier.uncounted", zh: "其中 {0} 是费用或充值，不计入升级消费",
        en: "{0} of it is fees or top-ups and does not count towards tiers")

    static let nightActivated = Phrase("night.activated", zh: "{0}开始可用", en: "{0} became available")
    static let nightRedeemed = Phrase("night.redeemed", zh: "自动兑换 {0}，用去 {1}", en: "{0} redeemed by itself for {1}")
    static let nightExpired = Phrase("night.expired", zh: "{0}已过期", en: "{0} expired")
    static let nightExpiredMoney = Phrase("night.expired.money", zh: "{0} 赠金已过期", en: "{0} of stored value expired")

    static let ofTiers: [Phrase] = [
        tierRise, tierNextPeriod, tierKept, tierRecovered, tierGrace, tierFall, tierUnearned, tierAfterRefund,
        tierByHand, tierByHandForGood, tierByHandEnded, tierWarning, gapSpend, gapVisits, gapPoints, gapServices,
        gapBalance, staySpend, stayVisits, stayPoints, stayServices, stayBalance, tierUncounted, nightActivated,
        nightRedeemed, nightExpired, nightExpiredMoney,
    ]
}
