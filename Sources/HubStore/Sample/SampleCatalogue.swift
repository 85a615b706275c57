internal import HubAPI

/// What the sample salon offers. Invented; any likeness to a real salon is chance.
enum SampleCatalogue {
    struct Named {
        var id: String
        var zh: String
        var en: String
    }

    struct Service {
        var id: String
        var zh: String
        var en: String
        var publicZh: String
        var publicEn: String
        var minutes: Int64
        var priceFen: Int64
    }

    struct Reward {
        var id: String
        var zh: String
        var en: String
        var points: Int64
        var fen: Int64
    }

    static let salon = BilingualText(zh: "悦容美容", en: "Yuerong Beauty")
    static let timeZone = "Asia/Shanghai"

    static let stores = [
        Named(id: "xuhui", zh: "徐汇店", en: "Xuhui"),
        Named(id: "jingan", zh: "静安店", en: "Jing'an"),
    ]

    static let staff: [(person: Named, store: String)] = [
        (Named(id: "lin", zh: "林老师", en: "Lin"), "xuhui"),
        (Named(id: "su", zh: "苏老师", en: "Su"), "xuhui"),
        (Named(id: "tang", zh: "唐老师", en: "Tang"), "xuhui"),
        (Named(id: "meng", zh: "孟老师", en: "Meng"), "xuhui"),
        (Named(id: "qiao", zh: "乔老师", en: "Qiao"), "jingan"),
        (Named(id: "ye", zh: "叶老师", en: "Ye"), "jingan"),
        (Named(id: "fan", zh: "范老师", en: "Fan"), "jingan"),
        (Named(id: "shi", zh: "石老师", en: "Shi"), "jingan"),
    ]

    /// Intimate treatments carry a neutral name for the public screen.
    static let services = [
        service("deep-clean", "深层清洁护理", "Deep cleansing facial", 60, 38_000),
        service("hydrating", "补水焕肤护理", "Hydrating facial", 75, 58_000),
        service("aroma", "芳香身体护理", "Aroma body care", 90, 68_000),
        service("head-spa", "头皮护理", "Head spa", 45, 26_800),
        service("brow", "眉形设计", "Brow design", 30, 19_800),
        service("nails", "手部护理与美甲", "Hand care and nails", 60, 28_800),
        Service(
            id: "bikini-laser", zh: "比基尼激光脱毛", en: "Bikini laser hair removal", publicZh: "皮肤护理",
            publicEn: "Skin care", minutes: 45, priceFen: 128_000),
        Service(
            id: "scar-laser", zh: "疤痕激光治疗", en: "Scar laser treatment", publicZh: "皮肤护理",
            publicEn: "Skin care", minutes: 60, priceFen: 168_000),
    ]

    private static func service(
        _ id: String, _ zh: String, _ en: String, _ minutes: Int64, _ priceFen: Int64
    ) -> Service {
        Service(id: id, zh: zh, en: en, publicZh: zh, publicEn: en, minutes: minutes, priceFen: priceFen)
    }

    static let tiers = [
        Named(id: "classic", zh: "普通会员", en: "Classic"),
        Named(id: "silver", zh: "银卡会员", en: "Silver"),
        Named(id: "gold", zh: "金卡会员", en: "Gold"),
        Named(id: "diamond", zh: "钻石会员", en: "Diamond"),
    ]

    static let rewards = [
        Reward(id: "mask", zh: "补水面膜一片", en: "Hydrating mask", points: 80, fen: 0),
        Reward(id: "hand-care", zh: "手部护理一次", en: "Hand care", points: 200, fen: 0),
        Reward(id: "head-spa", zh: "头皮护理一次", en: "Head spa", points: 500, fen: 0),
        Reward(id: "essence", zh: "精华液小样", en: "Essence sample", points: 60, fen: 2_000),
        Reward(id: "facial", zh: "深层清洁护理一次", en: "Deep cleansing facial", points: 900, fen: 0),
    ]

    static let surnames: [(zh: String, en: String)] = [
        ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"),
        ("黄", "Huang"), ("赵", "Zhao"), ("吴", "Wu"), ("周", "Zhou"), ("徐", "Xu"), ("孙", "Sun"), ("马", "Ma"),
        ("朱", "Zhu"), ("胡", "Hu"), ("郭", "Guo"), ("何", "He"), ("高", "Gao"), ("罗", "Luo"), ("郑", "Zheng"),
        ("梁", "Liang"), ("谢", "Xie"), ("宋", "Song"), ("欧阳", "Ouyang"), ("司徒", "Situ"),
    ]

    static let givenNames = [
        "静怡", "雅婷", "思琪", "梦洁", "晓雯", "佳慧", "欣然", "雨桐", "子涵", "诗涵",
        "明轩", "俊杰", "浩然", "美玲", "丽华",
    ]
}
