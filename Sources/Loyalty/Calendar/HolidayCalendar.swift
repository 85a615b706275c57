/// What a year's public arrangement and the lunar calendar say, as data from a file.
package struct HolidayCalendar: Hashable, Sendable {
    /// Days that differ from what their weekday says.
    package var arranged: [Day: Set<DayKind>] = [:]
    /// Festival names by day.
    package var festivals: [Day: Set<String>] = [:]

    package init() {}

    /// By arrangement; else Saturday and Sunday are off and the other days are for work.
    package func kinds(of day: Day) -> Set<DayKind> {
        arranged[day] ?? (day.weekday >= 6 ? [.dayOff] : [.workday])
    }
}
