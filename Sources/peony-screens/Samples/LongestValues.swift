import Vocabulary

/// The longest values that the screens promise to show whole. What a hub may send beyond is cut and counted.
enum LongestValues {
    /// Two-character surname; the longest of English directories.
    static let surname = Bilingual(zh: "欧阳", en: "Featherstonehaugh-Cholmondeley")
    /// Eight hanzi, eighteen letters.
    static let tier = Bilingual(zh: "至尊铂金钻石会员", en: "Platinum Signature")
    static let points = Points(999_999_999)
    static let money = Money(fen: 10_000_000_00)
    /// Ten hanzi, 24 letters; with the store (eight hanzi, 22 letters) too long for one line: the store stays.
    static let salon = Bilingual(zh: "悦容国际医学美容中心", en: "Yuerong Medical Beauty")
    static let store = Bilingual(zh: "徐汇漕河泾旗舰店", en: "Xuhui Caohejing Flag")
    /// Twelve hanzi or 27 letters on one line.
    static let service = Bilingual(zh: "深层清洁补水焕肤面部护理", en: "Deep-cleansing hydro facial")
    static let staff = Bilingual(zh: "欧阳晓敏", en: "Ouyang Xiaomin")
    /// Twenty hanzi or 44 letters on two lines.
    static let reward = Bilingual(
        zh: "玻尿酸深层补水保湿护理单次体验券一张", en: "Hyaluronic deep moisture treatment, one visit")
    static let minutes = 240
    /// What the rules say with the longest names and figures: 110 hanzi and letters, 130 letters.
    static let sentence = Bilingual(
        zh: "12 个月内消费满 ¥1,500,000，或到店满 120 次，可继续享有至尊铂金钻石会员",
        en: "To keep Platinum Signature: ¥1,500,000 spent or 120 visits within 12 months")
    static let rule = Bilingual(
        zh: "玻尿酸深层补水保湿护理单次体验券一张：每年最多兑换 12 次，已兑换 12 次",
        en: "Hyaluronic deep moisture treatment, one visit: at most 12 a year, 12 redeemed so far")
    static let tiers = Bilingual(
        zh: "玻尿酸深层补水保湿护理单次体验券一张：限这些等级兑换：至尊铂金钻石会员、金卡会员、银卡会员",
        en: "Hyaluronic deep moisture treatment, one visit: for these tiers only: Platinum Signature, Gold, Silver")
}
