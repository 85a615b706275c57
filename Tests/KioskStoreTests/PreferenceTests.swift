import Foundation
import GRDB
import HubAPI
import Identity
import Testing

@testable import KioskStore

@Suite struct PreferenceTests {
    @Test func `A member's language stays over a restart, and the last choice counts`() throws {
        let bench = try Bench()
        let member = MemberID(UUID())
        var store = try bench.store()
        #expect(try store.language(of: member) == nil)
        try store.remember(language: "en", of: member)
        try store.remember(language: "zh", of: member)
        try store.remember(language: "en", of: member)
        store.close()
        store = try bench.store()
        #expect(try store.language(of: member) == "en")
        #expect(throws: StoreError.self) { try store.remember(language: "fr", of: member) }
    }

    @Test func `An arrival without a booking is found again, and is no booking`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        let entry = bench.checkIn(member, booking: nil)
        try store.append(entry)
        #expect(try store.hasCheckedIn(member.id, sinceMs: entry.recordedAtMs))
        #expect(try !store.hasCheckedIn(member.id, sinceMs: entry.recordedAtMs + 1))
        #expect(try !store.hasCheckedIn(MemberID(UUID()), sinceMs: 0))
        #expect(try store.checkedInBookings(of: member.id).isEmpty)
    }
}
