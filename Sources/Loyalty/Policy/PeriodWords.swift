import Vocabulary

extension Period {
    var timesWords: Bilingual {
        switch self {
        case .transaction: Bilingual(zh: "每次", en: "at a time")
        case .day: Bilingual(zh: "每天", en: "a day")
        case .month: Bilingual(zh: "每月", en: "a month")
        case .year: Bilingual(zh: "每年", en: "a year")
        case .birthday: Bilingual(zh: "每个生日", en: "a birthday")
        case .ever: Bilingual(zh: "每人", en: "a member")
        }
    }
}
