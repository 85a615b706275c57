import Foundation
import GRDB
import HubAPI
import Testing

@testable import KioskStore

/// Published policies as a kiosk keeps them.
@Suite struct PolicyStoreTests {
    @Test func `A text is sent once, kept, and given as it came`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        #expect(try store.feedRequest().policies == [])
        try store.sync([bench.member(1)], from: &hub)
        let held = try store.feedRequest().policies
        #expect(held == hub.policies.map(\.sha256))
        #expect(try store.policyText(held[0]) == hub.policies[0])
        #expect(try store.policyText(String(repeating: "0", count: 64)) == nil)
        // The hub leaves the text out now, and sends that of the next.
        hub.policies.append(PolicyText(document: "two", calendars: [:]))
        try store.sync([], from: &hub)
        #expect(try store.facts()?.policies.map(\.version) == ["one", "two"])
        #expect(try store.facts()?.policies.allSatisfy { $0.text == nil } == true)
        #expect(try store.policyText(hub.policies[0].sha256) == hub.policies[0])
        // The next is in force; the one before is kept for when a program cannot read it.
        hub.policies.removeFirst()
        try store.sync([], from: &hub)
        #expect(try store.facts()?.policies.map(\.version) == ["two"])
        #expect(Set(try store.heldPolicies().map(\.version)) == ["one", "two"])
    }

    @Test func `A page with a text that is not the one it names, or that nobody holds, changes nothing`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let request = try store.feedRequest()
        let good = hub.page([], to: request)
        var (other, missing, crowded) = (good, good, good)
        other.policies[0].text?.calendars = ["days": "all of them"]
        missing.policies[0].text = nil
        crowded.policies = Array(repeating: good.policies[0], count: HubLimits.policiesPerFeedPage + 1)
        for page in [other, missing, crowded] {
            #expect(throws: StoreError.self) { try store.apply(page, to: request) }
        }
        #expect(try store.facts() == nil)
        #expect(try store.heldPolicies() == [])
        _ = try store.apply(good, to: request)
        #expect(try store.heldPolicies().count == 1)
    }

    @Test func `Only so many are kept, and those of the last page among them`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        for number in 0..<PolicyRows.kept + 5 {
            hub.policies = [PolicyText(document: "\(1000 + number)", calendars: [:])]
            try store.sync([], from: &hub)
        }
        #expect(try store.heldPolicies().count == PolicyRows.kept)
        #expect(try store.policyText(hub.policies[0].sha256) == hub.policies[0])
        #expect(try store.feedRequest().policies.count <= HubLimits.policiesHeld)
    }

    @Test func `A file from before policies keeps its journal and asks for everything anew`() throws {
        let bench = try Bench()
        try DatabaseQueue(path: bench.path).writeWithoutTransaction { database in
            try database.execute(sql: Schema.scripts[0])
            try database.execute(
                sql: """
                    PRAGMA user_version = 1;
                    INSERT INTO epoch VALUES (1, '00000000-0000-4000-8000-000000000001', 0, 1, 'first');
                    UPDATE snapshot SET hubEpoch = 'hub-1', cursor = 5, asOfMs = 7, facts = '{"policy": {}}';
                    INSERT INTO member VALUES (randomblob(16), 1, 0, '{"lots": []}');
                    INSERT INTO card SELECT 'c', randomblob(7), 0, id FROM member;
                    """)
        }
        let store = try bench.store()
        #expect(try store.facts() == nil)
        #expect(try store.feedRequest().cursor == nil)
        #expect(try store.status().members == 0)
        #expect(store.head.epochID == "00000000-0000-4000-8000-000000000001")
        var hub = StandInHub()
        try store.sync([bench.member(1)], from: &hub)
        #expect(try store.status().members == 1)
    }

    @Test func `An own spend says what it was for and when`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        var hub = StandInHub()
        try store.sync([member], from: &hub)
        let spend = bench.spend(member, points: 10)
        try store.append(spend)
        let own = try #require(try store.standing(of: member).localSpends.first)
        #expect(own.reward == "mask" && own.tappedAtMs == spend.tappedAtMs)
    }
}
