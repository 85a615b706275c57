package import Vocabulary

/// Days around a member's birthday.
package struct BirthdayWindow: Hashable, Sendable {
    package var daysBefore: Int
    package var daysAfter: Int
    /// The whole Gregorian month in which the birthday is kept, instead of days around it; also for lunar ones.
    package var wholeMonth: Bool

    package init(daysBefore: Int = 0, daysAfter: Int = 0, wholeMonth: Bool = false) {
        self.daysBefore = daysBefore
        self.daysAfter = daysAfter
        self.wholeMonth = wholeMonth
    }

    /// Whether the day lies in the window of one of the birthdays near it; both ends count.
    package func holds(on day: Day, _ birthday: Birthday) -> Bool {
        // Avoids building a list, because each offer with a window asks this for each bill.
        birthday.ownYears(near: day).contains { year in
            birthday.day(inOwnYear: year).map { holds(on: day, around: $0) } ?? false
        }
    }

    /// Whether the day lies in the window around a birthday that falls on `kept`.
    func holds(on day: Day, around kept: Day) -> Bool {
        if wholeMonth { return kept.startOfMonth == day.startOfMonth }
        return kept.adding(days: -daysBefore) <= day && day <= kept.adding(days: daysAfter)
    }
}
