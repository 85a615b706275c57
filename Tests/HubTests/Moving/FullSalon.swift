import Database
import DatabaseTesting
import Foundation
import HubAPI
import Testing
import Vocabulary

@testable import HubStore

extension TestSalon {
    /// A hub's file with rows in all of its tables, and values that are easily changed on the way: U+0000, the ends of
    /// 64 bits, nothing, Chinese and emoji.
    static func full(members: Int = 12) async throws -> TestSalon {
        let salon = try await TestSalon(members: members, on: .sqlite)
        let card = try await salon.issueCard()
        let newer = try await salon.issueCard(2)
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.seen(.test(1), card: card, odometers: .zero))
        journal.append(
            salon.intent(.test(2), card: card, before: .zero, points: 1, reward: "facial", claimCode: "AB12"))
        journal.append(salon.outcome(.test(3), of: .test(2), card: card, .posted))
        journal.append(salon.entry(.test(4), card: card, .fault(FaultReport(.odometerBehind, detail: "低于 😀"))))
        journal.append(body: "no entry")
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        // What comes afterwards has no place yet.
        try await salon.database.numberAndSeal()
        for order in [
            #"{"id": "s", "kind": "action", "action": "sign-up"}"#,
            #"{"id": "f", "kind": "action", "action": "feedback"}"#,
        ] {
            #expect(try await salon.order(order).isAccepted)
        }
        try await salon.database.addToken("运营 token", for: Bearer(role: .operator, kiosk: nil))
        try await salon.database.addToken("kiosk", for: Bearer(role: .kiosk, kiosk: "xuhui-1"))
        let member = salon.member
        try await salon.database.write { tx in
            try fill(cards: (card, newer), member, tx)
            try fillDesk(member, card, tx)
            try fillOldJournal(tx)
        }
        return salon
    }

    private static func fill(cards: (CardID, CardID), _ member: MemberID, _ tx: Transaction) throws {
        let (low, high) = (min(cards.0.description, cards.1.description), max(cards.0.description, cards.1.description))
        // Against the order of the key.
        try tx.run("UPDATE card SET replaces = $1 WHERE id = $2", [high, low])
        try tx.run("UPDATE card SET blocked_version = $1, status_reason = $2 WHERE id = $3", [Int64.min, "丢失 🪪", low])
        try tx.run("INSERT INTO removed_member VALUES ($1, $2)", [Int64.max, [UInt8](repeating: 0, count: 16)])
        try tx.run(
            "INSERT INTO card_decision VALUES (7, $1, 'unblocked', '店长 said so', 3)", [low])
        try tx.run("INSERT INTO reading VALUES ($1, $2, $3), ($1, $3, $2)", [low, Int64.max, Int64.min])
        try tx.run(
            "INSERT INTO last_reading VALUES ($1, (SELECT min(id) FROM store_epoch), 1, 2) ON CONFLICT DO NOTHING",
            [low])
        try tx.run(
            "INSERT INTO hold VALUES ($1, 'xuhui-1', $2, $3, 0, $4, NULL, NULL, $4, 'released')",
            [OperationID.test(70), member, low, Int64.max])
        try tx.run(
            "INSERT INTO claim VALUES ($1, 'AB12', $2, '护理', 4, 'cancelled', NULL) ON CONFLICT DO NOTHING",
            [OperationID.test(2), member])
        try tx.run(
            "INSERT INTO right_waiting VALUES ($1, $2) ON CONFLICT DO NOTHING", [member, Int64.max])
    }

    private static func fillDesk(_ member: MemberID, _ card: CardID, _ tx: Transaction) throws {
        try tx.run(
            "INSERT INTO entry_claim VALUES ('r', 'CD34', $1, 'facial', 5, 'handedOver', 6)", [member])
        try tx.run("INSERT INTO offer_use VALUES ('双十一', 'e/1', $1, 1), ('双十一', 'e', $1, 2)", [member])
        try tx.run(
            """
            INSERT INTO incident (key, kind, detail, opened_at_ms, status) VALUES ('k', 'fault', '', 1, 'explained')
            """)
        try tx.run(
            "INSERT INTO write_off VALUES ((SELECT max(id) FROM incident), $1, $2, 0, 0, $3)",
            [card, Int64.min, Int64.max])
        try tx.run(
            """
            INSERT INTO remote_request (id, kiosk, kind, follow, created_at_ms, asked_at_ms)
            VALUES ('q', 'xuhui-1', 'logs', 0, 1, 2)
            """)
        try tx.run(
            "INSERT INTO sweep VALUES ('policy', 3, '2026-版', $1, $2, $3, '~')", [Int64.max, Int64.min, [UInt8]()])
        for part in 0..<40 {
            try tx.run(
                "INSERT INTO remote_part VALUES ('q', $1, $2)", [part, String(repeating: "日志 🪵 \(part)\n", count: 200)])
        }
    }

    /// A journal of a time before bodies with U+0000 were written otherwise.
    private static func fillOldJournal(_ tx: Transaction) throws {
        let (epoch, body) = ("旧 epoch", "{\"a\":\"\u{0}%0\"}")
        let hash = JournalChain.hash(previous: JournalChain.root(ofEpoch: epoch), sequence: 1, body: body)
        try tx.run("INSERT INTO store_epoch VALUES (900, 'jingan-1', $1, 1, $2, 9)", [epoch, hash])
        try tx.run("INSERT INTO journal VALUES (900, 1, $1, $2, NULL, 'unreadable', 9, 9)", [hash, body])
        try tx.run("INSERT INTO forked_line VALUES (900, $1, '散列', $2, 9)", [Int64.min, body])
    }
}
