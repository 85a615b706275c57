import Foundation
import Loyalty
import Testing
import Vocabulary

@Suite struct LunarCalendarTests {
    /// The months in which ICU, which Foundation asks, differs: first and last day. All have a new moon within
    /// minutes of midnight.
    ///
    /// 1914, 1916, 1920: ICU takes UTC+8, but China counted by Beijing's own time until 1928, and the new moon came
    /// between the two midnights (16:01:42, 16:05:15 and 16:04:48 UTC). The Hong Kong Observatory's table agrees with
    /// ours. 2057, 2097: 10 and 42 seconds before midnight; ICU's moon is a little late, and its own months then
    /// begin with a day 0. The observatory's table agrees with ours.
    private static let knownDifferences = [
        ("1914-11-17", "1914-12-16"), ("1916-02-03", "1916-03-03"), ("1920-11-10", "1920-12-09"),
        ("2057-09-28", "2057-10-27"), ("2097-08-07", "2097-09-05"),
    ]

    @Test func `Every day from February 1899 to January 2101 is Foundation's but for five months`() throws {
        var calendar = Calendar(identifier: .chinese)
        calendar.timeZone = .gmt
        var differing: [(first: Day, last: Day)] = []
        var count = 0
        for number in try day("1899-02-10").number...day("2101-01-28").number {
            let day = Day(number)
            let noon = Date(timeIntervalSince1970: Double(number) * 86_400 + 43_200)
            let theirs = calendar.dateComponents([.month, .day], from: noon)
            let ours = try #require(LunarDate(day), "\(day)")
            count += 1
            if theirs.month == ours.month && theirs.day == ours.day && theirs.isLeapMonth == ours.isLeapMonth {
                continue
            }
            if let last = differing.last?.last, last.number == number - 1 {
                differing[differing.count - 1].last = day
            } else {
                differing.append((day, day))
            }
        }
        #expect(differing.map { "\($0.first) \($0.last)" } == Self.knownDifferences.map { "\($0.0) \($0.1)" })
        #expect(count == 73_767)
    }

    @Test func `Every date and its day turn into each other, and years follow one another`() throws {
        var next = try day("1899-02-10")
        for year in LunarYear.known {
            let lunar = try #require(LunarYear(year))
            #expect(lunar.newYear == next)
            for (month, isLeap) in months(of: lunar) {
                let length = try #require(lunar.length(ofMonth: month, isLeap: isLeap))
                for dayOfMonth in 1...length {
                    let date = LunarDate(year: year, month: month, isLeapMonth: isLeap, day: dayOfMonth)
                    #expect(Day(date) == next)
                    #expect(LunarDate(next) == date)
                    next = next.adding(days: 1)
                }
                #expect(lunar.day(length + 1, ofMonth: month, isLeap: isLeap) == nil)
            }
            #expect([353, 354, 355, 383, 384, 385].contains(lunar.length))
            #expect(lunar.newYear.adding(days: lunar.length) == next)
        }
        #expect(next == (try day("2101-01-29")))
        #expect(LunarDate(next) == nil)
        #expect(try LunarDate(day("1899-02-09")) == nil)
    }

    private func months(of year: LunarYear) -> [(Int, Bool)] {
        (1...12).flatMap { $0 == year.leapMonth ? [($0, false), ($0, true)] : [($0, false)] }
    }

    /// Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Table, and the almanac of 1906.
    @Test(arguments: [
        ("1906-04-24", LunarDate(year: 1906, month: 4, day: 1)),
        ("1906-05-23", LunarDate(year: 1906, month: 4, isLeapMonth: true, day: 1)),
        ("1914-11-17", LunarDate(year: 1914, month: 10, day: 1)),
        ("1916-02-03", LunarDate(year: 1916, month: 1, day: 1)),
        ("1920-11-10", LunarDate(year: 1920, month: 10, day: 1)),
        ("1984-12-21", LunarDate(year: 1984, month: 10, isLeapMonth: true, day: 29)),
        ("1985-02-20", LunarDate(year: 1985, month: 1, day: 1)),
        ("2020-05-23", LunarDate(year: 2020, month: 4, isLeapMonth: true, day: 1)),
        ("2025-07-25", LunarDate(year: 2025, month: 6, isLeapMonth: true, day: 1)),
        ("2026-02-15", LunarDate(year: 2025, month: 12, day: 28)),
        ("2026-02-17", LunarDate(year: 2026, month: 1, day: 1)),
        ("2026-02-23", LunarDate(year: 2026, month: 1, day: 7)),
        ("2030-02-03", LunarDate(year: 2030, month: 1, day: 1)),
        ("2033-12-22", LunarDate(year: 2033, month: 11, isLeapMonth: true, day: 1)),
        ("2034-02-19", LunarDate(year: 2034, month: 1, day: 1)),
        ("2057-09-28", LunarDate(year: 2057, month: 9, day: 1)),
        ("2089-09-04", LunarDate(year: 2089, month: 8, day: 1)),
        ("2097-08-07", LunarDate(year: 2097, month: 7, day: 1)),
    ])
    func `Published dates, disputed ones among them`(gregorian: String, lunar: LunarDate) throws {
        #expect(try LunarDate(day(gregorian)) == lunar)
        #expect(try Day(lunar) == day(gregorian))
    }

    @Test func `2033 has its leap month after the eleventh, not the seventh`() {
        #expect(LunarYear(2033)?.leapMonth == 11)
        #expect(LunarYear(2034)?.leapMonth == nil)
    }

    /// Leap months of 2000 to 2060 as the Hong Kong Observatory gives them.
    @Test func `Leap months of this century`() {
        let leaps = (2000...2060).compactMap { year in LunarYear(year)?.leapMonth.map { "\(year)/\($0)" } }
        #expect(
            leaps == [
                "2001/4", "2004/2", "2006/7", "2009/5", "2012/4", "2014/9", "2017/6", "2020/4", "2023/2", "2025/6",
                "2028/5", "2031/3", "2033/11", "2036/6", "2039/5", "2042/2", "2044/7", "2047/5", "2050/3", "2052/8",
                "2055/6", "2058/4",
            ])
    }

    @Test(arguments: [
        LunarDate(year: 2026, month: 0, day: 1), LunarDate(year: 2026, month: 13, day: 1),
        LunarDate(year: 2026, month: 1, day: 0), LunarDate(year: 2026, month: 1, day: 31),
        LunarDate(year: 2026, month: 2, day: 30), LunarDate(year: 2026, month: 6, isLeapMonth: true, day: 1),
        LunarDate(year: 1898, month: 1, day: 1), LunarDate(year: 2101, month: 1, day: 1),
        LunarDate(year: .max, month: .max, day: .max), LunarDate(year: .min, month: .min, day: .min),
    ])
    func `A lunar date that does not exist is none`(date: LunarDate) { #expect(Day(date) == nil) }

    @Test func `Days outside the table have no lunar date`() {
        for day in [Day.first, Day.last, Day(.max - 1_000_000), Day(.min + 1_000_000)] {
            #expect(LunarDate(day) == nil)
        }
    }
}
