extension BirthdayWindow {
    /// Whether the day lies in the window around one of the birthdays near it.
    package func holds(on day: Day, _ birthday: Birthday) -> Bool {
        let year = day.components.year
        return (year - 1...year + 1).contains { year in
            guard let birthday = birthday.day(inYear: year) else { return false }
            if wholeMonth { return birthday.startOfMonth == day.startOfMonth }
            return (birthday.adding(days: -daysBefore)...birthday.adding(days: daysAfter)).contains(day)
        }
    }
}

extension Birthday {
    /// The day on which it is kept in a Gregorian year; 29 February falls on the 28th where there is none.
    package func day(inYear year: Int) -> Day? {
        guard reckoning == .gregorian, (1...12).contains(month), day >= 1 else { return nil }
        return Day(year: year, month: month, day: min(day, Day.length(ofMonth: month, year: year)))
    }
}
