import Foundation
import Loyalty
import Testing
import Vocabulary

@Suite struct HolidayCalendarTests {
    @Test func `Without an arrangement the weekday speaks`() throws {
        let calendar = HolidayCalendar()
        #expect(calendar.kinds(of: try day("2026-11-20")) == [.workday])
        #expect(calendar.kinds(of: try day("2026-11-21")) == [.dayOff])
        #expect(calendar.kinds(of: try day("2026-11-22")) == [.dayOff])
        #expect(calendar.isAny(of: [.dayOff], try day("2026-11-21")))
        #expect(!calendar.isAny(of: [.workday, .publicHoliday, .makeUpWorkday], try day("2026-11-21")))
        #expect(calendar.isAny(of: [.workday], try day("2026-11-23")))
    }

    @Test func `A public holiday is off and a make-up workday is for work`() throws {
        var calendar = HolidayCalendar()
        calendar.arrange(try day("2026-10-01"), as: .publicHoliday)
        calendar.arrange(try day("2026-10-10"), as: .makeUpWorkday)
        #expect(calendar.kinds(of: try day("2026-10-01")) == [.publicHoliday, .dayOff])
        #expect(calendar.kinds(of: try day("2026-10-10")) == [.makeUpWorkday, .workday])
        #expect(calendar.isAny(of: [.dayOff], try day("2026-10-01")))
        #expect(calendar.isAny(of: [.workday], try day("2026-10-10")))
        #expect(!calendar.isAny(of: [.dayOff], try day("2026-10-10")))
        #expect(calendar.contradictions.isEmpty)
        calendar.arrange(try day("2026-10-10"), as: .dayOff)
        #expect(calendar.contradictions == [try day("2026-10-10")])
    }

    @Test func `A file's festivals add to those that are known`() throws {
        var calendar = HolidayCalendar()
        calendar.festivals[try day("2026-08-19")] = ["anniversary"]
        #expect(calendar.isAny(ofFestivals: ["qixi"], try day("2026-08-19")))
        #expect(calendar.isAny(ofFestivals: ["anniversary", "lantern"], try day("2026-08-19")))
        #expect(!calendar.isAny(ofFestivals: ["anniversary", "lantern"], try day("2026-08-20")))
    }

    @Test func `An occasion holds by kind of day, festival, hour, weekday and birthday`() throws {
        var policy = Policy(
            version: "test", name: .init(both: "test"), effectiveFromMs: 0, zone: .shanghai)
        policy.holidays = try Self.calendar2026()
        var person = Person(joinedAtMs: 0)
        person.birthday = Birthday(reckoning: .lunar, month: 1, day: 3)
        func expect(_ change: (inout Occasion) -> Void, at text: String, holds: Bool) throws {
            var occasion = Occasion()
            change(&occasion)
            #expect(occasion.holds(atMs: try ms(text), policy, person) == holds, "\(occasion) at \(text)")
        }
        try expect({ $0.dayKinds = [.publicHoliday] }, at: "2026-02-16T00:00+08:00", holds: true)
        try expect({ $0.dayKinds = [.publicHoliday] }, at: "2026-02-15T23:59+08:00", holds: false)
        try expect({ $0.dayKinds = [.dayOff] }, at: "2026-02-14T12:00+08:00", holds: false)
        try expect({ $0.dayKinds = [.makeUpWorkday] }, at: "2026-02-14T12:00+08:00", holds: true)
        try expect({ $0.festivals = ["mid-autumn"] }, at: "2026-09-24T16:00+00:00", holds: true)
        try expect({ $0.festivals = ["mid-autumn"] }, at: "2026-09-25T16:00+00:00", holds: false)
        try expect({ $0.festivals = ["golden-week"] }, at: "2026-10-07T12:00+08:00", holds: true)
        try expect({ $0.hours = [600..<720] }, at: "2026-09-25T12:00+08:00", holds: false)
        try expect({ $0.hours = [600..<720] }, at: "2026-09-25T10:00+08:00", holds: true)
        try expect({ $0.weekdays = [6] }, at: "2026-11-21T10:00+08:00", holds: true)
        try expect({ $0.weekdays = [7] }, at: "2026-11-21T10:00+08:00", holds: false)
        try expect({ $0.birthday = BirthdayWindow(daysBefore: 1) }, at: "2026-02-18T10:00+08:00", holds: true)
        try expect({ $0.birthday = BirthdayWindow(daysBefore: 1) }, at: "2026-02-20T10:00+08:00", holds: false)
        let through = try day("2026-02-28")
        try expect({ $0.through = through }, at: "2026-02-28T23:59+08:00", holds: true)
        try expect({ $0.through = through }, at: "2026-03-01T00:30+08:00", holds: false)
        try expect({ $0.from = through }, at: "2026-02-28T00:00+08:00", holds: true)
        try expect({ $0.from = through }, at: "2026-02-27T23:59+08:00", holds: false)
    }

    @Test func `The calendar of 2026 says what the notice says`() throws {
        let calendar = try Self.calendar2026()
        let start = try day("2026-01-01")
        let days = (0..<365).map { start.adding(days: $0) }
        let weekdaysOff = days.filter { $0.weekday < 6 && calendar.isAny(of: [.dayOff], $0) }
        #expect(
            weekdaysOff.map { String($0.description.dropFirst(5)) } == [
                "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04",
                "05-05", "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07",
            ])
        let weekendWork = days.filter { $0.weekday >= 6 && calendar.isAny(of: [.workday], $0) }
        #expect(
            weekendWork.map { String($0.description.dropFirst(5)) } == [
                "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
            ])
        let publicHolidays = days.filter { calendar.isAny(of: [.publicHoliday], $0) }
        // The thirteen of 全国年节及纪念日放假办法, as changed on 10 November 2024.
        #expect(
            publicHolidays.map { String($0.description.dropFirst(5)) } == [
                "01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19", "09-25", "10-01",
                "10-02", "10-03",
            ])
        #expect(days.filter { calendar.isAny(of: [.makeUpWorkday], $0) } == weekendWork)
        #expect(calendar.contradictions.isEmpty)
        // Weekdays lose what weekends gain and the thirteen holidays, none of which is lost to a weekend.
        #expect(weekdaysOff.count == weekendWork.count + 13)
    }

    /// Reads just the form in which the calendar files are written.
    private static func calendar2026() throws -> HolidayCalendar {
        let here = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }
        let text = try String(contentsOf: root.appending(path: "kiosk-config/calendars/cn-2026.yaml"), encoding: .utf8)
        var calendar = HolidayCalendar()
        var section = ""
        var festival = ""
        for line in text.split(separator: "\n") where !line.trimmingPrefix(" ").hasPrefix("#") {
            let words = line.split(separator: "#")[0].trimmingCharacters(in: .whitespaces)
            if words.hasPrefix("- ") {
                for day in try days(String(words.dropFirst(2))) {
                    if let kind = DayKind(rawValue: section) { calendar.arrange(day, as: kind) }
                    if section == "festivals" { calendar.festivals[day, default: []].insert(festival) }
                }
            } else if line.hasPrefix("  ") {
                festival = String(words.dropLast())
            } else {
                section = words.hasSuffix(":") ? String(words.dropLast()) : ""
            }
        }
        return calendar
    }

    private static func days(_ text: String) throws -> [Day] {
        let ends = text.split(separator: ".", omittingEmptySubsequences: true)
        let first = try day(String(ends[0]))
        let last = try day(String(ends[ends.count - 1]))
        return (first.number...last.number).map { Day($0) }
    }
}
