/// A day of the store's calendar (proleptic Gregorian), counted from 1970-01-01.
///
/// The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`.
package struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var number: Int

    package init(_ number: Int) { self.number = number }

    /// - Returns: `nil` for a date that does not exist, or outside the years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Day.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        self.init(civil: year, month, day)
    }

    /// `2026-11-21`, exactly.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private init(civil year: Int, _ month: Int, _ day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// 1 January of any year from 1 to 9999.
    package static func newYear(_ year: Int) -> Day { Day(civil: year, 1, 1) }

    /// 0001-01-01 and 9999-12-31. Sums stop there.
    package static let first = Day(-719_162)
    package static let last = Day(2_932_896)

    package var components: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    package var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package func adding(days: Int) -> Day {
        let (sum, isTooFar) = number.addingReportingOverflow(days)
        guard !isTooFar else { return days < 0 ? Day.first : Day.last }
        return Day(min(max(sum, Day.first.number), Day.last.number))
    }

    /// The same day of a later month, or its last day where that month is shorter: 31 Jan + 1 = 28 Feb.
    package func adding(months: Int) -> Day {
        let (year, month, day) = components
        let count = year * 12 + month - 1 + min(max(months, -120_000), 120_000)
        guard count >= 12 else { return Day.first }
        guard count < 120_000 else { return Day.last }
        let (newYear, newMonth) = (count / 12, count % 12 + 1)
        return Day(civil: newYear, newMonth, min(day, Day.length(ofMonth: newMonth, year: newYear)))
    }

    package var startOfMonth: Day { Day(number - components.day + 1) }

    /// The last day of the month.
    package var endOfMonth: Day {
        let (year, month, day) = components
        return Day(number - day + Day.length(ofMonth: month, year: year))
    }

    package var startOfYear: Day { Day(civil: components.year, 1, 1) }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    package var description: String {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
