package import Vocabulary

/// A birthday as members tell it: by the Gregorian or by the Chinese calendar, with or without a year.
package struct Birthday: Hashable, Sendable {
    package enum Reckoning: String, Hashable, Sendable, CaseIterable { case gregorian, lunar }

    package var reckoning: Reckoning
    /// By its own reckoning: a lunar year is named by the Gregorian year in which it begins.
    package var year: Int?
    package var month: Int
    package var day: Int
    /// Born in a leap month (闰月); for lunar birthdays only.
    package var isLeapMonth: Bool

    package init(
        reckoning: Reckoning = .gregorian, year: Int? = nil, month: Int, day: Int, isLeapMonth: Bool = false
    ) {
        self.reckoning = reckoning
        self.year = year
        self.month = month
        self.day = day
        self.isLeapMonth = isLeapMonth
    }

    /// The day on which it is kept in a year of its own reckoning. 29 February falls on the 28th where there is
    /// none, the 30th of a lunar month on its 29th, and a birthday in a leap month in the ordinary one.
    /// - Returns: `nil` for a date that no year has, and for lunar years that are not known.
    package func day(inOwnYear year: Int) -> Day? {
        guard (1...12).contains(month), day >= 1 else { return nil }
        switch reckoning {
        case .gregorian:
            guard day <= Day.length(ofMonth: month, year: 2000) else { return nil }
            return Day(year: year, month: month, day: min(day, Day.length(ofMonth: month, year: year)))
        case .lunar:
            guard day <= 30, let lunar = LunarYear(year) else { return nil }
            let isLeap = isLeapMonth && lunar.leapMonth == month
            return lunar.length(ofMonth: month, isLeap: isLeap)
                .flatMap { lunar.day(min(day, $0), ofMonth: month, isLeap: isLeap) }
        }
    }

    /// - Throws: `senseless` for a date that its calendar does not have: in no year, or not in the year of birth.
    func requirePossible() throws(RuleError) {
        guard (1...12).contains(month), day >= 1, day <= longestMonth, !isLeapMonth || reckoning == .lunar else {
            let isLunar = reckoning == .lunar
            let (zhYear, enYear) = (year.map { " \($0) 年" } ?? "", year.map { " in \($0)" } ?? "")
            let (zhLeap, enLeap) = isLeapMonth ? ("闰", "leap ") : ("", "")
            throw .senseless(
                path: "birthday",
                reason: Bilingual(
                    zh: "\(isLunar ? "农历" : "公历")\(zhYear)没有\(zhLeap) \(month) 月 \(day) 日；请核对生日",
                    en: "the \(isLunar ? "lunar" : "Gregorian") calendar has no day \(day) of \(enLeap)month \(month)"
                        + "\(enYear); ask for the birthday again"))
        }
    }

    /// Days of the month in the longest year, or in the year of birth where that is known.
    private var longestMonth: Int {
        switch reckoning {
        case .gregorian: Day.length(ofMonth: month, year: year ?? 2000)
        case .lunar: year.flatMap(LunarYear.init).map { $0.length(ofMonth: month, isLeap: isLeapMonth) ?? 0 } ?? 30
        }
    }

    /// The days on which it is kept in a Gregorian year, ascending: one, but none or two for some lunar ones.
    package func days(inYear year: Int) -> [Day] {
        guard (1...9999).contains(year) else { return [] }
        let own = reckoning == .lunar ? year - 1...year : year...year
        return own.compactMap(day(inOwnYear:)).filter { $0.components.year == year }
    }

    /// The days on which it is kept in the years around a day, ascending.
    func days(near day: Day) -> [Day] { ownYears(near: day).compactMap(self.day(inOwnYear:)) }

    /// A lunar year begins up to seven weeks after the Gregorian one of its name, so they begin one further back.
    func ownYears(near day: Day) -> ClosedRange<Int> {
        let year = day.components.year
        return year - 2...year + 1
    }

    /// The day of birth, where the year is known.
    package var dayOfBirth: Day? { year.flatMap(day(inOwnYear:)) }

    /// Completed years, counted from the day of birth by the Gregorian calendar (周岁), whatever the reckoning.
    /// - Returns: `nil` without a year, and before the day of birth.
    package func age(on day: Day) -> Int? {
        guard let born = dayOfBirth, born <= day else { return nil }
        let (bornYear, bornMonth, bornDay) = born.components
        let year = day.components.year
        let kept = Birthday(month: bornMonth, day: bornDay).day(inOwnYear: year)
        return year - bornYear - (kept.map { day < $0 } ?? false ? 1 : 0)
    }
}
