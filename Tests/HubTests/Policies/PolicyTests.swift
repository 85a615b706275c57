import Foundation
import HubAPI
import HubStore
import PolicyFile
import Testing
import Vocabulary

@Suite struct PolicyTests {
    private static let dayMs: Int64 = 86_400_000

    /// The sample policy as a version of its own, with other figures; from 3 March on, the day after the test's clock.
    private func next(_ changes: [String: String] = [:]) throws -> PolicyDocument {
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        var text = sample.text
        let own = [
            "version: yuerong-2026-1\n": "version: yuerong-2026-2\n",
            "effectiveFrom: 2026-01-01\n": "effectiveFrom: 2026-03-03\n",
        ]
        for (old, new) in own.merging(changes, uniquingKeysWith: { $1 }) {
            #expect(text.contains(old), "\(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        return try PolicyDocument(text: text, calendars: sample.calendars)
    }

    @Test func `A version is published once, and never with other content`() async throws {
        let salon = try await TestSalon()
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        #expect(sample.calendars.keys.sorted() == ["../calendars/cn-2026.yaml"])
        #expect(try await salon.database.publish(sample) == false)
        let others = [
            try PolicyDocument(text: sample.text + "# a word more\n", calendars: sample.calendars),
            try PolicyDocument(text: sample.text, calendars: sample.calendars.mapValues { $0 + "# a word more\n" }),
        ]
        for other in others {
            await #expect(throws: HubStoreError.self) { try await salon.database.publish(other) }
        }
        #expect(try await salon.database.publish(next()))
        let list = try await salon.database.policies()
        #expect(list.map(\.version) == ["yuerong-2026-1", "yuerong-2026-2"])
        #expect(list.map(\.inForce) == [true, false])
        #expect(list.allSatisfy { $0.sha256.count == 64 && $0.calendars.count == 1 })
    }

    @Test func `A document that was kept is read again without its files, to the same rules`() throws {
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        let again = try PolicyDocument(text: sample.text, calendars: sample.calendars)
        #expect(again.policy == sample.policy)
        #expect(throws: (any Error).self) { try PolicyDocument(text: sample.text, calendars: [:]) }
    }

    @Test func `Kiosks and holds go by the policy in force, from its first moment on`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        _ = try await salon.database.publish(
            try next([
                "offlineLimit: {points: 300, money: ¥200}": "offlineLimit: {points: 120, money: ¥50}",
                "price: {points: 80, money: ¥0}": "price: {points: 90, money: ¥0}",
                "classic: {name: {zh: 普通会员, en: Classic}}": "classic: {name: {zh: 花友, en: Friend}}",
            ]))
        let before = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(before.policies.map(\.version) == ["yuerong-2026-1", "yuerong-2026-2"])
        #expect(try await refusal(salon, .test(1), card, mask: 80) == nil)
        salon.clock.advance(ms: Self.dayMs)
        try await salon.database.tidy()
        let after = try await salon.database.feed(
            kiosk: "xuhui-1", cursor: before.cursor, hubEpoch: before.position.hubEpoch)
        #expect(after.policies.map(\.version) == ["yuerong-2026-2"])
        #expect(after.members.count == before.members.count)
        let tiers = Set(after.members.map { "\($0.tier) \($0.tierName.en)" })
        #expect(tiers.contains("classic Friend") && !tiers.contains("classic Classic"))
        #expect(try await refusal(salon, .test(2), card, mask: 80) == .rewardUnknown)
        #expect(try await refusal(salon, .test(3), card, mask: 90) == nil)
        try await salon.database.tidy()
        let quiet = try await salon.database.feed(
            kiosk: "xuhui-1", cursor: after.cursor, hubEpoch: after.position.hubEpoch)
        #expect(quiet.members.map(\.id) == [salon.member], "only whom the holds are for")
    }

    private func refusal(
        _ salon: TestSalon, _ id: OperationID, _ card: CardID, mask points: Int64
    ) async throws -> HoldAnswer.Refusal? {
        try await salon.database.hold(
            HoldRequest(
                id: id, member: salon.member, card: card, amount: Amount(points: points), reward: "mask",
                odometers: Amount.zero), kiosk: "xuhui-1"
        ).refusal
    }
}
