import Foundation
import GRDB
import HubAPI
import Synchronization
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct PreferenceTests {
    private func language(_ store: KioskStore, _ member: MemberID) throws -> String? {
        try store.reading { try Preferences.language(of: member, $0) }
    }

    @Test func `A member's language stays over a restart, and the last choice counts`() throws {
        let bench = try Bench()
        let member = MemberID(UUID())
        var store = try bench.store()
        #expect(try language(store, member) == nil)
        try store.remember(language: "en", of: member)
        try store.remember(language: "zh", of: member)
        #expect(try language(store, member) == "zh" && language(store, MemberID(UUID())) == nil)
        try store.remember(language: "en", of: member)
        store.close()
        store = try bench.store()
        #expect(try language(store, member) == "en")
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
                    """, arguments: [Preferences.kept - 1])
        }
        bench.clock.withLock { $0 += 86_400_000 }
        #expect(try language(store, first) == "en")
        try store.remember(language: "en", of: last)
        #expect(try language(store, first) == nil && language(store, last) == "en")
    }

    @Test func `An arrival without a booking is found again, and is no booking`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        var hub = StandInHub()
        try store.sync([member], from: &hub)
        #expect(try store.standing(of: member).checkedInAtMs == nil)
        let entry = bench.checkIn(member, booking: nil)
        try store.append(entry)
        #expect(try store.standing(of: member).checkedInAtMs == entry.recordedAtMs)
        #expect(try store.standing(of: member).checkedInBookings.isEmpty)
    }
}
