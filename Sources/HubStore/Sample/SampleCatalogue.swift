internal import Vocabulary

/// The sample salon's stores and people; what it offers is in its policy. Invented; any likeness to a real salon is
/// chance.
enum SampleCatalogue {
    struct Named {
        var id: String
        var zh: String
        var en: String
    }

    static let salon = Bilingual(zh: "悦容美容", en: "Yuerong Beauty")
    static let zone = StoreZone.shanghai

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

    /// Intimate treatments carry a neutral name for the public screen; by item.
    static let publicNames = [
        "bikini-laser": Bilingual(zh: "皮肤护理", en: "Skin care"),
        "scar-laser": Bilingual(zh: "皮肤护理", en: "Skin care"),
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
