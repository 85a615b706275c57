package import Vocabulary

/// When a rule holds. Every part that is set must hold; an empty one always does.
package struct Occasion: Hashable, Sendable {
    /// First and last day, both included.
    package var from: Day?
    package var through: Day?
    /// 1 for Monday to 7 for Sunday; empty for all.
    package var weekdays: Set<Int> = []
    /// Kinds of days by the holiday calendar; empty for all. One of them must hold.
    package var dayKinds: Set<DayKind> = []
    /// Names of festivals (`spring-festival`, `qixi` …, or the calendar file's own); empty for all.
    package var festivals: Set<String> = []
    /// Half-open minutes of the store's day, such as 600..<720 for 10:00 to 12:00; empty for all day.
    package var hours: [Range<Int>] = []
    /// Days around the member's birthday; `nil` when it does not matter.
    package var birthday: BirthdayWindow?

    package init() {}

    package var isAlways: Bool {
        from == nil && through == nil && weekdays.isEmpty && dayKinds.isEmpty && festivals.isEmpty && hours.isEmpty
            && birthday == nil
    }
}

/// What the holiday calendar says of a day, beyond its weekday.
package enum DayKind: String, Hashable, Sendable, CaseIterable {
    /// A day off by law or by the year's arrangement, weekends that stay free included.
    case dayOff
    /// A public holiday proper; a day off too.
    case publicHoliday
    /// A weekend day on which people work (调休); a workday too.
    case makeUpWorkday
    case workday
}
