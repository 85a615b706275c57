import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Testing
import Vocabulary

@testable import Kiosk

/// The kiosk's days and hours are the store's, by the zone that the hub names.
@Suite struct StoreTimeTests {
    @Test(arguments: [
        ("Australia/Sydney", Int64(1_791_036_000_000), Int64(1380), 4, 10, 0, 0),
        ("Australia/Lord_Howe", 1_791_034_200_000, 1410, 4, 10, 0, 0),
        ("America/Santiago", 1_788_667_200_000, 1380, 6, 9, 0, 1),
        ("Asia/Shanghai", 1_791_043_200_000, 1440, 4, 10, 0, 0),
    ])
    func `A day begins at its own midnight`(
        _ name: String, _ startMs: Int64, _ minutes: Int64, _ day: Int, _ month: Int, _ weekday: Int, _ hour: Int
    ) throws {
        let calendar = StoreCalendar(of: Self.kiosk(in: name))
        let end = startMs + minutes * 60_000
        for moment in [startMs, startMs + 12 * 3_600_000, end - 1] {
            #expect(calendar.day(moment) == startMs..<end, "\(moment)")
        }
        #expect(calendar.day(end).lowerBound == end && calendar.day(startMs - 1).upperBound == startMs)
        let first = LocalTime(month: month, day: day, weekday: weekday, hour: hour, minute: 0)
        #expect(calendar.time(startMs) == first)
    }

    @Test func `A zone that this machine does not know is refused with the page that names it`() async throws {
        let folder = try TemporaryFolder("zone")
        let store = try KioskStore.open(
            at: folder.path + "/kiosk.sqlite", kiosk: "test-1", now: { 1_790_000_000_000 }, makeID: { UUID() }
        ).store
        defer { store.close() }
        let hub = ScriptedHub()
        hub.pages = { request, _ in .empty(cursor: (request.cursor ?? 0) + 1) }
        let feed = FeedService(Uplink(store: store, hub: hub, .still), interval: .seconds(1))
        try await feed.refresh()
        let before = try store.facts()

        hub.pages = { request, _ in
            var page = FeedPage.empty(cursor: (request.cursor ?? 0) + 1)
            page.kiosk.timeZone = "Mars/Olympus"
            return page
        }
        await #expect(throws: UnknownZone.self) { try await feed.refresh() }
        #expect(try store.facts() == before)
        #expect(failureCode(UnknownZone(name: "Mars/Olympus")) == "unknown-time-zone")
    }

    @Test(arguments: [("Asia/Shanghai", true), ("Mars/Olympus", false), ("", false)])
    func `A kiosk does not start with a zone that this machine does not know`(_ name: String, _ starts: Bool) throws {
        if starts {
            try StoreCalendar.require(Self.kiosk(in: name))
        } else {
            #expect(throws: UnknownZone.self) { try StoreCalendar.require(Self.kiosk(in: name)) }
        }
        try StoreCalendar.require(nil)
    }

    private static func kiosk(in zone: String) -> KioskFacts {
        let words = Bilingual(zh: "店", en: "Shop")
        return KioskFacts(number: 1, salon: words, storeID: "shop", store: words, timeZone: zone)
    }
}
