extension PolicyCheck {
    /// So far ahead days are looked at when an occasion has no last one.
    private static let daysLookedAt = 800

    /// Whether an occasion can hold at all while the policy is in force.
    mutating func occasion(_ when: Occasion, _ path: String) {
        let begin = policy.zone.day(atMs: policy.effectiveFromMs)
        if let through = when.through, through < begin {
            return error("\(path).through", "ends on \(through), before the policy begins on \(begin)")
        }
        if let from = when.from, let through = when.through, through < from {
            return error("\(path).through", "lies before from")
        }
        if when.hours.contains(where: \.isEmpty) { error("\(path).hours", "holds a range without a minute in it") }
        if let birthday = when.birthday, birthday.wholeMonth, birthday.daysBefore + birthday.daysAfter > 0 {
            warning("\(path).birthday", "wholeMonth is set, so daysBefore and daysAfter are never looked at")
        }
        guard !hasSomeDay(when, from: max(begin, when.from ?? begin)) else { return }
        if when.through != nil {
            error(path, "no day from its first to its last meets it")
        } else {
            warning(path, "no day of the next \(Self.daysLookedAt) meets it; is a holiday calendar missing?")
        }
    }

    private mutating func hasSomeDay(_ when: Occasion, from first: Day) -> Bool {
        guard !when.weekdays.isEmpty || !when.dayKinds.isEmpty || !when.festivals.isEmpty else { return true }
        // What decides here is the day alone, so that rules with the same days share the answer.
        var days = when
        days.hours = []
        days.birthday = nil
        if let known = holdsOnSomeDay[days] { return known }
        let last = min(when.through ?? first.adding(days: Self.daysLookedAt), first.adding(days: Self.daysLookedAt))
        // By number: the day after the last there is would be that day again.
        let numbers = first.number..<max(first.number, last.number + 1)
        let holds = numbers.contains { days.meets(Day($0), policy.holidays) }
        holdsOnSomeDay[days] = holds
        return holds
    }
}

extension Occasion {
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

    /// Whether there may be a moment at which both hold.
    func canMeet(_ other: Occasion) -> Bool {
        let from = max(from ?? Day(.min), other.from ?? Day(.min))
        let through = min(through ?? Day(.max), other.through ?? Day(.max))
        return from <= through && Self.meet(weekdays, other.weekdays)
            && (hours.isEmpty || other.hours.isEmpty
                || hours.contains { mine in other.hours.contains { mine.overlaps($0) } })
    }

    /// Of sets that are empty for all.
    static func covers<Element>(_ mine: Set<Element>, _ its: Set<Element>) -> Bool {
        mine.isEmpty || (!its.isEmpty && its.isSubset(of: mine))
    }

    static func meet<Element>(_ mine: Set<Element>, _ its: Set<Element>) -> Bool {
        mine.isEmpty || its.isEmpty || !mine.isDisjoint(with: its)
    }
}
