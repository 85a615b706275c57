import Foundation
import Loyalty
import Testing
import Vocabulary

/// A moment such as `2026-03-01T00:30+08:00`.
func ms(_ text: String) throws -> Int64 {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "yyyy-MM-dd'T'HH:mmZZZZZ"
    return Int64(try #require(format.date(from: text), "\(text)").timeIntervalSince1970 * 1000)
}

@Suite struct ValidityTests {
    /// The last millisecond at which it counts and the first at which it does not, in a zone.
    private func expectEnds(
        _ validity: Validity, from: String, at end: String, _ zone: StoreZone = .shanghai
    ) throws {
        #expect(validity.endMs(fromMs: try ms(from), zone) == (try ms(end)), "\(validity) from \(from)")
    }

    @Test func `E11 25 January and 1 month lasts through 25 February`() throws {
        try expectEnds(.months(1, toMonthEnd: false), from: "2026-01-25T10:00+08:00", at: "2026-02-26T00:00+08:00")
    }

    @Test func `E11 31 January and 1 month lasts through 28 February, in leap years 29`() throws {
        try expectEnds(.months(1, toMonthEnd: false), from: "2026-01-31T10:00+08:00", at: "2026-03-01T00:00+08:00")
        try expectEnds(.months(1, toMonthEnd: false), from: "2028-01-31T10:00+08:00", at: "2028-03-01T00:00+08:00")
        try expectEnds(.months(1, toMonthEnd: false), from: "2028-01-29T10:00+08:00", at: "2028-03-01T00:00+08:00")
        try expectEnds(.months(1, toMonthEnd: false), from: "2027-01-29T10:00+08:00", at: "2027-03-01T00:00+08:00")
    }

    @Test func `E11 0 months from 1 January is gone at 00 00 on 2 January`() throws {
        try expectEnds(.months(0, toMonthEnd: false), from: "2026-01-01T09:00+08:00", at: "2026-01-02T00:00+08:00")
        try expectEnds(.days(0), from: "2026-01-01T23:59+08:00", at: "2026-01-02T00:00+08:00")
    }

    @Test func `E11 1 month to the month's end from January lasts through 28 February`() throws {
        for from in ["2026-01-01T00:00+08:00", "2026-01-25T10:00+08:00", "2026-01-31T23:59+08:00"] {
            try expectEnds(.months(1, toMonthEnd: true), from: from, at: "2026-03-01T00:00+08:00")
        }
    }

    @Test func `E11 P12M from 6 July 2020 expires on 1 August 2021`() throws {
        let newYork = try storeZone("America/New_York")
        try expectEnds(
            .months(12, toMonthEnd: true), from: "2020-07-06T12:00-04:00", at: "2021-08-01T00:00-04:00", newYork)
    }

    @Test func `E11 Through 28 February in Shanghai is by Shanghai's days`() throws {
        let end = try #require(
            Validity.months(1, toMonthEnd: true).endMs(fromMs: try ms("2026-01-15T08:00+08:00"), .shanghai))
        #expect(try ms("2026-02-28T23:30+08:00") < end)
        #expect(try ms("2026-03-01T00:30+08:00") >= end)
        #expect(try ms("2026-03-01T00:30+08:00") == ms("2026-02-28T16:30+00:00"))
    }

    @Test func `The start is the store's day, not the day in UTC`() throws {
        try expectEnds(.days(1), from: "2026-02-28T16:30+00:00", at: "2026-03-03T00:00+08:00")
        try expectEnds(.days(1), from: "2026-02-28T15:59+00:00", at: "2026-03-02T00:00+08:00")
    }

    @Test func `The end is half-open where clocks change`() throws {
        let berlin = try storeZone("Europe/Berlin")
        try expectEnds(.days(1), from: "2026-03-28T12:00+01:00", at: "2026-03-30T00:00+02:00", berlin)
        let santiago = try storeZone("America/Santiago")
        try expectEnds(.days(0), from: "2026-09-05T12:00-04:00", at: "2026-09-06T01:00-03:00", santiago)
    }

    @Test func `Years run to their last day, and forever has no end`() throws {
        try expectEnds(.years(0), from: "2026-11-21T12:00+08:00", at: "2027-01-01T00:00+08:00")
        try expectEnds(.years(2), from: "2026-01-01T00:00+08:00", at: "2029-01-01T00:00+08:00")
        #expect(Validity.forever.endMs(fromMs: 0, .shanghai) == nil)
        #expect(Validity.forever.lastDay(from: Day(0)) == nil)
    }

    @Test func `Senseless figures do no harm`() throws {
        let from = try day("2026-11-21")
        for validity in [Validity.days(.max), .months(.max, toMonthEnd: true), .years(.max)] {
            #expect(validity.lastDay(from: from) == Day.last)
        }
        for validity in [Validity.days(.min), .months(.min, toMonthEnd: false)] {
            #expect(validity.lastDay(from: from) == from)
        }
        #expect(Validity.years(.min).lastDay(from: from) == (try day("2026-12-31")))
        #expect(Validity.days(1).endMs(fromMs: .max, .shanghai) != nil)
    }
}
