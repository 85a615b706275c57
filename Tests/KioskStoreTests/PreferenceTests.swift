import Foundation
import GRDB
import HubAPI
import Identity
import Synchronization
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
        #expect(try store.language(of: member) == "zh" && store.language(of: MemberID(UUID())) == nil)
        try store.remember(language: "en", of: member)
        store.close()
        store = try bench.store()
        #expect(try store.language(of: member) == "en")
        #expect(throws: StoreError.self) { try store.remember(language: "fr", of: member) }
    }

    @Test func `Of very many choices the oldest goes`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let (first, last) = (MemberID(UUID()), MemberID(UUID()))
        try store.remember(language: "en", of: first)
        try store.queue.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT ?)
                    INSERT INTO preference SELECT randomblob(16), 'en', chosenAtMs + n FROM n, preference
                    """, arguments: [KioskStore.preferencesKept - 1])
        }
        bench.clock.withLock { $0 += 86_400_000 }
        #expect(try store.language(of: first) == "en")
        try store.remember(language: "en", of: last)
        #expect(try store.language(of: first) == nil && store.language(of: last) == "en")
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
