import Foundation
import Loyalty
import Testing
import Vocabulary

/// The sun's apparent longitude in degrees, good to 0.01° (Meeus, Astronomical Algorithms, chapter 25): a quarter of
/// an hour of the sun's way.
private func solarLongitude(julianDay: Double) -> Double {
    let century = (julianDay - 2_451_545) / 36_525
    let mean = 280.46646 + century * (36_000.76983 + century * 0.0003032)
    let anomaly = (357.52911 + century * (35_999.05029 - century * 0.0001537)) * .pi / 180
    let centre =
        (1.914602 - century * (0.004817 + century * 0.000014)) * sin(anomaly)
        + (0.019993 - century * 0.000101) * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    let node = (125.04 - 1934.136 * century) * .pi / 180
    let longitude = mean + centre - 0.00569 - 0.00478 * sin(node)
    return longitude - 360 * (longitude / 360).rounded(.down)
}

@Suite struct FestivalTests {
    @Test func `Qingming is the day on which the sun reaches 15 degrees`() throws {
        for year in 1900...2100 {
            let day = try #require(Festival.qingming.day(inYear: year))
            let offset = year < 1929 ? 27_940.0 / 86_400 : 8.0 / 24
            let midnight = 2_440_587.5 + Double(day.number) - offset
            let (before, after) = (solarLongitude(julianDay: midnight), solarLongitude(julianDay: midnight + 1))
            #expect(before < 15.02 && after > 14.98, "\(day): \(before) to \(after)")
        }
        #expect(Festival.qingming.day(inYear: 1899) == nil)
        #expect(Festival.qingming.day(inYear: 2101) == nil)
    }

    /// Printed in the notices of those years and in the Hong Kong Observatory's tables.
    @Test(arguments: [
        (
            // 1943, 1976 and 2071 are the nearest to midnight: 11 minutes after, 14 before and 10 after it.
            Festival.qingming,
            [
                "2008-04-04", "2009-04-04", "2019-04-05", "2023-04-05", "2024-04-04", "2026-04-05", "1943-04-06",
                "1976-04-04", "2071-04-05",
            ]
        ),
        (.springFestival, ["2008-02-07", "2020-01-25", "2026-02-17", "2027-02-06", "2033-01-31", "2034-02-19"]),
        (.chineseNewYearEve, ["2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05"]),
        (.lantern, ["2026-03-03", "2027-02-20"]),
        (.dragonBoat, ["2013-06-12", "2025-05-31", "2026-06-19", "2027-06-09"]),
        (.qixi, ["2025-08-29", "2026-08-19", "2027-08-08"]),
        (.midAutumn, ["2020-10-01", "2025-10-06", "2026-09-25", "2027-09-15"]),
        (.doubleNinth, ["2025-10-29", "2026-10-18", "2027-10-08"]),
        (.mothersDay, ["2022-05-08", "2026-05-10", "2027-05-09", "2023-05-14"]),
        (.newYear, ["2026-01-01"]), (.valentinesDay, ["2026-02-14"]), (.womensDay, ["2026-03-08"]),
        (.labourDay, ["2026-05-01"]), (.may20, ["2026-05-20"]), (.nationalDay, ["2026-10-01"]),
        (.double11, ["2026-11-11"]), (.double12, ["2026-12-12"]),
    ])
    func `Festivals fall on their published days`(festival: Festival, days: [String]) throws {
        for text in days {
            let day = try LoyaltyTests.day(text)
            #expect(festival.day(inYear: day.components.year) == day)
            #expect(HolidayCalendar().isAny(ofFestivals: [festival.rawValue], day))
            #expect(!HolidayCalendar().isAny(ofFestivals: [festival.rawValue], day.adding(days: 1)))
        }
    }

    @Test func `Each festival comes once a year from 1900 to 2100`() {
        for festival in Festival.allCases {
            for year in 1900...2100 { #expect(festival.day(inYear: year)?.components.year == year) }
            for year in [Int.min, 0, 10_000, .max] { #expect(festival.day(inYear: year) == nil) }
        }
    }

    @Test func `The eve is the last day of the lunar year, 29th or 30th`() throws {
        for year in 1900...2100 {
            let eve = try #require(Festival.chineseNewYearEve.day(inYear: year))
            let date = try #require(LunarDate(eve))
            #expect(date.month == 12 && date.day >= 29 && LunarDate(eve.adding(days: 1))?.day == 1)
        }
    }

    @Test func `A leap month has no second festival`() throws {
        // 2006 had two seventh months: Qixi was in the first.
        #expect(Festival.qixi.day(inYear: 2006) == (try day("2006-07-31")))
        #expect(!HolidayCalendar().isAny(ofFestivals: ["qixi"], try day("2006-08-30")))
    }
}
