package import Vocabulary

/// A year's public holiday arrangement, as data from a file, with weekdays as the default for years that have none.
package struct HolidayCalendar: Hashable, Sendable {
    /// Days that differ from what their weekday says.
    package var arranged: [Day: Set<DayKind>] = [:]
    /// Names by day, beside those of `Festival`, which need no file.
    package var festivals: [Day: Set<String>] = [:]

    package init() {}

    package mutating func arrange(_ day: Day, as kind: DayKind) { arranged[day, default: []].insert(kind) }

    /// The kinds that the arrangement gives the day; without one, Saturday and Sunday are days off and other days
    /// workdays. A public holiday is a day off too, and a make-up workday a workday.
    package func kinds(of day: Day) -> Set<DayKind> {
        guard var kinds = arranged[day] else { return day.weekday >= 6 ? [.dayOff] : [.workday] }
        if kinds.contains(.publicHoliday) { kinds.insert(.dayOff) }
        if kinds.contains(.makeUpWorkday) { kinds.insert(.workday) }
        return kinds
    }

    package func isAny(of kinds: Set<DayKind>, _ day: Day) -> Bool {
        guard arranged[day] == nil else { return !kinds.isDisjoint(with: self.kinds(of: day)) }
        return kinds.contains(day.weekday >= 6 ? .dayOff : .workday)
    }

    package func isAny(ofFestivals names: Set<String>, _ day: Day) -> Bool {
        if let here = festivals[day], !names.isDisjoint(with: here) { return true }
        let year = day.components.year
        return names.contains { Festival(rawValue: $0)?.day(inYear: year) == day }
    }

    /// Days that are said to be free and for work at once, ascending.
    package var contradictions: [Day] {
        arranged.keys.filter { kinds(of: $0).isSuperset(of: [.dayOff, .workday]) }.sorted()
    }
}
