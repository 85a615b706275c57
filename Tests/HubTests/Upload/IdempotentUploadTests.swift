import Database
import HubAPI
import Testing
import Vocabulary

@testable import HubStore

@Suite struct IdempotentUploadTests {
    /// What the hub has of a spend: rows under its id, ledger lines, and what they come to.
    private func booked(_ spend: OperationID, _ database: HubDatabase) async throws -> [Int64] {
        try await database.read { tx in
            let row = try #require(
                try tx.row(
                    """
                    SELECT (SELECT count(*) FROM spend WHERE id = $1) AS rows, count(*) AS lines,
                        coalesce(sum(amount), 0) AS amount FROM ledger WHERE spend = $1
                    """, [spend]))
            return try [row["rows"], row["lines"], row["amount"]]
        }
    }

    /// An answer that got lost, a hub that was started again meanwhile, and a second sender beside the first.
    @Test func `E25 a The same kiosk transaction uploaded three times is one ledger entry with the same answer`()
        async throws
    {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var filled = TestJournal(kiosk: "xuhui-1")
        filled.append(
            salon.intent(.test(1), card: card, before: Amount.zero, points: 1, reward: "balm"))
        filled.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        let journal = filled
        let lost = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await booked(.test(1), salon.database) == [1, 1, -1])
        try await salon.database.closeAndWait()

        let again = try await salon.opened(as: .owner(mayCreate: false))
        async let second = again.upload(journal.request(), kiosk: "xuhui-1")
        async let third = again.upload(journal.request(), kiosk: "xuhui-1")
        let receipts = try await [lost, second, third]
        #expect(lost.held == [.test(1), .test(2)] && lost.refused.isEmpty)
        #expect(receipts == [lost, lost, lost])
        #expect(try await booked(.test(1), again) == [1, 1, -1])
        #expect(try await again.member(salon.member).points == balance - 1)
        #expect(try await again.audit() == [])
        try await again.closeAndWait()
    }
}
