import Foundation
import Loyalty
import Testing
import Vocabulary

/// A zone's table from the system's database, as the edge makes it.
func storeZone(_ name: String, fromMs: Int64 = 0) throws -> StoreZone {
    let zone = try #require(TimeZone(identifier: name))
    var moment = Date(timeIntervalSince1970: Double(fromMs) / 1000)
    let first = Int64(zone.secondsFromGMT(for: moment))
    var changes: [StoreZone.Change] = []
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next.timeIntervalSince1970 < 3e9 {
        changes.append(
            .init(
                fromMs: Int64(next.timeIntervalSince1970 * 1000), offsetSeconds: Int64(zone.secondsFromGMT(for: next)))
        )
        moment = next
    }
    return StoreZone(name: name, firstOffsetSeconds: first, changes: changes)
}

@Suite struct StoreZoneTests {
    @Test(arguments: ["Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu"])
    func `Days of 2000 to 2060 begin when Foundation says`(name: String) throws {
        let zone = try storeZone(name)
        let calendar = gregorian(name)
        var day = try LoyaltyTests.day("2000-01-01")
        let end = try LoyaltyTests.day("2061-01-01")
        while day < end {
            let (year, month, dayOfMonth) = day.components
            let noon = try #require(
                calendar.date(from: DateComponents(year: year, month: month, day: dayOfMonth, hour: 12)))
            let start = Int64(calendar.startOfDay(for: noon).timeIntervalSince1970 * 1000)
            // Samoa had no 30 December 2011.
            let exists = calendar.component(.day, from: noon) == dayOfMonth
            guard zone.startMs(of: day) == start, !exists || zone.day(atMs: start) == day,
                zone.day(atMs: start - 1) < day, !exists || zone.minuteOfDay(atMs: start) % 60 == 0,
                (zone.startMs(of: day.adding(days: 1)) == start) == !exists
            else {
                Issue.record("\(day) begins at \(start) by Foundation, at \(zone.startMs(of: day)) by the table")
                return
            }
            day = day.adding(days: 1)
        }
    }

    @Test(arguments: ["Asia/Shanghai", "Europe/Berlin", "America/Santiago"])
    func `The clock on the wall is Foundation's at every half hour around a change`(name: String) throws {
        let zone = try storeZone(name)
        let calendar = gregorian(name)
        for change in zone.changes {
            for step in -100...100 {
                let now = change.fromMs + Int64(step) * 1_800_000
                let date = Date(timeIntervalSince1970: Double(now) / 1000)
                let theirs = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
                let (year, month, dayOfMonth) = zone.day(atMs: now).components
                #expect([theirs.year, theirs.month, theirs.day] == [year, month, dayOfMonth], "\(now)")
                #expect((theirs.hour ?? 0) * 60 + (theirs.minute ?? 0) == zone.minuteOfDay(atMs: now), "\(now)")
            }
        }
    }

    @Test func `In Santiago a day begins at one when clocks jump over midnight`() throws {
        let zone = try storeZone("America/Santiago")
        let spring = try day("2026-09-06")
        #expect(zone.minuteOfDay(atMs: zone.startMs(of: spring)) == 60)
        #expect(zone.startMs(of: spring.adding(days: 1)) - zone.startMs(of: spring) == 23 * 3_600_000)
        let autumn = try day("2026-04-04")
        #expect(zone.startMs(of: autumn.adding(days: 1)) - zone.startMs(of: autumn) == 25 * 3_600_000)
        #expect(zone.minuteOfDay(atMs: zone.startMs(of: autumn)) == 0)
    }

    @Test func `Days follow one another without a gap, before 1970 too`() throws {
        for name in ["Asia/Shanghai", "Europe/Berlin", "America/Santiago"] {
            let zone = try storeZone(name, fromMs: -3_000_000_000_000)
            var day = try LoyaltyTests.day("1890-01-01")
            for _ in 0..<62_000 {
                let next = day.adding(days: 1)
                guard zone.day(atMs: zone.startMs(of: next) - 1) == day, zone.day(atMs: zone.startMs(of: day)) == day
                else {
                    Issue.record("\(name) \(day)")
                    return
                }
                day = next
            }
        }
    }

    @Test func `China's summer time of 1986 to 1991 counts`() throws {
        let zone = try storeZone("Asia/Shanghai")
        #expect(zone.changes.count == 12)
        #expect(zone.offsetMs(atMs: zone.startMs(of: try day("1988-07-01"))) == 9 * 3_600_000)
        #expect(zone.offsetMs(atMs: zone.startMs(of: try day("2026-07-01"))) == 8 * 3_600_000)
    }

    @Test func `Moments beyond all calendars are held at their ends`() {
        #expect(StoreZone.shanghai.day(atMs: .max) == Day.last)
        #expect(StoreZone.shanghai.day(atMs: .min) == Day.first)
        #expect(StoreZone.shanghai.minuteOfDay(atMs: .max) == 1439)
    }
}
