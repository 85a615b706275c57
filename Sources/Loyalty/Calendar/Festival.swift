package import Vocabulary

/// Days that everybody knows by name. Their names stand in policies; a calendar file may add others.
package enum Festival: String, Hashable, Sendable, CaseIterable {
    case newYear = "new-year"
    case chineseNewYearEve = "chinese-new-year-eve"
    case springFestival = "spring-festival"
    case lantern
    case valentinesDay = "valentines-day"
    case womensDay = "womens-day"
    case qingming
    case labourDay = "labour-day"
    case mothersDay = "mothers-day"
    case may20 = "may-20"
    case dragonBoat = "dragon-boat"
    case qixi
    case midAutumn = "mid-autumn"
    case nationalDay = "national-day"
    case doubleNinth = "double-ninth"
    case double11 = "double-11"
    case double12 = "double-12"

    /// The day of a Gregorian year on which it is.
    /// - Returns: `nil` outside 1 to 9999, and for those by the moon and the sun outside 1900 to 2100.
    package func day(inYear year: Int) -> Day? {
        switch self {
        case .newYear: Day(year: year, month: 1, day: 1)
        case .valentinesDay: Day(year: year, month: 2, day: 14)
        case .womensDay: Day(year: year, month: 3, day: 8)
        case .labourDay: Day(year: year, month: 5, day: 1)
        case .may20: Day(year: year, month: 5, day: 20)
        case .nationalDay: Day(year: year, month: 10, day: 1)
        case .double11: Day(year: year, month: 11, day: 11)
        case .double12: Day(year: year, month: 12, day: 12)
        case .mothersDay: Day(year: year, month: 5, day: 8).map { $0.adding(days: 7 - $0.weekday) }
        case .qingming: Self.qingming(inYear: year)
        case .chineseNewYearEve: lunar(inYear: year, month: 1, day: 1)?.adding(days: -1)
        case .springFestival: lunar(inYear: year, month: 1, day: 1)
        case .lantern: lunar(inYear: year, month: 1, day: 15)
        case .dragonBoat: lunar(inYear: year, month: 5, day: 5)
        case .qixi: lunar(inYear: year, month: 7, day: 7)
        case .midAutumn: lunar(inYear: year, month: 8, day: 15)
        case .doubleNinth: lunar(inYear: year, month: 9, day: 9)
        }
    }

    package var name: Bilingual {
        switch self {
        case .newYear: Bilingual(zh: "元旦", en: "New Year's Day")
        case .chineseNewYearEve: Bilingual(zh: "除夕", en: "Chinese New Year's Eve")
        case .springFestival: Bilingual(zh: "春节", en: "Spring Festival")
        case .lantern: Bilingual(zh: "元宵节", en: "Lantern Festival")
        case .valentinesDay: Bilingual(zh: "情人节", en: "Valentine's Day")
        case .womensDay: Bilingual(zh: "妇女节", en: "Women's Day")
        case .qingming: Bilingual(zh: "清明节", en: "Qingming")
        case .labourDay: Bilingual(zh: "劳动节", en: "Labour Day")
        case .mothersDay: Bilingual(zh: "母亲节", en: "Mother's Day")
        case .may20: Bilingual(zh: "520", en: "520 (20 May)")
        case .dragonBoat: Bilingual(zh: "端午节", en: "Dragon Boat Festival")
        case .qixi: Bilingual(zh: "七夕", en: "Qixi")
        case .midAutumn: Bilingual(zh: "中秋节", en: "Mid-Autumn Festival")
        case .nationalDay: Bilingual(zh: "国庆节", en: "National Day")
        case .doubleNinth: Bilingual(zh: "重阳节", en: "Double Ninth")
        case .double11: Bilingual(zh: "双11", en: "Double 11")
        case .double12: Bilingual(zh: "双12", en: "Double 12")
        }
    }

    /// Never in a leap month. All of these fall into the Gregorian year that names the lunar one.
    private func lunar(inYear year: Int, month: Int, day: Int) -> Day? {
        guard (1900...2100).contains(year) else { return nil }
        return LunarYear(year)?.day(day, ofMonth: month, isLeap: false)
    }

    /// The day on which the sun reaches 15°, 4 to 6 April. The line was fitted to the 201 days of 1900 to 2100,
    /// computed as those of `LunarYear`, and meets them all; the Hong Kong Observatory has the same.
    private static func qingming(inYear year: Int) -> Day? {
        guard (1900...2100).contains(year) else { return nil }
        let count = year - 1900
        let leapDays = count / 4 - (year == 2100 ? 1 : 0)
        return Day(year: year, month: 4, day: (2422 * count + 55_900) / 10_000 - leapDays)
    }
}
