import Foundation
import Database
import HubAPI
import KioskTesting
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore
@testable import Kiosk

/// The sample salon's members as its hub sends them, worked out on a kiosk, beside the hub's own histories.
@Suite struct HubStandingTests {
    /// 2026-03-02 10:00 in Shanghai.
    private static let startMs: Int64 = 1_772_416_800_000

    @Test(arguments: [0, 1, 33, 120, 400])
    func `What a kiosk makes of the feed is what the hub makes of the history, also long after`(
        days: Int64
    ) async throws {
        let folder = try TemporaryFolder("standing")
        let database = try HubDatabase(path: folder.path + "/hub.sqlite", now: { Self.startMs })
        defer { try? database.close() }
        _ = try await database.seedSample(members: 60, seed: 3)
        let page = try await database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        let text = try #require(page.policies.first?.text)
        let policy = try PolicyDocument(text: text.document, calendars: text.calendars).policy
        let now = Self.startMs + days * 86_400_000
        var tiers: Set<String> = []
        for facts in page.members {
            #expect(facts.standing != nil)
            let hub = try await database.read { try MemberHistory.evaluate(facts.id, $0).advanced(to: now).account }
            let kiosk = MemberAccount(facts, atMs: now)
            #expect(kiosk.tierID(atMs: now, policy) == hub.tierID(atMs: now, policy))
            #expect(kiosk.tierProgress(atMs: now, policy) == hub.tierProgress(atMs: now, policy))
            #expect(kiosk.purse.funds(atMs: now) == hub.purse.funds(atMs: now))
            let shelf = try kiosk.affordable(atMs: now, policy, store: "xuhui")
            #expect(try shelf == hub.affordable(atMs: now, policy, store: "xuhui"))
            #expect(days > 0 || facts.tier == hub.tierID(atMs: now, policy))
            tiers.insert(facts.tier)
        }
        #expect(page.members.count == 60 && tiers.count > 2, "\(tiers)")
    }
}
