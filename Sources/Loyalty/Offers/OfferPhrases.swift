extension Phrase {
    package static let offerPercent = Phrase(
        "offer.percent", zh: "{0}：{1} × {2} → 减 {3}", en: "{0}: {1} × {2} → {3} off")
    package static let offerPercentCapped = Phrase(
        "offer.percent.capped", zh: "{0}：{1} × {2} = {3}，最多减 {4} → 减 {5}",
        en: "{0}: {1} × {2} = {3}, at most {4} → {5} off")
    package static let offerAmount = Phrase(
        "offer.amount", zh: "{0}：{1} 减 {2}",
        en: "{0}: {2} off {1}")
    package static let offerThreshold = Phrase(
        "offer.threshold", zh: "{0}：{1} 满 {2} → 减 {3}", en: "{0}: {1} is {2} or more → {3} off")
    package static let offerEvery = Phrase(
        "offer.every", zh: "{0}：{1} 里有 {2} 个 {3}，每个减 {4} → 减 {5}",
        en: "{0}: {1} holds {2} × {3}, {4} each → {5} off")
    package static let offerEveryAtMost = Phrase(
        "offer.every.atMost", zh: "{0}：{1} 里有 {2} 个 {3}，最多计 {4} 个，每个减 {5} → 减 {6}",
        en: "{0}: {1} holds {2} × {3}, of which at most {4} count, {5} each → {6} off")
    package static let offerFixedPrice = Phrase(
        "offer.fixedPrice", zh: "{0}：每件 {1}，共 {2} 件，由 {3} → 减 {4}",
        en: "{0}: {1} each for {2}, from {3} → {4} off")
    package static let offerBuyGet = Phrase(
        "offer.buyGet", zh: "{0}：按价格从高到低每 {1} 件一组，每组最便宜的 {2} 件优惠 {3}，共 {4} 件 → 减 {5}",
        en: "{0}: in groups of {1} from the dearest down, {3} off the cheapest {2} of each, {4} in all → {5} off")
    package static let offerCheapest = Phrase(
        "offer.cheapest", zh: "{0}：最便宜的一件优惠 {1} → 减 {2}",
        en: "{0}: {1} off the cheapest unit → {2} off")
    package static let offerCheapestCapped = Phrase(
        "offer.cheapest.capped", zh: "{0}：最便宜的一件优惠 {1}，最多减 {2} → 减 {3}",
        en: "{0}: {1} off the cheapest unit, at most {2} → {3} off")
    package static let offerGift = Phrase("offer.gift", zh: "{0}：赠 {1}", en: "{0}: {1} as a gift")
    package static let offerGiftWorth = Phrase(
        "offer.gift.worth", zh: "{0}：赠 {1}（价值 {2}）", en: "{0}: {1} as a gift, worth {2}")
    package static let offerAtMostRest = Phrase(
        "offer.atMostRest", zh: "{0}：只剩 {1}，不会减到零以下",
        en: "{0}: only {1} was left; nothing falls below zero")
    package static let offerAhead = Phrase(
        "offer.ahead", zh: "{0}：要求余额满 {1}，因此在同层其他优惠之前使用",
        en: "{0}: needs {1} to be left, so it goes ahead of the others of its layer")
    package static let offerCoupon = Phrase(
        "offer.coupon", zh: "{0}：使用券 {1}",
        en: "{0}: uses coupon {1}")
}

extension Phrase {
    package static let refusedOccasion = Phrase(
        "offer.refused.occasion", zh: "{0}：现在不是活动时间",
        en: "{0}: not at this time")
    package static let refusedStore = Phrase(
        "offer.refused.store", zh: "{0}：本店不参加",
        en: "{0}: not in this store")
    package static let refusedTier = Phrase(
        "offer.refused.tier", zh: "{0}：限其他会员等级",
        en: "{0}: for other tiers")
    package static let refusedPerson = Phrase(
        "offer.refused.person", zh: "{0}：不符合活动的会员条件",
        en: "{0}: for other members by its conditions")
    package static let refusedFirst = Phrase(
        "offer.refused.first", zh: "{0}：仅限首次消费",
        en: "{0}: for the first bill only")
    package static let refusedAway = Phrase(
        "offer.refused.away", zh: "{0}：仅限久未到店的会员", en: "{0}: for members who were away for long")
    package static let refusedPerMember = Phrase(
        "offer.refused.perMember", zh: "{0}：每人{2}限 {1} 次，已用完",
        en: "{0}: at most {1} {2} for each member, all used")
    package static let refusedTotal = Phrase(
        "offer.refused.total", zh: "{0}：共 {1} 份，已用完",
        en: "{0}: {1} in all, all used")
    package static let refusedNoCoupon = Phrase(
        "offer.refused.noCoupon", zh: "{0}：需要券",
        en: "{0}: needs a coupon")
    package static let refusedTooLittle = Phrase(
        "offer.refused.tooLittle", zh: "{0}：{1} 未满 {2}", en: "{0}: {1} is less than {2}")
    package static let refusedTooLittleLeft = Phrase(
        "offer.refused.tooLittleLeft", zh: "{0}：其他优惠后只剩 {1}，未满 {2}",
        en: "{0}: the other offers leave {1}, less than {2}")
    package static let refusedTooFew = Phrase(
        "offer.refused.tooFew", zh: "{0}：{1} 件，未满 {2} 件",
        en: "{0}: {1} of {2} units")
    package static let refusedNoEffect = Phrase(
        "offer.refused.noEffect", zh: "{0}：对本单没有作用，不使用",
        en: "{0}: does nothing on this bill; not used up")
    package static let refusedNoEffectLeft = Phrase(
        "offer.refused.noEffectLeft", zh: "{0}：其他优惠后已没有作用，不使用",
        en: "{0}: does nothing after the other offers; not used up")
    package static let refusedExcluded = Phrase(
        "offer.refused.excluded", zh: "{0}：不与「{1}」同享", en: "{0}: is not combined with “{1}”")
    package static let refusedNotCheapest = Phrase(
        "offer.refused.notCheapest", zh: "{0}：不使用它更划算或一样",
        en: "{0}: without it the bill is no dearer")
    package static let refusedNotTried = Phrase(
        "offer.refused.notTried", zh: "{0}：超出搜索上限，未参与比较",
        en: "{0}: beyond the limit of the search; not tried")
}

extension Phrase {
    package static let couponNotYet = Phrase(
        "coupon.notYet", zh: "券 {0} 尚未生效",
        en: "coupon {0} does not count yet")
    package static let couponExpired = Phrase(
        "coupon.expired", zh: "券 {0} 已过期",
        en: "coupon {0} has expired")
    package static let couponUsedUp = Phrase(
        "coupon.usedUp", zh: "券 {0} 已用完",
        en: "coupon {0} is used up")
    package static let couponOfferGone = Phrase(
        "coupon.offerGone", zh: "券 {0} 的活动已不存在", en: "the offer of coupon {0} is no longer there")
    package static let couponNotNeeded = Phrase(
        "coupon.notNeeded", zh: "券 {0} 的活动不需要券", en: "the offer of coupon {0} needs no coupon")
    package static let couponOneOfOffer = Phrase(
        "coupon.oneOfOffer", zh: "券 {0}：同一活动每单限用一张", en: "coupon {0}: one of an offer per bill")
}

extension Phrase {
    package static let nearlyMore = Phrase(
        "offer.nearly.more", zh: "再消费 {0} 可享「{1}」", en: "another {0} for “{1}”")
    package static let nearlyMoreInScope = Phrase(
        "offer.nearly.moreInScope", zh: "适用项目再消费 {0} 可享「{1}」",
        en: "another {0} on what it is for, for “{1}”")
    package static let nearlyUnits = Phrase(
        "offer.nearly.units", zh: "再加 {0} 件可享「{1}」",
        en: "{0} more for “{1}”")
    package static let nearlyAgain = Phrase(
        "offer.nearly.again", zh: "再消费 {0}，「{1}」再减 {2}",
        en: "another {0} for {2} more off by “{1}”")

    package static let searchNone = Phrase(
        "search.none", zh: "没有可用于本单的优惠",
        en: "no offer lowers this bill")
    package static let searchComplete = Phrase(
        "search.complete", zh: "{0} 种组合中没有更便宜的", en: "none of {0} combinations is cheaper")
    package static let searchCompleteTried = Phrase(
        "search.complete.tried", zh: "这是比较过的 {0} 种组合中最便宜的",
        en: "this is the cheapest of the {0} combinations that were compared")
    package static let searchCutShort = Phrase(
        "search.cutShort", zh: "组合太多，比较到 {0} 步为止；这里是已比较到的最低价",
        en: "there are too many combinations; the search stopped after {0} steps, with the cheapest it had found")
    package static let searchNotTried = Phrase(
        "search.notTried", zh: "先比较单独最优的 {0} 项优惠，另有 {1} 项未与其全部组合：{2}",
        en: "the best by themselves ({0}) were combined first; not combined with all of them ({1}): {2}")
    package static let searchNotTriedAhead = Phrase(
        "search.notTriedAhead", zh: "有 {0} 项按余额计门槛的优惠只在原位比较：{1}",
        en: "tried in their own place only, with their threshold on what is left ({0}): {1}")
    package static let searchChosen = Phrase(
        "search.chosen", zh: "按所选优惠应付 {0}，最优组合应付 {1}，差 {2}",
        en: "the offers chosen come to {0}; the best combination to {1}, {2} less")
    package static let searchChosenBest = Phrase(
        "search.chosenBest", zh: "所选优惠已是最优：{0} 种组合中没有更便宜的",
        en: "the offers chosen are the best: none of {0} combinations is cheaper")
    package static let searchChosenBestTried = Phrase(
        "search.chosenBest.tried", zh: "所选优惠是比较过的 {0} 种组合中最便宜的",
        en: "the offers chosen are the cheapest of the {0} combinations that were compared")

    package static let pointsOff = Phrase(
        "moneyOff.used", zh: "{0} 抵 {1}（每 {2} 抵 {3}）", en: "{0} for {1} ({3} for each {2})")
    package static let pointsOffNone = Phrase(
        "moneyOff.none", zh: "未使用积分：可用 {0}，至少要用 {1}",
        en: "no points used: {0} to use, at least {1} needed")
    package static let pointsOffNothing = Phrase(
        "moneyOff.nothing", zh: "未使用积分：本单没有可用积分支付的金额",
        en: "no points used: nothing of the bill is left for them to pay")
    package static let pointsOffTooLittle = Phrase(
        "moneyOff.too-little", zh: "未使用积分：可用积分支付的只有 {0}，至少要抵 {1}",
        en: "no points used: they may pay {0} of it, and they pay {1} at least")
    package static let pointsOffRounding = Phrase(
        "moneyOff.rounding", zh: "未使用积分：抹零后不需要积分",
        en: "no points used: rounding the bill comes to the same")
    package static let pointsOffBound = Phrase(
        "moneyOff.bound", zh: "积分最多抵应付金额的 {0}", en: "points pay at most {0} of what is due")
    package static let roundedOff = Phrase(
        "bill.roundedOff", zh: "抹零 {0}：{1} → {2}",
        en: "{0} rounded off: {1} → {2}")

    static let ofOffers: [Phrase] = [
        offerPercent, offerPercentCapped, offerAmount, offerThreshold, offerEvery, offerEveryAtMost, offerFixedPrice,
        offerBuyGet, offerCheapest, offerCheapestCapped, offerGift, offerGiftWorth, offerAtMostRest, offerAhead,
        offerCoupon, refusedOccasion, refusedStore, refusedTier, refusedPerson, refusedFirst, refusedAway,
        refusedPerMember, refusedTotal, refusedNoCoupon, refusedTooLittle, refusedTooLittleLeft, refusedTooFew,
        refusedNoEffect, refusedNoEffectLeft, refusedExcluded, refusedNotCheapest, refusedNotTried, couponNotYet,
        couponExpired, couponUsedUp, couponOfferGone, couponNotNeeded, couponOneOfOffer, nearlyMore, nearlyMoreInScope,
        nearlyUnits, nearlyAgain, searchNone, searchComplete, searchCompleteTried, searchCutShort, searchNotTried,
        searchNotTriedAhead, searchChosen, searchChosenBest, searchChosenBestTried, pointsOff, pointsOffNone,
        pointsOffNothing, pointsOffTooLittle, pointsOffRounding, pointsOffBound, roundedOff,
    ]
}
