// What is said of offers.
extension Phrase {
    static let checkLayers = Phrase("check.stacking.order", zh: "四个层次要各写一次", en: "must name every layer once")
    static let checkGroupName = Phrase(
        "check.offer.group-name", zh: "与一个优惠组同名，excludes 无法区分",
        en: "has the name of a group; excludes could not tell them apart")
    static let checkNeverAway = Phrase(
        "check.offer.never-away", zh: "首次消费之前谈不上多久没来", en: "nobody has stayed away before the first purchase")
    static let checkFirstTier = Phrase(
        "check.offer.first-tier", zh: "首次消费时是等级 {0}，除非店员另设",
        en: "a first purchase comes with the tier {0}, unless staff set another")
    static let checkProtected = Phrase(
        "check.offer.protected", zh: "属于受保护的条件，而 {0} 没有写理由", en: "is protected, and {0} gives no reason")
    static let checkNoBillSoFar = Phrase("check.threshold.far", zh: "没有账单能到这么多", en: "no bill comes so far")
    static let checkNoBillSoMany = Phrase(
        "check.threshold.many", zh: "没有账单有这么多件", en: "no bill has so many units")
    static let checkZeroPercent = Phrase("check.effect.zero", zh: "0% 什么也不减", en: "0% takes nothing off")
    static let checkNothingOff = Phrase("check.effect.nothing", zh: "什么也不减", en: "takes nothing off")
    static let checkEveryZero = Phrase(
        "check.effect.every-zero", zh: "是零，而金额要除以它", en: "is zero, and amounts would be divided by it")
    static let checkMoreThanEvery = Phrase(
        "check.effect.more-than-every", zh: "每满 {0} 减去的比 {0} 还多", en: "takes off more than every full {0} is")
    static let checkNotCheaper = Phrase(
        "check.effect.not-cheaper", zh: "范围内没有更贵的项目，所以什么也不会变便宜",
        en: "no item in scope costs more than that, so nothing becomes cheaper")
    static let checkNoLineSoMany = Phrase("check.effect.many", zh: "没有一行有这么多件", en: "no line has so many units")
    static let checkCouponForItself = Phrase(
        "check.effect.itself", zh: "送的是它自己的券，会一送再送", en: "gives a coupon for itself, again and again")
    static let checkExcludesItself = Phrase("check.offer.excludes-itself", zh: "排除了它自己", en: "it excludes itself")
    static let checkOwnGroup = Phrase(
        "check.offer.own-group", zh: "同组 {0} 里本来就最多用一个", en: "of its own group {0} at most one is applied anyway")
    static let checkCouponLayer = Phrase(
        "check.offer.coupon-layer", zh: "写的是 coupon，但它不需要券", en: "is coupon, but it asks for none")
    static let checkNobodyGives = Phrase(
        "check.coupon.nobody-gives", zh: "没有任何规则会发它，只有店员能发", en: "no rule gives it to anybody; only staff can")
    static let checkReasonUnused = Phrase(
        "check.fairness.unused", zh: "写了理由，但没有优惠看它", en: "gives a reason, but no offer looks at it")
    static let checkNeverWins = Phrase(
        "check.offer.never-wins", zh: "永远轮不到：同组的 {0} 条件不更多，优惠至少一样多",
        en: "can never win: {0} of its group asks for no more and gives at least as much")
    static let checkHardlyWins = Phrase(
        "check.offer.hardly-wins", zh: "几乎轮不到：同组的 {0} 条件不更多，单独看优惠至少一样多",
        en: "hardly ever wins: {0} of its group asks for no more and by itself gives at least as much")
    static let checkTies = Phrase(
        "check.offer.ties", zh: "与 {0} 不分先后：两者可能用在同一行上，先用哪个会影响应付；请写 priority",
        en: "ties with {0}: both can apply to the same lines, and which goes first changes what is paid")
}
