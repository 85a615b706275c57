package import Vocabulary

extension Phrase {
    static let earnAmount = Phrase(
        "earn.amount", zh: "{0} × {1}/{2} × 等级 {3} × 活动 {4} = {5} → {6}",
        en: "{0} × {1}/{2} × tier {3} × campaign {4} = {5} → {6}")
    static let earnBlocks = Phrase(
        "earn.blocks", zh: "{0} 满 {1} 共 {2} 次 × {3} × 等级 {4} × 活动 {5} → {6}",
        en: "{0} holds {1} {2} times × {3} × tier {4} × campaign {5} → {6}")
    static let earnCampaign = Phrase("earn.campaign", zh: "{0}：积分 × {1}", en: "{0}: points × {1}")
    static let earnTogether = Phrase("earn.together", zh: "合计只取整一次：{0}", en: "rounded once over all: {0}")
    static let earnService = Phrase("earn.service", zh: "{0} 次 × {1} = {2}", en: "{0} × {1} = {2}")
    static let earnVisit = Phrase("earn.visit", zh: "今日首次到店：{0}", en: "first visit of the day: {0}")
    static let earnBonus = Phrase(
        "earn.bonus", zh: "满 {0}，{1}：{2}（不参与翻倍）", en: "from {0}, {1}: {2} (not multiplied)")
    static let earnBonusCoupon = Phrase("earn.bonus.coupon", zh: "满 {0}，{1}：送 {2}", en: "from {0}, {1}: {2} given")
    static let earnBonusNearly = Phrase("earn.bonus.nearly", zh: "再消费 {0} 可得{1}", en: "spend another {0} for {1}")
    static let earnAction = Phrase("earn.action", zh: "{0}：{1}", en: "{0}: {1}")
    static let earnActionCoupon = Phrase("earn.action.coupon", zh: "{0}：送 {1}", en: "{0}: {1} given")
    static let actionLimit = Phrase(
        "earn.action.limit", zh: "{0}：{2}最多 {1} 次，已用完", en: "{0}: at most {1} {2}, used up")
    static let capClipped = Phrase(
        "earn.cap.clipped", zh: "应得 {0}，上限只余 {1}", en: "{0} would be earned, the cap leaves {1}")
    static let capRejected = Phrase(
        "earn.cap.rejected", zh: "应得 {0}，超过上限余额 {1}，全部不计",
        en: "{0} is above the {1} that the cap leaves: none are earned")

    static let ofEarning: [Phrase] = [
        earnAmount, earnBlocks, earnCampaign, earnTogether, earnService, earnVisit, earnBonus, earnBonusCoupon,
        earnBonusNearly, earnAction, earnActionCoupon, actionLimit, capClipped, capRejected,
    ]
}

extension Period {
    package var name: Bilingual {
        switch self {
        case .transaction: Bilingual(zh: "每次", en: "each time")
        case .day: Bilingual(zh: "每天", en: "a day")
        case .month: Bilingual(zh: "每月", en: "a month")
        case .year: Bilingual(zh: "每年", en: "a year")
        case .birthday: Bilingual(zh: "每个生日", en: "a birthday")
        case .ever: Bilingual(zh: "总共", en: "in all")
        }
    }
}
