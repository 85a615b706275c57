import Foundation
import Loyalty
import Testing
import Vocabulary

/// Foundation's calendar of a zone.
func gregorian(_ zone: String) -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
    return calendar
}

func day(_ text: String) throws -> Day { try #require(Day(text), "\(text)") }

@Suite struct DayTests {
    @Test func `Dates and weekdays of 1900 to 2100 are Foundation's`() throws {
        let calendar = gregorian("UTC")
        var day = try LoyaltyTests.day("1900-01-01")
        let end = try LoyaltyTests.day("2101-01-01")
        var count = 0
        while day < end {
            let date = Date(timeIntervalSince1970: Double(day.number) * 86_400)
            let theirs = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let (year, month, dayOfMonth) = day.components
            guard theirs.year == year, theirs.month == month, theirs.day == dayOfMonth,
                theirs.weekday.map({ ($0 + 5) % 7 + 1 }) == day.weekday,
                Day(year: year, month: month, day: dayOfMonth) == day, Day(day.description) == day
            else {
                Issue.record("\(day) is \(theirs) by Foundation")
                return
            }
            day = day.adding(days: 1)
            count += 1
        }
        #expect(count == 73_414)
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2026-01-30", 1, "2026-02-28"), ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2028-01-30", 1, "2028-02-29"),
        ("2028-01-29", 1, "2028-02-29"), ("2028-02-29", 12, "2029-02-28"), ("2028-02-29", 48, "2032-02-29"),
        ("2100-01-31", 1, "2100-02-28"), ("2000-01-31", 1, "2000-02-29"), ("2026-01-31", 3, "2026-04-30"),
        ("2026-12-31", 2, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", -13, "2024-12-15"), ("2026-05-31", 0, "2026-05-31"),
    ])
    func `Months are added with the day clamped`(from: String, months: Int, to: String) throws {
        #expect(try day(from).adding(months: months) == day(to))
    }

    @Test func `Months are added as Foundation adds them`() throws {
        let calendar = gregorian("UTC")
        let start = try day("1999-12-01")
        for offset in 0..<1500 {
            let from = start.adding(days: offset)
            let date = Date(timeIntervalSince1970: Double(from.number) * 86_400)
            for months in [-1, 1, 2, 11, 12, 13, 48] {
                let theirs = try #require(calendar.date(byAdding: .month, value: months, to: date))
                let number = Int(theirs.timeIntervalSince1970 / 86_400)
                #expect(from.adding(months: months).number == number, "\(from) + \(months)")
            }
        }
    }

    @Test func `Months begin and end where they should, in leap years too`() throws {
        #expect(try day("2028-02-10").startOfMonth == day("2028-02-01"))
        #expect(try day("2028-02-10").endOfMonth == day("2028-02-29"))
        #expect(try day("2027-02-28").endOfMonth == day("2027-02-28"))
        #expect(try day("2026-12-31").endOfMonth == day("2026-12-31"))
        #expect(try day("2026-12-31").startOfYear == day("2026-01-01"))
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-01", "26-01-01", "2026-01-1",
        "2026/01/01", "+026-01-01", "2026-01-01 ", "", "0000-01-01", "２０２６-01-01",
    ])
    func `A date that does not exist is none`(text: String) { #expect(Day(text) == nil) }

    @Test func `Sums stop at the first and the last day`() throws {
        #expect(Day.first.description == "0001-01-01")
        #expect(Day.last.description == "9999-12-31")
        let day = try LoyaltyTests.day("2026-11-21")
        #expect(day.adding(days: .max) == Day.last)
        #expect(day.adding(days: .min) == Day.first)
        #expect(Day.first.adding(days: .min) == Day.first)
        #expect(Day.last.adding(days: .max) == Day.last)
        #expect(day.adding(months: .max) == Day.last)
        #expect(day.adding(months: .min) == Day.first)
        #expect(Day.last.adding(days: 1) == Day.last)
        #expect(Day.last.endOfMonth.adding(months: -1).description == "9999-11-30")
    }
}
