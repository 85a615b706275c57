internal import Documents
internal import Loyalty
internal import Vocabulary

/// What can be wrong with a policy or a case that no other document has.
extension Fault {
    /// A contradiction that the rules' own check has found.
    init(_ finding: PolicyCheck.Finding) {
        let words = finding.words
        self.init(finding.phrase.id.description, finding.values.map(\.words.en), zh: words.zh, en: words.en)
    }

    static let beforeFrom = Fault("policy.when.order", zh: "早于 from", en: "lies before from")
    static let earnsTwice = Fault(
        "policy.earning.twice", zh: "同一笔钱会积两次分：earnsOn 里有 principal",
        en: "the same money would earn twice: earnsOn has principal")
    static let notDescending = Fault("policy.tiers.warnDays", zh: "要从大到小写", en: "must be descending")
    static let offlineStore = Fault(
        "policy.coupon.offlineStore", zh: "已不起作用：券只能联网使用", en: "does nothing: coupons are used with the hub only")
    static let asksNothing = Fault(
        "policy.threshold.nothing", zh: "什么也不要求：from 是 ¥0，quantity 是 0",
        en: "asks for nothing: from is ¥0 and quantity is 0")
    static let noRewardPrice = Fault(
        "policy.reward.price", zh: "缺少这一项，也没有 tierPrices：没有人能换",
        en: "missing, and no tierPrices: nobody could have it")
    static let largeStep = Fault(
        "policy.moneyOff.step", zh: "每一档比任何账单都大", en: "makes steps larger than any bill")
    static let belowMinimum = Fault("policy.moneyOff.maximum", zh: "小于 minimumPoints", en: "is below minimumPoints")
    static let noSession = Fault("policy.package.sessions", zh: "一次也没有", en: "gives no session at all")
    static let noPackagePrice = Fault(
        "policy.package.price", zh: "缺少这一项，items 里也没有同编号、kind 为 package 的项目",
        en: "missing, and no item of kind package has this id")
    static let calendarNotKept = Fault.file(
        "calendar", zh: "没有随规则一起保存", en: "was not kept with its policy")

    static func dayOffAsWell(_ day: Day) -> Fault {
        Fault("policy.calendar.clash", ["\(day)"], zh: "\(day) 同时也是休息日", en: "\(day) is a day off as well")
    }

    static func noZone(_ name: String, near: String?) -> Fault {
        let (name, words) = (name.prefix(60), Bilingual.didYouMean(near))
        return Fault(
            "policy.zone", ["\(name)"], zh: "\(name) 不是时区名" + (words?.zh ?? ""),
            en: "\(name) is no time zone" + (words?.en ?? ""))
    }
}

extension Fault {
    static let needsLot = Fault(
        "case.package.lot", zh: "要写 lot：只有 book、used 和 cancelled 可以不写",
        en: "needs a lot: only book, used and cancelled can do without")
    static let unitsOrFen = Fault("case.refund.part", zh: "units 和 fen 只写其中一个", en: "takes units or fen, one of them")
}
