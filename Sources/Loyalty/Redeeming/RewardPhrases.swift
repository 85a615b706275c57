import Vocabulary

extension Phrase {
    static let rewardNotForTier = Phrase(
        "reward.tier", zh: "{0}：限这些等级兑换：{1}", en: "{0}: for these tiers only: {1}")
    static let rewardNotNow = Phrase(
        "reward.when", zh: "{0}：现在不是兑换时间", en: "{0}: not to be redeemed at this time")
    static let rewardNotHere = Phrase(
        "reward.store", zh: "{0}：限这些门店兑换：{1}", en: "{0}: only at these stores: {1}")
    static let rewardLimit = Phrase(
        "reward.limit", zh: "{0}：{1}最多兑换 {2} 次，已兑换 {3} 次", en: "{0}: at most {2} {1}, {3} redeemed so far")
    static let rewardShort = Phrase(
        "reward.short", zh: "{0}：需要 {1}，现有 {2}，还差 {3}", en: "{0}: costs {1}, {2} available, {3} short")
    static let rewardRedeemed = Phrase(
        "reward.redeemed", zh: "兑换 {0}：{1} − {2} = {3}", en: "{0} redeemed: {1} − {2} = {3}")
    static let rewardAccepted = Phrase(
        "reward.accepted", zh: "自助机已受理，照此计算：{0}", en: "a kiosk had let it pass, so it counts: {0}")
    static let rewardPriceThen = Phrase(
        "reward.price-then", zh: "当时显示的价格为 {0} 加 {1}，规则的价格为 {2} 加 {3}",
        en: "shown then: {0} and {1}; by the rules: {2} and {3}")
    static let rewardOverdrawn = Phrase(
        "reward.overdrawn", zh: "余额不足，{0} 记为欠分", en: "{0} were not there and are owed")
    static let rewardUnknown = Phrase(
        "reward.unknown", zh: "规则里没有 {0}", en: "the policy has no {0}")
    static let rewardNearly = Phrase("reward.nearly", zh: "再积 {0}，就能兑换{1}", en: "{0} to go for {1}")
    static let rewardExtra = Phrase("reward.extra", zh: "另付 {0}", en: "plus {0}")
    static let rewardPointsThere = Phrase("points.there", zh: "可用 {0}", en: "{0} to use")
    static let rewardPointsTaken = Phrase(
        "points.taken", zh: "先到期的先用：{0}（{1}到期）", en: "earliest expiry first: {0} (use by {1})")
    static let rewardPointsForever = Phrase(
        "points.taken-forever", zh: "{0}（长期有效）", en: "{0} (no expiry)")
    static let rewardCoupon = Phrase("reward.coupon", zh: "优惠券已放入账户", en: "the coupon is in the account")
    static let claimOpen = Phrase(
        "claim.open", zh: "请在 {0} 天内领取，最后一天是 {1}", en: "to be fetched within {0} days, by {1}")
    static let claimMet = Phrase("claim.met", zh: "已领取", en: "handed over")
    static let claimWasMet = Phrase("claim.was-met", zh: "已经领取", en: "it was handed over before")
    static let claimWasReturned = Phrase(
        "claim.was-returned", zh: "逾期未领，积分已退回", en: "nobody fetched it; the points went back")
    static let claimWasForfeited = Phrase(
        "claim.was-forfeited", zh: "逾期未领，已作废", en: "nobody fetched it; it was forfeited")
    static let claimWasReversed = Phrase(
        "claim.was-reversed", zh: "该兑换已撤销", en: "the redemption was reversed before")
    static let claimStillOpen = Phrase(
        "claim.still-open", zh: "保留 {0} 天，{1}前（含当天）都可领取", en: "it is kept for {0} days, through {1}")
    static let claimForfeited = Phrase(
        "claim.forfeited", zh: "逾期未领，{0} 不退", en: "nobody fetched it; {0} are not given back")
    static let couponWasUsed = Phrase(
        "reward.coupon-used", zh: "优惠券已经用过，不能撤销", en: "the coupon was used; it cannot be reversed")
    static let rewardPointsBack = Phrase("points.given-back", zh: "退回 {0}", en: "{0} given back")
    static let rewardOldExpiry = Phrase(
        "points.old-expiry", zh: "仍按原到期日，至少再保留 {0} 天", en: "with their old expiry, but at least {0} more days")
    static let rewardOldExpiryOnly = Phrase(
        "points.old-expiry-only", zh: "仍按原到期日，不另宽限", en: "with their old expiry and no grace")
    static let rewardNewExpiry = Phrase(
        "points.new-expiry", zh: "重新计算有效期，至 {0}", en: "with a new expiry, through {0}")
    static let extraGoesBack = Phrase(
        "reward.extra-back", zh: "另付的 {0} 一并退还", en: "the {0} paid beside goes back too")

    static let ofRewards: [Phrase] = [
        rewardNotForTier, rewardNotNow, rewardNotHere, rewardLimit, rewardShort, rewardRedeemed, rewardAccepted,
        rewardPriceThen, rewardOverdrawn, rewardUnknown, rewardNearly, rewardExtra, rewardPointsThere,
        rewardPointsTaken, rewardPointsForever, rewardCoupon, claimOpen, claimMet, claimWasMet, claimWasReturned,
        claimWasForfeited, claimWasReversed, claimStillOpen, claimForfeited, couponWasUsed, rewardPointsBack,
        rewardOldExpiry, rewardOldExpiryOnly, rewardNewExpiry, extraGoesBack,
    ]
}
