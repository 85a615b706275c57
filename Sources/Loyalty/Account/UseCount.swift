package import Vocabulary

/// How often something happened, by the store's day, so that limits of any period can be told.
package struct UseCount: Hashable, Sendable {
    /// Ascending by day; the amounts may be points as well as times.
    package private(set) var days: [(Day, Int64)] = []

    package init() {}

    package mutating func add(_ amount: Int64, on day: Day) {
        let index = days.lastIndex { $0.0 <= day }
        if let index, days[index].0 == day {
            days[index].1 += amount
        } else {
            days.insert((day, amount), at: index.map { $0 + 1 } ?? 0)
        }
    }

    /// What was used in the period that holds the day; `transaction` is always new.
    /// - Parameter birthdays: the member's; `nil` where none is known or none matters.
    package func used(in period: Period, of day: Day, _ birthdays: BirthdayTurns? = nil) -> Int64 {
        let first: Day
        switch period {
        case .transaction: return 0
        case .day: first = day
        case .month: first = day.startOfMonth
        case .birthday:
            guard let birthdays else { return used(in: .year, of: day) }
            let kept = birthdays.kept(for: day)
            return days.reduce(0) { $1.0 <= day && birthdays.kept(for: $1.0) == kept ? $0 + $1.1 : $0 }
        case .year: first = day.startOfYear
        case .ever: return days.reduce(0) { $0 + $1.1 }
        }
        return days.reversed().prefix { $0.0 >= first }.reduce(0) { $1.0 <= day ? $0 + $1.1 : $0 }
    }

    package func isWithin(_ limit: Limit?, on day: Day, _ birthdays: BirthdayTurns? = nil) -> Bool {
        guard let limit else { return true }
        return used(in: limit.period, of: day, birthdays) + 1 <= limit.count
    }

    package static func == (left: UseCount, right: UseCount) -> Bool { left.days.elementsEqual(right.days, by: ==) }

    package func hash(into hasher: inout Hasher) {
        for (day, amount) in days {
            hasher.combine(day)
            hasher.combine(amount)
        }
    }
}

/// How often each offer, action, visit rule, reward or privilege was used, by its `UseKey`.
package struct UseCounts: Hashable, Sendable {
    package private(set) var byKey: [String: UseCount]

    package init(_ byKey: [String: UseCount] = [:]) { self.byKey = byKey }

    /// - Returns: no use at all for what was never used.
    package subscript(_ key: String) -> UseCount { byKey[key] ?? UseCount() }

    /// - Parameter times: negative for uses that were taken back.
    package mutating func add(_ times: Int64 = 1, of key: String, on day: Day) {
        byKey[key, default: UseCount()].add(times, on: day)
    }
}
