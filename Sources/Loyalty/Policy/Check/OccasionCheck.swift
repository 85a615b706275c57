internal import Vocabulary

extension PolicyCheck {
    /// How many days ahead the check looks, if an occasion has no last day.
    private static let daysLookedAt = 800

    /// Whether an occasion can hold at all while the policy is in force.
    mutating func occasion(_ when: Occasion, _ path: String) {
        let begin = policy.zone.day(atMs: policy.effectiveFromMs)
        if let through = when.through, through < begin {
            return error("\(path).through", .checkEndsBefore, .day(through), .day(begin))
        }
        if let from = when.from, let through = when.through, through < from {
            return error("\(path).through", .checkBeforeFrom)
        }
        if when.hours.contains(where: \.isEmpty) { error("\(path).hours", .checkNoMinute) }
        night(when, path)
        if let birthday = when.birthday, birthday.wholeMonth, birthday.daysBefore + birthday.daysAfter > 0 {
            warning("\(path).birthday", .checkWholeMonth)
        }
        guard !hasSomeDay(when, from: max(begin, when.from ?? begin)) else { return }
        if when.through != nil {
            error(path, .checkNoDay)
        } else {
            warning(path, .checkNoDayAhead, .count(Int64(Self.daysLookedAt)))
        }
    }

    /// Warns if a limit's period ends in the middle of what the occasion treats as one time, so that a member can use
    /// the rule twice.
    mutating func split(_ limit: Limit?, _ when: Occasion, _ path: String) {
        guard let limit, limit.count > 0 else { return }
        let count = limit.count
        if let birthday = when.birthday, !birthday.wholeMonth, birthday.daysBefore + birthday.daysAfter > 0,
            limit.period == .year || limit.period == .month
        {
            warning(path, .checkSplitBirthday, limit.period.two, .count(count))
        }
        if let from = when.from, let through = when.through, limit.period.parts(from, through) {
            warning(path, .checkSplitOccasion, .day(from), .day(through), limit.period.two, .count(count))
        }
        if limit.period == .day, when.hours.contains(where: { $0.lowerBound == 0 && $0.upperBound < 1440 }),
            when.hours.contains(where: { $0.lowerBound > 0 && $0.upperBound == 1440 })
        {
            warning(path, .checkSplitNight)
        }
    }

    /// Warns of hours on both sides of midnight on single weekdays: the hours after midnight belong to the night
    /// before.
    private mutating func night(_ when: Occasion, _ path: String) {
        guard when.hours.contains(where: { $0.upperBound == 1440 }),
            let early = when.hours.first(where: { $0.lowerBound == 0 && $0.upperBound < 1440 }),
            let day = when.weekdays.sorted().first(where: { !when.weekdays.contains($0 == 1 ? 7 : $0 - 1) })
        else { return }
        let end = early.upperBound
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        warning(
            "\(path).hours", .checkOtherNight, .id("00:00-\(two(end / 60)):\(two(end % 60))"),
            .name(Weekdays.name(day)), .name(Weekdays.name(day == 1 ? 7 : day - 1)),
            .name(Weekdays.name(day == 7 ? 1 : day + 1)))
    }

    /// Whether both may hold at one moment. Days are looked up in the calendar, so that a workday never coincides with
    /// a day off, nor 七夕 with the national day.
    mutating func overlap(_ first: Occasion, _ second: Occasion) -> Bool {
        guard first.mayMeet(second) else { return false }
        guard first.asksForDays || second.asksForDays else { return true }
        let begin = policy.zone.day(atMs: policy.effectiveFromMs)
        let from = max(begin, max(first.from ?? begin, second.from ?? begin))
        let through = min(first.through ?? Day.last, second.through ?? Day.last)
        let last = min(through, from.adding(days: Self.daysLookedAt))
        let pair = OccasionPair(first: first.daysOnly, second: second.daysOnly, from: from, last: last)
        if let known = pairsMeet[pair] { return known }
        let meets =
            from <= last
            && (from.number...last.number).contains {
                first.meets(Day($0), policy.holidays) && second.meets(Day($0), policy.holidays)
            }
        pairsMeet[pair] = meets
        return meets
    }

    /// Warns of rules that depend on kinds of days or festivals, if the calendar has nothing for the year in which they
    /// begin: a holiday counts as an ordinary weekday then.
    mutating func arrangement() {
        let begin = policy.zone.day(atMs: policy.effectiveFromMs)
        var rules: [(path: String, when: Occasion)] = []
        for rule in policy.earning.campaigns { rules.append(("earning.campaigns.\(rule.id)", rule.when)) }
        for rule in policy.earning.bonuses { rules.append(("earning.bonuses.\(rule.id)", rule.when)) }
        for offer in policy.offers { rules.append(("offers.\(offer.id)", offer.conditions.when)) }
        for reward in policy.rewards { rules.append(("rewards.\(reward.id)", reward.when)) }
        for rule in policy.storedValue.topUps { rules.append(("storedValue.topUps.\(rule.id)", rule.when)) }
        var paths: [Int: [String]] = [:]
        for (path, when) in rules where when.asksForDays {
            let year = max(begin, when.from ?? begin).components.year
            if when.isUnarranged(inYear: year, policy.holidays) { paths[year, default: []].append(path) }
        }
        for (year, paths) in paths.sorted(by: { $0.key < $1.key }) {
            warning("holidays", .checkNoArrangement, .year(year), .id(paths.joined(separator: ", ")))
        }
    }

    private mutating func hasSomeDay(_ when: Occasion, from first: Day) -> Bool {
        guard !when.weekdays.isEmpty || !when.dayKinds.isEmpty || !when.festivals.isEmpty else { return true }
        let days = when.daysOnly
        if let known = holdsOnSomeDay[days] { return known }
        let last = min(when.through ?? Day.last, first.adding(days: Self.daysLookedAt))
        // By number: no day comes after the last one there is.
        let holds = first <= last && (first.number...last.number).contains { days.meets(Day($0), policy.holidays) }
        holdsOnSomeDay[days] = holds
        return holds
    }
}

extension Period {
    /// Whether the days from first to last are fewer than a period has and still lie in two of them.
    fileprivate func parts(_ first: Day, _ last: Day) -> Bool {
        switch self {
        case .year: first.startOfYear != last.startOfYear && last.number - first.number < 365
        case .month: first.startOfMonth != last.startOfMonth && last.number - first.number < 28
        case .transaction, .day, .birthday, .ever: false
        }
    }
}

/// Two occasions, as far as days decide, and the days looked at.
struct OccasionPair: Hashable {
    var first: Occasion
    var second: Occasion
    var from: Day
    var last: Day
}

extension Occasion {
    /// What decides by the day alone, so that rules with the same days share the answer.
    fileprivate var daysOnly: Occasion {
        var days = self
        days.hours = []
        days.birthday = nil
        return days
    }

    fileprivate func meets(_ day: Day, _ holidays: HolidayCalendar) -> Bool {
        (weekdays.isEmpty || weekdays.contains(day.weekday))
            && (dayKinds.isEmpty || holidays.isAny(of: dayKinds, day))
            && (festivals.isEmpty || holidays.isAny(ofFestivals: festivals, day))
    }

    /// Whether it holds whenever the other does.
    func isAtLeastAsOften(as other: Occasion) -> Bool {
        (from.map { mine in other.from.map { mine <= $0 } ?? false } ?? true)
            && (through.map { mine in other.through.map { mine >= $0 } ?? false } ?? true)
            && Self.covers(weekdays, other.weekdays) && Self.covers(dayKinds, other.dayKinds)
            && Self.covers(festivals, other.festivals)
            && (hours.isEmpty
                || (!other.hours.isEmpty
                    && other.hours.allSatisfy { its in
                        hours.contains { $0.lowerBound <= its.lowerBound && $0.upperBound >= its.upperBound }
                    }))
            && (birthday == nil || birthday == other.birthday)
    }

    /// Whether both may hold at one moment, without looking at the calendar.
    fileprivate func mayMeet(_ other: Occasion) -> Bool {
        let from = max(from ?? Day(.min), other.from ?? Day(.min))
        let through = min(through ?? Day(.max), other.through ?? Day(.max))
        return from <= through && Self.meet(weekdays, other.weekdays)
            && (hours.isEmpty || other.hours.isEmpty
                || hours.contains { mine in other.hours.contains { mine.overlaps($0) } })
    }

    /// Whether one set covers another; an empty set stands for everything.
    static func covers<Element>(_ mine: Set<Element>, _ its: Set<Element>) -> Bool {
        mine.isEmpty || (!its.isEmpty && its.isSubset(of: mine))
    }

    static func meet<Element>(_ mine: Set<Element>, _ its: Set<Element>) -> Bool {
        mine.isEmpty || its.isEmpty || !mine.isDisjoint(with: its)
    }
}

/// Days of the week for sentences, 1 for Monday to 7 for Sunday.
enum Weekdays {
    private static let names = [
        Bilingual(zh: "周一", en: "Monday"), Bilingual(zh: "周二", en: "Tuesday"),
        Bilingual(zh: "周三", en: "Wednesday"), Bilingual(zh: "周四", en: "Thursday"),
        Bilingual(zh: "周五", en: "Friday"), Bilingual(zh: "周六", en: "Saturday"), Bilingual(zh: "周日", en: "Sunday"),
    ]

    static func name(_ weekday: Int) -> Bilingual { names[(weekday - 1) % 7] }
}

extension Period {
    /// For sentences: two of them.
    fileprivate var two: Value {
        .name(Bilingual(zh: self == .year ? "两个年度" : self == .month ? "两个月" : "两天", en: "two \(rawValue)s"))
    }
}
