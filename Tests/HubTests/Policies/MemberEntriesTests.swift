import Database
import Documents
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// What a member's entries let in, and who hears of it.
@Suite struct MemberEntriesTests {
    private func entry(
        _ salon: TestSalon, _ id: String, _ fact: MemberFact = .topUp(paid: Money(fen: 10_000))
    ) -> MemberEntry {
        MemberEntry(id: id, atMs: salon.clock.nowMs - 60_000, policy: "yuerong-2026-1", fact: fact)
    }

    /// Beside the histories of the sample.
    private func kept(_ salon: TestSalon) async throws -> Int {
        let sql: SQL = "SELECT count(*) FROM member_entry WHERE id NOT LIKE 'YR%'"
        return try await salon.database.read { try ($0.row(sql)?.first() as Int?) } ?? -1
    }

    private func expectRefused(
        _ entry: MemberEntry, _ salon: TestSalon, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let digest = try await salon.digest()
        await #expect(sourceLocation: sourceLocation) {
            try await salon.database.enter(entry, member: salon.member)
        } throws: { error in
            if case HubStoreError.refused = error { true } else { false }
        }
        #expect(try await salon.digest() == digest, sourceLocation: sourceLocation)
        #expect(try await kept(salon) == 0, sourceLocation: sourceLocation)
    }

    @Test func `Nobody's entry is not found, and not kept`() async throws {
        let salon = try await TestSalon()
        let stranger = MemberID(OperationID.test(99).uuid)
        await #expect {
            try await salon.database.enter(entry(salon, "e-1"), member: stranger)
        } throws: { error in
            if case HubStoreError.notFound = error { true } else { false }
        }
        #expect(try await kept(salon) == 0)
    }

    @Test func `An id that stands for a lot, for a spend or for time itself is refused`() async throws {
        let salon = try await TestSalon()
        let member = salon.member
        let source = try await salon.database.read {
            try ($0.row("SELECT source FROM lot WHERE member = $1", [member])?.first() as String?)
        }
        try await expectRefused(entry(salon, try #require(source)), salon)
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: Amount.zero, points: 1))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        try await expectRefused(entry(salon, OperationID.test(1).description), salon)
        try await expectRefused(entry(salon, "time"), salon)
    }

    @Test func `Merging is refused, from either side`() async throws {
        let salon = try await TestSalon()
        try await expectRefused(entry(salon, "e-1", .mergedAway(into: "m-2")), salon)
        let nothing = Handover(lots: [], debts: [], days: [], coupons: [], purchases: 0)
        try await expectRefused(entry(salon, "e-2", .mergedHere(nothing)), salon)
    }

    @Test func `Kiosks that fetched before an entry hear of the member after it, and of nobody else`() async throws {
        let salon = try await TestSalon()
        var page = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        let epoch = page.position.hubEpoch
        while page.more {
            page = try await salon.database.feed(kiosk: "xuhui-1", cursor: page.cursor, hubEpoch: epoch)
        }
        let balance = try await salon.summary().fen
        #expect(try await salon.database.enter(entry(salon, "e-1"), member: salon.member).refusal == nil)
        let news = try await salon.database.feed(kiosk: "xuhui-1", cursor: page.cursor, hubEpoch: epoch)
        #expect(news.members.map(\.id) == [salon.member])
        #expect(try await salon.summary().fen >= balance + 10_000)
        let quiet = try await salon.database.feed(kiosk: "xuhui-1", cursor: news.cursor, hubEpoch: epoch)
        #expect(quiet.members.isEmpty)
        _ = try await salon.database.enter(entry(salon, "e-2", .redeem(reward: "no-such")), member: salon.member)
        let refused = try await salon.database.feed(kiosk: "xuhui-1", cursor: news.cursor, hubEpoch: epoch)
        #expect(refused.members.isEmpty)
    }

    @Test func `Why is kept with the entry, and is told again whatever came later`() async throws {
        let salon = try await TestSalon()
        let first = entry(salon, "e-1")
        let answer = try await salon.database.enter(first, member: salon.member)
        let outcome = answer.outcome.compact
        #expect(outcome.contains("\"postings\"") && outcome.contains("\"entry\":\"e-1\""), "\(outcome)")
        _ = try await salon.database.enter(entry(salon, "e-2"), member: salon.member)
        salon.clock.advance(ms: 86_400_000)
        #expect(try await salon.database.enter(first, member: salon.member).json == answer.json)
        #expect(try await kept(salon) == 2)
    }

    @Test func `What was refused is looked at anew when it is sent again`() async throws {
        let salon = try await TestSalon()
        let claim = entry(salon, "e-2", .claim(redemption: "e-1", .handedOver))
        #expect(try await salon.database.enter(claim, member: salon.member).refusal != nil)
        _ = try await salon.database.enter(
            entry(salon, "e-0", .adjust(Adjustment(currency: .points, amount: 5000, reason: "x"))),
            member: salon.member)
        let redeem = try await salon.database.enter(
            entry(salon, "e-1", .redeem(reward: "mask")), member: salon.member)
        #expect(redeem.refusal == nil, "\(redeem)")
        #expect(try await salon.database.enter(claim, member: salon.member).refusal == nil)
    }
}
