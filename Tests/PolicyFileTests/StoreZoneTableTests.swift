import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// The store's day has one calculator. What is expected here comes from Python's zoneinfo.
@Suite struct StoreZoneTableTests {
    @Test(arguments: [
        // Clocks go forward at two: the offset of noon says that the day began an hour, or half an hour, earlier.
        ("Australia/Sydney", "2026-10-04", Int64(1_791_036_000_000), Int64(1380), 0),
        ("Australia/Lord_Howe", "2026-10-04", 1_791_034_200_000, 1410, 0),
        ("Europe/Berlin", "2026-03-29", 1_774_738_800_000, 1380, 0),
        // They go back at three.
        ("Australia/Sydney", "2026-04-05", 1_775_307_600_000, 1500, 0),
        // There is no midnight: the first minute of the day is one o'clock.
        ("America/Santiago", "2026-09-06", 1_788_667_200_000, 1380, 60),
        ("Africa/Cairo", "2026-04-24", 1_776_981_600_000, 1380, 60),
        ("Asia/Shanghai", "2026-10-04", 1_791_043_200_000, 1440, 0),
    ])
    func `A day begins at its own midnight, whatever the clocks do on it`(
        _ name: String, _ text: String, _ startMs: Int64, _ minutes: Int64, _ firstMinute: Int
    ) throws {
        let zone = try #require(StoreZoneTable.zone(name))
        let day = try #require(Day(text))
        let moments = zone.moments(of: day)
        #expect(moments == startMs..<startMs + minutes * 60_000)
        #expect(zone.day(atMs: startMs) == day && zone.day(atMs: startMs - 1) == day.adding(days: -1))
        #expect(zone.minuteOfDay(atMs: startMs) == firstMinute)
    }

    @Test(arguments: ["", "Mars/Olympus", "asia/shanghai", "GMT+8", "CST"])
    func `A name that the database does not have is no zone`(name: String) {
        #expect(StoreZoneTable.zone(name) == nil)
    }
}
