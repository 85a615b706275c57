package import Vocabulary

/// How long something lasts, counted in the store's days. Month arithmetic clamps; the last day counts whole.
/// Figures below 0 count as 0.
///
/// Source of the cases: Voucherify's and Square's documents of point expiry (E11 in the tests).
package enum Validity: Hashable, Sendable {
    case forever
    /// Through the end of the day that many days later; 0 is the day itself.
    case days(Int)
    /// Through the end of the same day that many months later; `toMonthEnd` stretches it to that month's last day.
    case months(Int, toMonthEnd: Bool)
    /// Through 31 December of the year that many years later; 0 is the year itself.
    case years(Int)

    /// The last day on which it counts.
    package func lastDay(from day: Day) -> Day? {
        switch self {
        case .forever: return nil
        case .days(let days): return day.adding(days: max(0, days))
        case .months(let months, let toMonthEnd):
            let end = day.adding(months: max(0, months))
            return toMonthEnd ? end.endOfMonth : end
        case .years(let years):
            return day.startOfYear.adding(months: 12 * min(max(0, years), 9999) + 11).endOfMonth
        }
    }

    /// The first moment at which it no longer counts; `nil` for never.
    package func endMs(fromMs start: Int64, _ zone: StoreZone) -> Int64? {
        lastDay(from: zone.day(atMs: start)).map { zone.startMs(of: $0.adding(days: 1)) }
    }
}
