import Database
import Documents
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

@Suite struct EntryTests {
    private static let dayMs: Int64 = 86_400_000
    private static let policy = "yuerong-2026-1"

    private func entry(_ salon: TestSalon, _ id: String, daysAgo: Int64, _ fact: MemberFact) -> MemberEntry {
        MemberEntry(id: id, atMs: salon.clock.nowMs - daysAgo * Self.dayMs, policy: Self.policy, fact: fact)
    }

    /// Medical treatments, which no offer makes cheaper.
    private func bill(_ salon: TestSalon, _ id: String, daysAgo: Int64, treatments: Int64) -> MemberEntry {
        let bill = Bill(
            id: id, atMs: salon.clock.nowMs - daysAgo * Self.dayMs, store: "xuhui",
            lines: [Bill.Line(item: "bikini-laser", quantity: treatments, unitPrice: Money(fen: 128_000))])
        return entry(salon, id, daysAgo: daysAgo, .bill(bill))
    }

    @Test func `A bill earns, lifts the tier, says why, and counts once however often it is sent`() async throws {
        let salon = try await TestSalon()
        let database = salon.database
        let before = try await salon.summary().points
        let joined = entry(salon, "e-joined", daysAgo: 3, .joined(Person(joinedAtMs: 0)))
        #expect(try await database.enter(joined, member: salon.member).refusal == nil)
        #expect(try await salon.facts().tier == "classic")
        let bill = bill(salon, "e-bill", daysAgo: 1, treatments: 2)
        let answer = try await database.enter(bill, member: salon.member)
        #expect(answer.refusal == nil && answer.outcome.compact.contains("\"earned\":311"), "\(answer)")
        // ¥2,560 at 10 points each ¥100, 5 for coming, 50 for ¥500 or more.
        #expect(try await salon.summary().points == before + 256 + 5 + 50)
        #expect(try await salon.facts().tier == "silver")
        let digest = try await salon.digest()
        #expect(try await database.enter(bill, member: salon.member).json == answer.json)
        #expect(try await salon.digest() == digest)
        let other = self.bill(salon, "e-bill", daysAgo: 1, treatments: 3)
        await #expect(throws: HubStoreError.self) { try await database.enter(other, member: salon.member) }
        await #expect(throws: HubStoreError.self) {
            try await database.enter(bill, member: salon.showcase[1].member)
        }
        #expect(try await database.audit() == [])
    }

    @Test func `A refund takes back what the bill gave, the tier too`() async throws {
        let salon = try await TestSalon()
        let before = try await salon.summary().points
        let entries = [
            entry(salon, "e-joined", daysAgo: 3, .joined(Person(joinedAtMs: 0))),
            bill(salon, "e-bill", daysAgo: 2, treatments: 2),
            entry(salon, "e-refund", daysAgo: 1, .refund(Refund(bill: "e-bill"))),
        ]
        for entry in entries {
            #expect(try await salon.database.enter(entry, member: salon.member).refusal == nil)
        }
        #expect(try await salon.summary().points == before)
        #expect(try await salon.facts().tier == "classic")
        #expect(try await salon.database.audit() == [])
    }

    @Test func `A tier set by hand is the member's for as long as it was set`() async throws {
        let salon = try await TestSalon()
        let joined = entry(salon, "e-joined", daysAgo: 9, .joined(Person(joinedAtMs: 0)))
        _ = try await salon.database.enter(joined, member: salon.member)
        let set = entry(salon, "e-gold", daysAgo: 2, .tierSet("gold", through: nil))
        _ = try await salon.database.enter(set, member: salon.member)
        #expect(try await salon.facts().tier == "gold")
        let past = StoreZone.shanghai.day(atMs: salon.clock.nowMs).adding(days: -1)
        let ended = entry(salon, "e-ended", daysAgo: 1, .tierSet("gold", through: past))
        _ = try await salon.database.enter(ended, member: salon.member)
        #expect(try await salon.facts().tier == "classic")
    }

    @Test func `What a rule refuses, or what makes no sense, is answered and leaves nothing behind`() async throws {
        let salon = try await TestSalon()
        let (digest, kept) = (try await salon.digest(), try await entries(salon))
        var facts: [MemberFact] = [
            .topUp(paid: Money(fen: 600_000)), .refund(Refund(bill: "no-such")), .redeem(reward: "no-such"),
            .claim(redemption: "no-such", .handedOver),
        ]
        facts.append(.adjust(Adjustment(currency: .points, amount: 0, reason: "nothing")))
        for (index, fact) in facts.enumerated() {
            let entry = entry(salon, "e-\(index)", daysAgo: 1, fact)
            let answer = try await salon.database.enter(entry, member: salon.member)
            #expect(answer.refusal != nil, "\(fact)")
            #expect(try await salon.database.enter(entry, member: salon.member).json == answer.json)
        }
        var unknown = entry(salon, "e-unknown", daysAgo: 1, .action("feedback"))
        unknown.policy = "no-such"
        #expect(try await salon.database.enter(unknown, member: salon.member).refusal != nil)
        #expect(try await salon.digest() == digest)
        #expect(try await entries(salon) == kept)
    }

    private func entries(_ salon: TestSalon) async throws -> Int? {
        try await salon.database.read { try ($0.row("SELECT count(*) FROM member_entry")?.first() as Int?) }
    }

    /// A spend by card between a top-up with a gift and a redemption; told in its place, or after everything else.
    @Test func `A late spend by card and entries agree, whatever came first`() async throws {
        var digests: [[String]] = []
        for place in 0...3 {
            let salon = try await TestSalon()
            let card = try await salon.issueCard()
            let facts: [MemberFact] = [
                .topUp(paid: Money(fen: 100_000)), .action("feedback"), .redeem(reward: "mask"),
            ]
            for index in 0...facts.count {
                if index == place { try await spend(salon, card, daysAgo: 25) }
                guard index < facts.count else { break }
                let entry = entry(salon, "e-\(index)", daysAgo: 30 - 10 * Int64(index), facts[index])
                let answer = try await salon.database.enter(entry, member: salon.member)
                #expect(answer.refusal == nil, "\(answer)")
            }
            #expect(try await salon.database.audit() == [])
            digests.append(try await salon.digest())
        }
        #expect(Set(digests).count == 1, "\(digests)")
    }

    private func spend(_ salon: TestSalon, _ card: CardID, daysAgo: Int64) async throws {
        let none = Amount.zero
        let tapMs = salon.clock.nowMs - daysAgo * Self.dayMs
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), atMs: tapMs, card: card, before: none, points: 30, fen: 5_000))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
    }
}
