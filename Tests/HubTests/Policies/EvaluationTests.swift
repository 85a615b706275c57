import Database
import Documents
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// What is put on top of a history that memory holds, and what is replayed from its beginning, is the same.
@Suite struct EvaluationTests {
    @Test(arguments: 1...20)
    func `Entries and spends in any order of arrival come to what a replay says`(seed: Int) async throws {
        let salon = try await TestSalon(members: 1)
        let card = try await salon.issueCard()
        var random = SeededGenerator(seed: UInt64(seed))
        var journal = TestJournal(kiosk: "xuhui-1")
        var odometers = Amount.zero
        for step in 1...25 {
            salon.clock.advance(ms: Int64(random.next() % 5) * TestSalon.dayMs + 1000)
            let late = random.next() % 4 == 0 ? Int64(random.next() % 5) * TestSalon.dayMs : 0
            switch random.next() % 5 {
            case 0, 1:
                let amount = Amount(points: Int64(random.next() % 60), fen: Int64(random.next() % 3) * 1500)
                journal.append(
                    salon.intent(
                        .test(step * 2), atMs: salon.clock.nowMs - late, card: card, before: odometers,
                        points: amount.points.count, fen: amount.money.fen,
                        reward: random.next() % 2 == 0 ? "mask" : nil))
                journal.append(salon.outcome(.test(step * 2 + 1), of: .test(step * 2), card: card, .posted))
                odometers = odometers + amount
                _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
            case 2: try await salon.runNights()
            default: try await enter(step, late, salon, &random)
            }
            if random.next() % 6 == 0 { try await forget(salon) }
        }
        let early = try await salon.database.audit()
        #expect(early.isEmpty, "\(early)")
        let digest = try await salon.digest()
        let (before, nowMs) = (try await account(salon), salon.clock.nowMs)
        try await salon.database.write { tx in
            try MemberBooks.bookSpends(
                LotChange(mustReplay: true), member: salon.member, tx, Incidents(tx: tx, nowMs: nowMs))
        }
        #expect(try await account(salon) == before)
        let after = try await salon.digest()
        #expect(after == digest)
        let audit = try await salon.database.audit()
        #expect(audit.isEmpty, "\(audit)")
    }

    private func enter(_ step: Int, _ late: Int64, _ salon: TestSalon, _ random: inout SeededGenerator) async throws {
        let at = MomentText.text(salon.clock.nowMs - late)
        let facts = [
            #""kind": "action", "action": "feedback""#, #""kind": "redeem", "reward": "mask""#,
            #""kind": "topUp", "paidFen": 30000"#,
            #""kind": "adjust", "currency": "points", "amount": -40, "reason": "test""#,
            #""kind": "bill", "store": "xuhui", "points": null, "lines": [{"item": "nails", "unitPriceFen": 28800}], "#
                + #""tenders": [{"kind": "storedValue", "fen": 9900}]"#,
            "\"kind\": \"refund\", \"bill\": \"e-\(random.next() % UInt64(step))\"",
        ]
        let fact = facts[Int(random.next() % UInt64(facts.count))]
        // What the hub holds for kiosks, or a rule, may refuse it: then nothing happened.
        _ = try? await salon.order("{\"id\": \"e-\(step)\", \"at\": \"\(at)\", \(fact)}")
    }

    private func account(_ salon: TestSalon) async throws -> String {
        try await salon.database.preview(#"{"ask": {"kind": "account"}}"#, member: salon.member)
    }

    private func forget(_ salon: TestSalon) async throws {
        try await salon.database.write { tx in try HistoryCache.forget(salon.member, tx) }
    }

    @Test func `A transaction that fails leaves nothing to go on from`() async throws {
        let salon = try await TestSalon(members: 1)
        struct Failure: Error {}
        let (digest, nowMs) = (try await salon.digest(), salon.clock.nowMs)
        let member = salon.member
        await #expect(throws: Failure.self) {
            try await salon.database.write { tx in
                let entry = MemberEntry(id: "e", atMs: nowMs, policy: "yuerong-2026-1", fact: .action("feedback"))
                _ = try MemberEntries(tx: tx, nowMs: nowMs, member: member).enter(entry)
                throw Failure()
            }
        }
        try await salon.order(#"{"id": "f", "kind": "topUp", "paidFen": 100}"#)
        #expect(try await salon.database.audit() == [])
        let after = try await salon.digest()
        #expect(after.count == digest.count && !after.joined().contains("e/feedback"))
    }

    @Test func `The history handed out comes to the same accounts elsewhere`() async throws {
        let salon = try await TestSalon(members: 30)
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        let none = Amount.zero
        journal.append(salon.intent(.test(1), card: card, before: none, points: 80, fen: 0, reward: "mask"))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        let after80 = Amount(points: 80, fen: 0)
        journal.append(salon.intent(.test(3), card: card, before: after80, points: 9, fen: 700))
        journal.append(salon.outcome(.test(4), of: .test(3), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let documents = try await salon.database.policyDocuments().policies
        let book = PolicyBook(
            try documents.map { facts in
                let text = try #require(facts.text)
                return try PolicyDocument(text: text.document, calendars: text.calendars).policy
            })
        var histories: [String: [MemberEntry]] = [:]
        var after: MemberID?
        repeat {
            let page = try await salon.database.history(after: after, limit: 7)
            for line in page.lines {
                #expect(!line.contains("\n"))
                // What staff wrote beside an adjustment stays here.
                #expect(!line.contains("brought along"))
                let (member, entry) = try CaseFile.memberEntry(line, file: "history")
                histories[member, default: []].append(entry)
            }
            after = page.next
        } while after != nil
        #expect(histories.count == 30)
        let policy = try #require(book.policies.last)
        for member in try await salon.members {
            let entries = try #require(histories[member.description])
            let account = try History.replayed(entries, under: book).account
            let here = AnswerText.account(account, atMs: salon.clock.nowMs, policy).printed
            let there = try await salon.preview(#"{"kind": "account"}"#, of: member)
            for figure in ["points", "principal", "gift", "pendingPoints"] {
                #expect(Answered(here)[number: figure] == there[number: "account.\(figure)"], "\(figure)")
            }
            #expect(Answered(here)[text: "tier"] == there[text: "account.tier"])
        }
    }
}
