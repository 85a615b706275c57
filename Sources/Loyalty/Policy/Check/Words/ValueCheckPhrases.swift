// What is said of tiers.
extension Phrase {
    static let checkNoTier = Phrase("check.tiers.none", zh: "一个等级也没有", en: "there is no tier at all")
    static let checkFirstReach = Phrase(
        "check.tier.first", zh: "第一个等级人人都有，这里写的不会用到",
        en: "everybody has the first tier; this is never looked at")
    static let checkWarnsLate = Phrase(
        "check.tiers.warns-late", zh: "graceDays 是 {1}，提前 {0} 天提醒来不及",
        en: "a warning {0} days ahead comes too late with graceDays {1}")
    static let checkCountsTwice = Phrase(
        "check.tiers.twice", zh: "同一笔钱会算两次：这里有充值，而 countsTenders 里有 principal",
        en: "the same money would count twice: it names top-ups, and countsTenders has principal")
    static let checkNothingReaches = Phrase("check.tier.unreachable", zh: "没有办法达到", en: "nothing reaches it")
    static let checkAscend = Phrase(
        "check.tier.ascend", zh: "低于下一级 {0} 的要求；门槛要逐级升高",
        en: "is less than the lower tier {0} asks for; thresholds must ascend")
    static let checkNobodyReaches = Phrase("check.tier.nobody", zh: "没有人能达到", en: "nobody can reach it")
    static let checkPassedOver = Phrase(
        "check.tier.passed", zh: "达到它就同时达到更高的等级，所以没有人会停在这一级",
        en: "whatever reaches it reaches a higher tier too: nobody has it")
    static let checkStayMore = Phrase(
        "check.tier.stay", zh: "保级的要求比升级还高", en: "staying asks for more than reaching")
    static let checkUncountable = Phrase(
        "check.tier.uncountable", zh: "超出能计数的范围", en: "is more than anything can be counted to")
    static let checkNoPayment = Phrase(
        "check.tier.no-payment", zh: "countsTenders 是空的，任何付款都不计",
        en: "no payment counts: countsTenders is empty")
    static let checkWindowDays = Phrase(
        "check.tier.days", zh: "统计期只有 {0} 天", en: "the window has only {0} days")
    static let checkMostInWindow = Phrase(
        "check.points.most-in-window", zh: "没有人能有这么多积分：按上限，统计期内最多 {0}",
        en: "nobody can have so many points: the caps allow {0} in the window")
    static let checkMostBeforeLapse = Phrase(
        "check.points.most-before-lapse", zh: "没有人能有这么多积分：按上限，过期前最多 {0}",
        en: "nobody can have so many points: the caps allow {0} before they lapse")
    static let checkNoService = Phrase(
        "check.tier.no-service", zh: "tiers.scope 里没有服务", en: "no service is in tiers.scope")
    static let checkNothingEarns = Phrase("check.tier.no-points", zh: "没有任何途径得积分", en: "nothing earns points")
}

// What is said of rewards, of money paid in advance and of packages.
extension Phrase {
    static let checkNoPrice = Phrase(
        "check.reward.no-price", zh: "没有价格，没有人能换", en: "has no price: nobody may have it")
    static let checkCostsNothing = Phrase(
        "check.reward.free", zh: "不要积分也不要钱，想换几次就换几次", en: "costs nothing, as often as anybody likes")
    static let checkSomeTiers = Phrase(
        "check.reward.some-tiers", zh: "礼品 {0} 只有部分等级能换", en: "only some tiers may have the reward {0}")
    static let checkNoServiceItem = Phrase("check.reward.no-service", zh: "{0} 不是服务", en: "{0} is no service")
    static let checkNoProductItem = Phrase("check.reward.no-product", zh: "{0} 不是产品", en: "{0} is no product")
    static let checkDearer = Phrase(
        "check.reward.dearer", zh: "比低一级的 {0} 还贵", en: "is dearer than for the lower tier {0}")
    static let checkMoneyOffZero = Phrase(
        "check.moneyOff.zero", zh: "points、money 和 step 都要大于零", en: "points, money and step must be more than zero")
    static let checkLessThanStep = Phrase(
        "check.moneyOff.step", zh: "不够一档：一档是 {0} × {1} 积分",
        en: "is less than one step of {0} × {1} points")
    static let checkPointsWorthBill = Phrase(
        "check.moneyOff.worth", zh: "一张账单的积分抵得上整张账单", en: "the points for a bill are worth as much as the bill")
    static let checkCardHolds = Phrase(
        "check.topUp.card", zh: "超过一张卡的上限 {0}；上限由 region.maximumPerCard 设定（不写就是 {1}，~ 为不限）",
        en: "a card holds at most {0}: see region.maximumPerCard, which is {1} unless it is set; ~ for no bound")
    static let checkTopUpTies = Phrase(
        "check.topUp.ties", zh: "与 {0} 的 from 相同，而只取最高的一档",
        en: "ties with {0}: the highest from counts, and theirs are the same")
    static let checkTopUpLess = Phrase(
        "check.topUp.less", zh: "比 {0} 充得多反而送得少，或者相反",
        en: "who pays in more than for {0} is given less, or the other way round")
    static let checkGiftLarge = Phrase(
        "check.topUp.gift", zh: "送 {0} 比充的 {1} 还多；是不是多写了一个 0？",
        en: "gives {0} for {1} paid in, which is more than was paid; is there a 0 too many?")
    static let checkNoSessions = Phrase(
        "check.package.no-sessions", zh: "是次卡（package），但 packages 里没有写它包含几次",
        en: "is of kind package, and packages does not say what its sessions are")
    static let checkNoPackageItem = Phrase(
        "check.package.no-item", zh: "没有人能买：items 里没有同编号、kind 为 package 的项目",
        en: "nobody can buy it: no item of kind package has this id")
    static let checkTwoPrices = Phrase(
        "check.package.two-prices", zh: "是 {0}，而 items 里的价格是 {1}；价格只写在 items 里即可",
        en: "is {0}, and the item of this id costs {1}; write the price once, with the item")
    static let checkNoServiceHere = Phrase("check.package.no-service", zh: "不是服务", en: "is no service")
    static let checkPackageDear = Phrase(
        "check.package.dear", zh: "单买各次并不更贵", en: "its sessions cost no more one by one")
}
