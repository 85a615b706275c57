import Database
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

@Suite struct PendingLotTests {
    private static let dayMs: Int64 = 86_400_000

    private func grant(_ salon: TestSalon, points: Int64, activeInDays: Int64, lastsDays: Int64? = nil) async throws {
        let nowMs = salon.clock.nowMs
        let lot = PurseLot(
            id: "late", currency: .points, source: "bill-1", granted: points, gainedAtMs: nowMs,
            activeFromMs: nowMs + activeInDays * Self.dayMs,
            expiresAtMs: lastsDays.map { nowMs + (activeInDays + $0) * Self.dayMs })
        let member = salon.member
        try await salon.database.write { tx in
            let incidents = Incidents(tx: tx, nowMs: nowMs)
            try MemberBooks.grant(lot, to: member, tx, incidents)
            try MemberBooks.bookSpends(LotChange(mustReplay: true), member: member, tx, incidents)
            try tx.touch([member])
        }
    }

    @Test func `Kiosks are told from when a lot counts, and again when it does`() async throws {
        let salon = try await TestSalon()
        let balance = try await salon.summary().points
        try await grant(salon, points: 70, activeInDays: 3)
        let before = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        let activeMs = salon.clock.nowMs + 3 * Self.dayMs
        #expect(try await salon.facts().lots.first { $0.id == "late" }?.activeFromMs == activeMs)
        #expect(try await salon.summary().points == balance)
        salon.clock.advance(ms: 3 * Self.dayMs)
        try await salon.database.tidy()
        let after = try await salon.database.feed(
            kiosk: "xuhui-1", cursor: before.cursor, hubEpoch: before.position.hubEpoch)
        let member = try #require(after.members.first { $0.id == salon.member })
        #expect(member.lots.contains { $0.id == "late" && $0.remaining == 70 })
        try await salon.database.tidy()
        let quiet = try await salon.database.feed(
            kiosk: "xuhui-1", cursor: after.cursor, hubEpoch: after.position.hubEpoch)
        #expect(quiet.members.isEmpty)
    }

    @Test func `A debt is paid back from a lot that was pending, before the rest of it expires`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let all = try await salon.summary().points
        try await grant(salon, points: 70, activeInDays: 3, lastsDays: 2)
        var journal = TestJournal(kiosk: "xuhui-1")
        let none = Amount.zero
        journal.append(salon.intent(.test(1), card: card, before: none, points: all + 50))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().points == -50)
        salon.clock.advance(ms: 10 * Self.dayMs)
        try await salon.database.tidy()
        #expect(try await salon.summary().points == 0)
        try await expectSound(salon.database)
        #expect(try await expired(salon) == -20)
    }

    @Test func `A spend that ends in debt is paid from what was gained since its tap`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let tapMs = salon.clock.nowMs
        let all = try await salon.summary().points
        salon.clock.advance(ms: 1000)
        try await grant(salon, points: 70, activeInDays: 0)
        var journal = TestJournal(kiosk: "xuhui-1")
        let none = Amount.zero
        journal.append(salon.intent(.test(1), atMs: tapMs, card: card, before: none, points: all + 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.facts().lots.filter { $0.currency == .known(.points) }.allSatisfy { $0.remaining > 0 })
        #expect(try await salon.facts().lots.first { $0.id == "late" }?.remaining == 40)
        try await expectSound(salon.database)
    }

    private func expired(_ salon: TestSalon) async throws -> Int64? {
        let member = salon.member
        return try await salon.database.read { tx in
            try
                (tx.row(
                    "SELECT sum(amount) FROM ledger WHERE member = $1 AND lot = 'late' AND kind = 'expiry'", [member])?
                .first() as Int64?)
        }
    }
}
