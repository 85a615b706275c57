import Database
import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// Reasons as the table `why` has them, and as everybody is told them.
@Suite struct ReasonRowTests {
    private static let mark = "从前说："

    private func rows(_ salon: TestSalon) async throws -> [String: String] {
        try await salon.database.read { tx in
            let rows = try tx.rows("SELECT entry, body FROM why WHERE member = $1", [salon.member])
            return Dictionary(uniqueKeysWithValues: try rows.map { try ($0["entry"], $0["body"]) })
        }
    }

    private func replay(_ salon: TestSalon) async throws {
        try await salon.database.write { [member = salon.member, nowMs = salon.clock.nowMs] tx in
            try HistoryCache.forget(member, tx)
            let incidents = Incidents(tx: tx, nowMs: nowMs)
            try MemberBooks.bookSpends(LotChange(mustReplay: true), member: member, tx, incidents)
        }
    }

    /// 0.7 of 1.0 kB an entry where nearly all are top-ups and short bills.
    @Test(arguments: UInt64(1)...2)
    func `A row has figures only, and is told in the words of an outcome just worked out`(seed: UInt64) async throws {
        let salon = try await TestSalon(members: 12, seed: seed)
        let (rows, kept, told) = try await salon.database.read { tx in
            var (rows, kept, told) = (0, 0, 0)
            for member in try tx.rows("SELECT id FROM member").firstColumn() as [MemberID] {
                for outcome in try MemberHistory.replayed(member, PolicyStore.table(tx), tx).outcomes {
                    let row = try tx.row("SELECT body FROM why WHERE entry = $1", [outcome.entry])
                    let body: String = try #require(row)["body"]
                    let answer = AnswerText.outcome(outcome).compact
                    #expect(KeptReasons.worded(body) == answer)
                    (rows, kept, told) = (rows + 1, kept + body.utf8.count, told + answer.utf8.count)
                }
            }
            return (rows, kept, told)
        }
        #expect(rows > 50 && kept * 4 < told * 3, "\(rows) rows: \(kept) bytes for \(told)")
    }

    @Test func `A desk lists entries with their words`() async throws {
        let salon = try await TestSalon()
        try await salon.order(#"{"id": "t", "kind": "topUp", "paidFen": 100000}"#)
        let entries = Answered(try await salon.database.entryTexts(of: salon.member, before: nil))
        #expect(entries[text: "entries.0.entry.id"] == "t")
        let (zh, en) = (entries[text: "entries.0.why.why.0.zh"], entries[text: "entries.0.why.why.0.en"])
        #expect(zh?.contains("¥1,000") == true && en?.contains("¥1,000") == true, "\(entries.text.prefix(900))")
    }

    @Test func `Rows of earlier versions keep their words through a replay that says the same`() async throws {
        let salon = try await TestSalon()
        try await salon.order(#"{"id": "t", "kind": "topUp", "paidFen": 100000}"#)
        try await salon.keepWordsAsBefore()
        let before = try await rows(salon)
        #expect(before.values.contains { $0.contains(Self.mark) })
        try await replay(salon)
        #expect(try await rows(salon) == before)
        let list = try await salon.database.entryTexts(of: salon.member, before: nil)
        #expect(before.values.allSatisfy { list.contains($0) })
        // Sent again.
        let again = try await salon.order(#"{"id": "t", "kind": "topUp", "paidFen": 100000}"#)
        #expect(again.isAccepted && again[text: "outcome.why.0.zh"]?.hasPrefix(Self.mark) == true, "\(again.text)")
        try await expectSound(salon.database)
    }

    @Test func `What an earlier row says is written anew where a late entry changes it, and only there`() async throws {
        let salon = try await TestSalon()
        let startMs = salon.clock.nowMs
        salon.clock.advance(ms: 60_000)
        try await salon.order(#"{"id": "t", "kind": "topUp", "paidFen": 100000}"#)
        try await salon.order(#"{"id": "m", "kind": "redeem", "reward": "mask"}"#)
        try await salon.keepWordsAsBefore()
        let before = try await rows(salon)
        let late = MemberEntry(
            id: "late", atMs: startMs, policy: "yuerong-2026-1",
            fact: .adjust(Adjustment(currency: .points, amount: 40, reason: "-")))
        #expect(try await salon.database.enter(late, member: salon.member).refusal == nil)
        let after = try await rows(salon)
        #expect(after["m"] != before["m"] && after["m"]?.contains("\"zh\":\"从前") == false, "\(after["m"] ?? "-")")
        #expect(before.filter { $0.key != "m" }.allSatisfy { after[$0.key] == $0.value })
        try await expectSound(salon.database)
    }

    @Test func `A row that another version wrote is listed with its figures`() async throws {
        let salon = try await TestSalon()
        try await salon.order(#"{"id": "t", "kind": "topUp", "paidFen": 100000}"#)
        try await salon.database.write { tx in
            try tx.run(#"UPDATE why SET body = replace(body, '"phrase":"', '"phrase":"newer.') WHERE entry = 't'"#)
        }
        let list = try await salon.database.entryTexts(of: salon.member, before: nil)
        #expect(list.contains("\"en\":\"(this version has no words for newer."), "\(list.prefix(900))")
    }
}
