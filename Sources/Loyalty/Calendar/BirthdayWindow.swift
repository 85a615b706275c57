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
        let year = day.components.year
        // A lunar year begins up to seven weeks after the Gregorian one of its name, so look one further back.
        for ownYear in year - 2...year + 1 {
            guard let kept = birthday.day(inOwnYear: ownYear) else { continue }
            if wholeMonth {
                if kept.startOfMonth == day.startOfMonth { return true }
            } else if kept.adding(days: -daysBefore) <= day, day <= kept.adding(days: daysAfter) {
                return true
            }
        }
        return false
    }
}
