import Vocabulary

extension HolidayCalendar {
    /// Whether there is an arrangement of a year.
    func isArranged(year: Int) -> Bool { arranged.keys.contains { $0.components.year == year } }

    /// Whether a festival's day in a year is known: by rule, or from a file.
    fileprivate func knows(festival name: String, inYear year: Int) -> Bool {
        Festival(rawValue: name) != nil
            || festivals.contains { $0.key.components.year == year && $0.value.contains(name) }
    }
}

extension Occasion {
    /// Whether it depends on kinds of days or festivals for which the calendar has no data in a year. Only the weekday
    /// decides there, so that 1 October may count as a workday.
    func isUnarranged(inYear year: Int, _ holidays: HolidayCalendar) -> Bool {
        !dayKinds.isEmpty && !holidays.isArranged(year: year)
            || festivals.contains { !holidays.knows(festival: $0, inYear: year) }
    }

    fileprivate func isWithin(_ day: Day) -> Bool {
        from.map { $0 <= day } ?? true && through.map { day <= $0 } ?? true
    }
}

extension Derivation {
    /// Notes the bill's rules that depend on public holidays, if the calendar has none for the year of the day.
    mutating func noteUnarranged(_ policy: borrowing Policy, on day: Day) {
        var rules: [(name: Bilingual, when: Occasion)] = []
        for row in policy.offerTable.rows where row.offer.conditions.when.asksForDays {
            rules.append((row.offer.name, row.offer.conditions.when))
        }
        for rule in policy.earning.campaigns where rule.when.asksForDays { rules.append((rule.name, rule.when)) }
        for rule in policy.earning.bonuses where rule.when.asksForDays { rules.append((rule.name, rule.when)) }
        guard !rules.isEmpty else { return }
        let year = day.components.year
        let holidays = policy.holidays
        let names = rules.filter { $0.when.isWithin(day) && $0.when.isUnarranged(inYear: year, holidays) }.map(\.name)
        guard !names.isEmpty else { return }
        note(
            "holidays", .unarrangedYear, .year(year),
            .name(
                Bilingual(
                    zh: names.map { "「\($0.zh)」" }.joined(separator: "、"),
                    en: names.map { "“\($0.en)”" }.joined(separator: ", "))))
    }
}

extension Occasion {
    /// Whether it depends on the holiday calendar.
    var asksForDays: Bool { !dayKinds.isEmpty || !festivals.isEmpty }
}

extension Phrase {
    package static let unarrangedYear = Phrase(
        "holidays.unarranged", zh: "日历里没有 {0} 年的放假安排，以下规则当年只按星期判断：{1}",
        en: "the calendar has no arrangement of {0}; by the weekday alone went: {1}")

    static let ofCalendars: [Phrase] = [unarrangedYear]
}
