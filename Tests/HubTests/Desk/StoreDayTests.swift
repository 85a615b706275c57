import Foundation
import Database
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// Days of bookings are the store's, by the zone that stands beside its name.
@Suite struct StoreDayTests {
    @Test(arguments: [
        ("Australia/Sydney", Int64(1_791_036_000_000), Int64(1_790_949_600_000), Int64(1_791_205_200_000)),
        ("Australia/Lord_Howe", 1_791_034_200_000, 1_790_947_800_000, 1_791_205_200_000),
        ("Asia/Shanghai", 1_791_043_200_000, 1_790_956_800_000, 1_791_216_000_000),
    ])
    func `Kiosks see bookings from the beginning of yesterday to the end of tomorrow`(
        _ name: String, _ startMs: Int64, _ firstMs: Int64, _ endMs: Int64
    ) throws {
        let zone = try #require(StoreZoneTable.zone(name))
        #expect(BookingDays.window(atMs: startMs, zone) == firstMs..<endMs)
        #expect(
            BookingDays.window(atMs: startMs - 1, zone).upperBound
                == zone.startMs(of: zone.day(atMs: startMs).adding(days: 1)))
    }

    @Test func `A hub does not serve a store whose time zone nobody knows`() async throws {
        let salon = try await TestSalon()
        try await salon.database.write { tx in
            try tx.run("UPDATE store SET time_zone = 'Mars/Olympus' WHERE id = 'xuhui'")
        }
        let unknown = HubStoreError.unknownZone(store: "xuhui", name: "Mars/Olympus")
        await #expect(throws: unknown) { try await salon.database.read(BookingDays.requireZones) }
        try await salon.database.closeAndWait()
        await #expect(throws: unknown) { _ = try await salon.opened(as: .owner(mayCreate: false)) }
    }
}
