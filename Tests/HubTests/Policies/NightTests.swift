import Database
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// When the hub's nights are run, and what they must not hold up.
@Suite struct HubNightTests {
    private let none = Amount.zero

    @Test func `What is redeemed at the desk is handed over there, and never given back by a night`() async throws {
        let salon = try await TestSalon()
        #expect(try await salon.order(#"{"id": "r", "kind": "redeem", "reward": "mask"}"#).isAccepted)
        let end = salon.clock.nowMs + 40 * TestSalon.dayMs
        salon.clock.set(ms: end)
        try await salon.runNights()
        let back = #"{"id": "u", "kind": "claim", "redemption": "r", "step": "unclaimed"}"#
        #expect(try await salon.order(back)[text: "refusal.en"] == "it was handed over before")
    }

    @Test func `A claim that has ended is not handed over, also when no night was run since`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(
            salon.intent(.test(1), card: card, before: none, points: 80, reward: "mask", claimCode: "CODE1"))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        salon.clock.advance(ms: 31 * TestSalon.dayMs)
        await #expect(throws: HubStoreError.self) { try await salon.database.handOver(code: "CODE1") }
        // The night itself was not lost with the refusal: it comes with the next one that asks.
        try await salon.runNights()
        #expect(try await salon.database.claims(.returned).claims.map(\.code) == ["CODE1"])
        #expect(try await salon.incidents().allSatisfy { $0.kind != .refusedLater })
    }

    @Test(arguments: [("2026-03-02", 0), ("2026-03-02 09:00", 1), ("2026-03-01 15:00", 0)] as [(String, Int64)])
    func `A policy's first night is the first midnight that it holds in`(from: String, daysLater: Int64) async throws {
        let salon = try await TestSalon()
        _ = try await salon.database.publish(try TestSalon.policy([:], from: from))
        try await salon.database.tidy()
        let due = try await salon.database.read { tx in
            try (tx.rows("SELECT DISTINCT night_due_ms FROM member").firstColumn() as [Int64])
        }
        let today = StoreZone.shanghai.startMs(of: StoreZone.shanghai.day(atMs: salon.clock.nowMs))
        #expect(due == [today + daysLater * TestSalon.dayMs])
        try await salon.runNights()
        #expect(try await salon.database.audit() == [])
    }

    /// As many members as one step has time for, again and again.
    private func allNights(_ salon: TestSalon) async throws -> (members: Int, failures: [String]) {
        var all: (members: Int, failures: [String]) = (0, [])
        while true {
            let (members, failures) = try await salon.database.runNights()
            if members == 0 { return all }
            all.members += members
            all.failures += failures
        }
    }

    @Test func `One member's night that fails is told, and holds up nobody`() async throws {
        let salon = try await TestSalon(members: 5)
        let broken = salon.member
        salon.clock.advance(ms: 35 * TestSalon.dayMs)
        let now = salon.clock.nowMs
        try await salon.database.write { tx in
            try tx.run(
                """
                INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms)
                VALUES ('broken', $1, $2, 'yuerong-2026-1', '{}', 1)
                """, [broken, now])
            try tx.run("UPDATE member SET night_due_ms = $1, evaluation = NULL", [now - 1])
        }
        let first = try await allNights(salon)
        #expect(first.members == 5 && first.failures.count == 1, "\(first)")
        #expect(first.failures.allSatisfy { $0.hasPrefix(broken.description) })
        salon.clock.advance(ms: 2 * TestSalon.dayMs)
        #expect(try await allNights(salon).failures.count == 1)
    }

    /// What the nights of a member have to say, by the day on which it was said.
    private func said(_ phrase: String, of member: MemberID, _ salon: TestSalon) async throws -> [String] {
        let sql: SQL = """
            SELECT substr(member_entry.id, 7, 10) FROM member_entry JOIN why ON why.entry = member_entry.id
            WHERE member_entry.member = $1 AND member_entry.id LIKE 'night-%' AND instr(why.body, $2) > 0 ORDER BY at_ms
            """
        return try await salon.database.read {
            try ($0.rows(sql, [member, phrase]).firstColumn() as [String])
        }
    }

    @Test func `E16 Nights say a fall ahead 30 and 7 days before, and points when they become active`() async throws {
        let salon = try await TestSalon(members: 5)
        let member = salon.member
        _ = try await salon.database.publish(try TestSalon.policy(["pendingDays: 0\n": "pendingDays: 3\n"]))
        let set = MemberEntry(
            id: "set", atMs: salon.clock.nowMs, policy: "yuerong-2026-2",
            fact: .tierSet("gold", through: Day("2026-05-31")))
        #expect(try await salon.database.enter(set, member: member).refusal == nil)
        #expect(try await salon.order(#"{"id": "f", "kind": "action", "action": "feedback"}"#, for: member).isAccepted)
        for _ in 0..<100 {
            salon.clock.advance(ms: TestSalon.dayMs)
            try await salon.runNights()
        }
        #expect(try await said("night.activated", of: member, salon) == ["2026-03-05"])
        #expect(try await said("tier.warning", of: member, salon) == ["2026-05-02", "2026-05-25"])
        #expect(try await said("tier.by-hand.ended", of: member, salon) == ["2026-06-01"])
        #expect(try await salon.database.audit() == [])
    }
}
