package import Vocabulary

/// What a member has come to in the window of a day, by metric.
package struct TierCounters: Hashable, Sendable {
    package var spend: Int64 = 0
    package var pointsEarned: Int64 = 0
    package var services: Int64 = 0
    package var visits: Int64 = 0
    package var activePoints: Int64 = 0

    package init() {}

    package subscript(metric: TierRules.Metric) -> Int64 {
        switch metric {
        case .spend: spend
        case .visits: visits
        case .pointsEarned: pointsEarned
        case .services: services
        case .activePoints: activePoints
        }
    }

    /// Whether any one of them is reached.
    func meets(_ thresholds: [Threshold]) -> Bool {
        for threshold in thresholds where self[threshold.metric] >= threshold.atLeast { return true }
        return false
    }
}

extension Qualification {
    /// Sums over the days of a window, both ends included.
    package func counters(from first: Day, through last: Day) -> TierCounters {
        var sums = TierCounters()
        var index = days.endIndex
        while index > days.startIndex {
            index -= 1
            let count = days[index]
            if count.day > last { continue }
            if count.day < first { break }
            sums.spend += count.spend.fen
            sums.pointsEarned += count.pointsEarned.count
            sums.services += count.services
            if count.isVisit { sums.visits += 1 }
        }
        return sums
    }

    /// The last day that still has a visit: a bill that was not taken back whole, or a session.
    package var lastVisit: Day? { days.last { $0.isVisit }?.day }

    /// The earliest counted day from `first` on.
    func firstCounted(from first: Day) -> Day? {
        var found: Day?
        for count in days.reversed() {
            if count.day < first { break }
            found = count.day
        }
        return found
    }
}

extension TierRules.Window {
    // Far beyond any salon's rules, and small enough that no calendar arithmetic overflows.
    private static let longestDays = 400_000
    private static let longestMonths = 12_000

    private static func clamp(days: Int) -> Int { min(max(days, 1), longestDays) }
    private static func clamp(months: Int) -> Int { min(max(months, 1), longestMonths) }

    /// The first day that counts on a day: windows are half-open, (day − length, day].
    ///
    /// - Parameter joined: where anniversary years begin; `nil` for the calendar's.
    package func firstDay(on day: Day, joined: Day?) -> Day {
        switch self {
        case .calendarYear: day.startOfYear
        case .rollingDays(let days): day.adding(days: 1 - Self.clamp(days: days))
        case .rollingMonths(let months): day.adding(months: -Self.clamp(months: months)).adding(days: 1)
        case .anniversary: joined.map { Self.anniversary(of: $0, upTo: day) } ?? day.startOfYear
        case .lifetime: Day(.min / 2)
        }
    }

    /// The last anniversary that is not after the day. Each is counted from the first, so 29 February comes back.
    private static func anniversary(of joined: Day, upTo day: Day) -> Day {
        let years = day.components.year - joined.components.year
        let thisYear = joined.adding(months: 12 * years)
        return thisYear <= day ? thisYear : joined.adding(months: 12 * (years - 1))
    }

    /// The first day on which what was counted on `counted` is out of the window; `nil` for never.
    package func leaves(_ counted: Day, joined: Day?) -> Day? {
        switch self {
        case .lifetime: return nil
        case .calendarYear, .anniversary: return nextPeriod(after: counted, joined: joined)
        case .rollingDays(let days): return counted.adding(days: Self.clamp(days: days))
        case .rollingMonths(let months):
            var day = counted.adding(months: Self.clamp(months: months))
            while firstDay(on: day, joined: joined) <= counted { day.number += 1 }
            return day
        }
    }

    /// The first day of the period after the one of `day`. Windows without periods of their own go by months.
    package func nextPeriod(after day: Day, joined: Day?) -> Day {
        switch self {
        case .calendarYear: return day.startOfYear.adding(months: 12)
        case .anniversary:
            guard let joined else { return day.startOfYear.adding(months: 12) }
            let years = firstDay(on: day, joined: joined).components.year - joined.components.year
            return joined.adding(months: 12 * (years + 1))
        case .rollingDays, .rollingMonths, .lifetime: return day.startOfMonth.adding(months: 1)
        }
    }

    var hasYears: Bool { self == .calendarYear || self == .anniversary }

    /// How long a tier lasts where the rules do not say: the window's own length.
    var ownTerm: Validity? {
        switch self {
        case .calendarYear, .anniversary, .lifetime: nil
        case .rollingDays(let days): .days(Self.clamp(days: days))
        case .rollingMonths(let months): .months(Self.clamp(months: months), toMonthEnd: false)
        }
    }
}

extension Validity {
    /// The last day of the `count`-th term, each as long as this, one after the other; the first is `lastDay(from:)`.
    /// All are counted from the first day, so that a 31st comes back after a short month.
    func lastDay(from day: Day, terms count: Int) -> Day? {
        guard count > 1 else { return lastDay(from: day) }
        switch self {
        case .forever: return nil
        case .days(let days): return day.adding(days: days > 0 ? days * count : count - 1)
        case .months(let months, let toMonthEnd):
            guard months > 0 || toMonthEnd else { return day.adding(days: count - 1) }
            let end = day.adding(months: months > 0 ? months * count : count - 1)
            return toMonthEnd ? end.endOfMonth : end
        case .years(let years): return Validity.years((max(years, 0) + 1) * count - 1).lastDay(from: day)
        }
    }
}
