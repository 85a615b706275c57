import Database
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// An id stands for one thing: who may name spends cannot take the place of what a desk entered, nor the other way.
@Suite struct CrossingIDTests {
    private let none = Amount.zero

    private func topUp(_ id: String) -> String { "{\"id\": \"\(id)\", \"kind\": \"topUp\", \"paidFen\": 100000}" }

    /// Everything is worked out anew, as after a restart.
    private func replay(_ salon: TestSalon) async throws {
        try await salon.database.write { [member = salon.member, nowMs = salon.clock.nowMs] tx in
            try MemberBooks.bookSpends(LotChange(mustReplay: true), member: member, tx, Incidents(tx: tx, nowMs: nowMs))
        }
    }

    @Test(arguments: [false, true])
    func `A kiosk cannot spend under the id of a desk's entry, of this member or another`(ofOther: Bool) async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let id = OperationID.test(0xAB_CDEF)
        let owner = ofOther ? salon.showcase[1].member : salon.member
        #expect(try await salon.order(topUp(id.description.uppercased()), for: owner).isAccepted)
        let before = try await salon.summary()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(id, card: card, before: none, points: 0, fen: 1))
        journal.append(salon.outcome(.test(2), of: id, card: card, .posted))
        journal.append(salon.intent(.test(3), card: card, before: none, points: 10))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.refused.map(\.code) == [.conflict])
        #expect(receipt.held == [.test(2), .test(3)])
        #expect(try await salon.incidents().map(\.kind) == [.conflict])
        try await replay(salon)
        #expect(try await salon.summary().fen == before.fen)
        #expect(try await salon.database.audit().isEmpty)
    }

    @Test func `A card's record under the id of a desk's entry is told, and changes nothing`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        #expect(try await salon.order(topUp(OperationID.test(1).description)).isAccepted)
        let before = try await salon.summary()
        var journal = TestJournal(kiosk: "xuhui-1")
        let after = Amount(points: 0, fen: 1)
        let record = salon.record(.test(1), points: 0, fen: 1, after: after)
        journal.append(salon.seen(.test(2), card: card, odometers: after, records: [record]))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        try await replay(salon)
        #expect(try await salon.summary().fen == before.fen)
        #expect(try await salon.incidents().contains { $0.kind == .recordMismatch })
    }

    @Test func `The desk cannot enter under the id of a spend, of a hold, or of a lot`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 10))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let hold = HoldRequest(
            id: .test(2), member: salon.member, card: card, amount: Amount(points: 5), reward: nil, odometers: none)
        #expect(try await salon.database.hold(hold, kiosk: "xuhui-1").granted)
        #expect(try await salon.order(topUp("own")).isAccepted)
        let ids = [
            OperationID.test(1).description, OperationID.test(2).description, "own-principal", "new-gift", "time",
        ]
        for id in ids {
            await #expect(throws: HubStoreError.self, "\(id)") { try await salon.order(topUp(id)) }
        }
    }

    @Test func `The desk cannot enter under the id of a lot from before entries were kept, or of what brought it`()
        async throws
    {
        let salon = try await TestSalon()
        try await salon.database.write { [member = salon.member, nowMs = salon.clock.nowMs] tx in
            try tx.run(
                """
                INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms)
                VALUES ($1, 'old-lot', 'points', 'old-bill', 0, $2, $3)
                """, [member, nowMs, nowMs])
        }
        for id in ["old-lot", "old-bill"] {
            await #expect(throws: HubStoreError.self, "\(id)") { try await salon.order(topUp(id)) }
        }
        #expect(try await salon.order(topUp("old-till")).isAccepted)
    }

    @Test func `A hold is not granted under the id of an entry`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        #expect(try await salon.order(topUp(OperationID.test(1).description)).isAccepted)
        let hold = HoldRequest(
            id: .test(1), member: salon.member, card: card, amount: Amount(points: 5), reward: nil, odometers: none)
        #expect(try await salon.database.hold(hold, kiosk: "xuhui-1").refusal == .idUsed)
    }

    @Test func `A kiosk cannot spend under a hold that another was granted`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let hold = HoldRequest(
            id: .test(1), member: salon.member, card: card, amount: Amount(points: 5), reward: nil, odometers: none)
        #expect(try await salon.database.hold(hold, kiosk: "jingan-1").granted)
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 5))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.refused.map(\.code) == [.conflict])
        #expect(try await salon.summary().heldPoints == 5)
    }

    /// A file from before ids were kept apart.
    @Test(arguments: [-60_000, 60_000])
    func `Where a spend bears an entry's id already, both count`(spentAfterMs: Int64) async throws {
        let salon = try await TestSalon()
        let before = try await salon.summary()
        let id = OperationID.test(1)
        #expect(try await salon.order(topUp(id.description)).isAccepted)
        try await salon.database.write { [member = salon.member, atMs = salon.clock.nowMs + spentAfterMs] tx in
            try tx.run(
                """
                INSERT INTO spend (id, member, points, fen, at_ms, has_intent, evidence, state, tail, open)
                VALUES ($1, $2, 0, 1, $3, 0, 2, 'posted', 0, 0)
                """, [id, member, atMs])
        }
        salon.clock.advance(ms: 120_000)
        try await replay(salon)
        #expect(try await salon.summary().fen == before.fen + 110_000 - 1)
        #expect(try await salon.database.audit().isEmpty)
        try await replay(salon)
        #expect(try await salon.summary().fen == before.fen + 110_000 - 1)
    }

    @Test func `The reasons of another member's entry are not overwritten`() async throws {
        let salon = try await TestSalon()
        #expect(try await salon.order(topUp("mine")).isAccepted)
        let other = salon.showcase[1].member
        let entries = try await salon.database.entryTexts(of: salon.member, before: nil)
        try await salon.database.write { [nowMs = salon.clock.nowMs] tx in
            let paid = Money(fen: 5_000)
            let stray = MemberEntry(id: "mine", atMs: nowMs, policy: "yuerong-2026-1", fact: .topUp(paid: paid))
            let history = try MemberHistory.evaluate(other, adding: [.entry(stray)], tx)
            try MemberBooks.book(history, member: other, tx, Incidents(tx: tx, nowMs: nowMs))
        }
        #expect(try await salon.database.entryTexts(of: salon.member, before: nil) == entries)
    }
}
