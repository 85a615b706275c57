// What is said of rules in general, of occasions and of earning.
extension Phrase {
    static let checkTwice = Phrase("check.twice", zh: "写了两次", en: "there twice")
    static let checkNoItem = Phrase(
        "check.scope.empty", zh: "价目表里没有任何项目属于这个范围", en: "no item of the price list is in it")
    static let checkGivesNothing = Phrase("check.gives-nothing", zh: "什么也不送", en: "gives nothing")
    static let checkNobody = Phrase("check.nobody", zh: "没有人能享受", en: "nobody may have it")
    static let checkNobodyUses = Phrase("check.nobody-uses", zh: "没有人能使用", en: "nobody may use it")
}

extension Phrase {
    static let checkEndsBefore = Phrase(
        "check.when.ended", zh: "{0} 就结束了，而规则 {1} 才生效", en: "ends on {0}, before the policy begins on {1}")
    static let checkBeforeFrom = Phrase("check.when.order", zh: "早于开始的那一天", en: "lies before from")
    static let checkNoMinute = Phrase(
        "check.when.hours", zh: "有一段时间连一分钟也没有", en: "holds a range without a minute in it")
    static let checkWholeMonth = Phrase(
        "check.when.birthday", zh: "已设 wholeMonth，daysBefore 和 daysAfter 不起作用",
        en: "wholeMonth is set, so daysBefore and daysAfter are never looked at")
    static let checkNoDay = Phrase(
        "check.when.never", zh: "从第一天到最后一天，没有一天符合", en: "no day from its first to its last meets it")
    static let checkNoDayAhead = Phrase(
        "check.when.none-ahead", zh: "今后 {0} 天里没有一天符合；是不是少了节假日文件？",
        en: "no day of the next {0} meets it; is a holiday calendar missing?")
    static let checkNoArrangement = Phrase(
        "check.holidays.year", zh: "没有 {0} 年的放假安排，以下各项在那一年只看星期几：{1}",
        en: "no file has the arrangement of {0}, so only the weekday counts there for: {1}")
    static let checkSplitBirthday = Phrase(
        "check.limit.birthday", zh: "一个生日可能跨{0}，就算成两次；写 {1} per birthday 只算一次",
        en: "one birthday may lie in {0} and then counts twice; {1} per birthday counts it once")
    static let checkSplitOccasion = Phrase(
        "check.limit.occasion", zh: "{0} 到 {1} 跨{2}，各算各的；写 {3} ever 就合起来算",
        en: "from {0} to {1} are {2}, and each counts by itself; {3} ever counts them as one")
    static let checkSplitNight = Phrase(
        "check.limit.night", zh: "零点把这一夜分成两天，各算各的",
        en: "midnight parts the night in two days, and each counts by itself")
    static let checkOtherNight = Phrase(
        "check.when.other-night", zh: "{1}的 {0} 是{2}夜里的后半段；{1}夜里的后半段算{3}，请另立一条写{3} {0}",
        en: "{0} on {1} is the end of {2}'s night; that of {1}'s own is {0} on {3}, to be written in another rule")
}

extension Phrase {
    static let checkPerZero = Phrase(
        "check.earning.per", zh: "是零，而一切都要除以它", en: "is zero, and everything would be divided by it")
    static let checkEarnsTwice = Phrase(
        "check.earning.twice", zh: "同一笔钱会积两次分：earnsOn 里有 principal",
        en: "the same money would earn twice: earnsOn has principal")
    static let checkNoBillEarns = Phrase(
        "check.earning.none", zh: "是空的：任何账单都不积分", en: "is empty: no bill earns")
    static let checkNeverUsed = Phrase(
        "check.earning.covered", zh: "永远用不到：前面的规则已包括它范围内的每一行",
        en: "never used: an earlier rule takes every line that is in its scope")
    static let checkChangesNothing = Phrase(
        "check.campaign.nothing", zh: "没有作用：几个活动里只取最高的，没有活动时就是 100%",
        en: "changes nothing: of several only the best counts, and without any it is 100%")
    static let checkNeverWinsCampaign = Phrase(
        "check.campaign.never-wins", zh: "永远轮不到：{0} 在同样的时候总是成立，且一样高或更高",
        en: "can never win: {0} holds whenever it does and is as good or better")
    static let checkNeverCounts = Phrase("check.action.never", zh: "永远不计", en: "never counts")
    static let checkCapRejects = Phrase(
        "check.cap.rejects", zh: "永远不会给：上限 {0} 拒绝超过 {1} 的积分",
        en: "never given: the cap {0} rejects more than {1}")
    static let checkCapClips = Phrase(
        "check.cap.clips", zh: "上限 {0} 总会把它减到不超过 {1}", en: "the cap {0} always clips it to {1} or less")
    static let checkNobodyEarns = Phrase("check.cap.zero", zh: "这样就没有人能得积分", en: "then nobody earns anything")
    static let checkNeverBites = Phrase(
        "check.cap.never-bites", zh: "永远不起作用：{0} 在同样长的时间里允许得更少",
        en: "never bites: {0} allows no more in as long a time")
    static let checkLapse = Phrase(
        "check.points.lapse", zh: "积分还不能用就过期了：要先等 {0} 天",
        en: "points lapse before they can be used: they wait {0} days")
    static let checkLapseSomeDays = Phrase(
        "check.points.lapse-some-days", zh: "有些日子得的积分还不能用就过期了：要先等 {0} 天",
        en: "points earned on some days lapse before they can be used: they wait {0} days")
}
