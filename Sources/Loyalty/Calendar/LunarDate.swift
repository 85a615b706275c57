package import Vocabulary

/// A date of the Chinese calendar, such as the 15th of the eighth month.
package struct LunarDate: Hashable, Sendable, CustomStringConvertible {
    /// The Gregorian year in which it begins.
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 闰: the second of two months of the same number.
    package var isLeapMonth: Bool
    /// 1 to 30.
    package var day: Int

    package init(year: Int, month: Int, isLeapMonth: Bool = false, day: Int) {
        self.year = year
        self.month = month
        self.isLeapMonth = isLeapMonth
        self.day = day
    }

    /// - Returns: `nil` outside the years that `LunarYear` knows.
    package init?(_ day: Day) {
        let gregorian = day.components.year
        guard let year = LunarYear(gregorian), year.newYear <= day else {
            guard let last = LunarYear(gregorian - 1), let date = last.date(after: day.number - last.newYear.number)
            else { return nil }
            self = date
            return
        }
        guard let date = year.date(after: day.number - year.newYear.number) else { return nil }
        self = date
    }

    /// `2033-11+-30` for the 30th of the leap month after the eleventh.
    package var description: String { "\(year)-\(month)\(isLeapMonth ? "+" : "")-\(day)" }
}

extension Day {
    /// - Returns: `nil` for a date that does not exist, or outside the years that `LunarYear` knows.
    package init?(_ date: LunarDate) {
        guard let day = LunarYear(date.year)?.day(date.day, ofMonth: date.month, isLeap: date.isLeapMonth) else {
            return nil
        }
        self = day
    }
}
