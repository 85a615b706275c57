import Database
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// How bills are paid, as a desk enters them, and bills from before that was held against anything.
@Suite struct PaymentDeskTests {
    private static let card = """
        {"id": "p-1", "kind": "bill", "store": "xuhui", "lines": [{"item": "facial-10", "unitPriceFen": 304000}]}
        """

    private static func visit(_ tender: String, id: String = "b-1") -> String {
        """
        {"id": "\(id)", "kind": "bill", "store": "xuhui", "choice": "these", "offers": [],
         "lines": [{"item": "deep-clean", "unitPriceFen": 38000}], "tenders": [\(tender)]}
        """
    }

    private func left(_ salon: TestSalon) async throws -> Int64? {
        try await salon.preview(#"{"kind": "account"}"#)[number: "account.packages.0.left"]
    }

    @Test func `A bill paid by a package takes the session, and its refund gives it back`() async throws {
        let salon = try await TestSalon()
        #expect(try await salon.order(Self.card).isAccepted)
        let nameless = try await salon.order(Self.visit(#"{"kind": "package", "fen": 38000}"#))
        #expect(!nameless.isAccepted && nameless[text: "refusal.en"]?.contains("name it by its lot") == true)
        let order = Self.visit(#"{"kind": "package", "fen": 38000, "lot": "p-1/0.0"}"#)
        let paid = try await salon.order(order)
        #expect(paid.isAccepted, "\(paid.text)")
        #expect(try await salon.order(order).text == paid.text)
        #expect(try await left(salon) == 9)
        let back = try await salon.order(#"{"id": "r-1", "kind": "refund", "bill": "b-1"}"#)
        #expect(back.isAccepted && back[number: "outcome.refund.tenders.package"] == 38_000, "\(back.text)")
        #expect(try await left(salon) == 10)
        #expect(try await salon.database.audit() == [])
        // From the beginning it comes to the same.
        try await salon.database.write { tx in try HistoryCache.forget(salon.member, tx) }
        #expect(try await left(salon) == 10)
    }

    @Test func `More than the card holds is refused at the desk, and nothing is kept`() async throws {
        let salon = try await TestSalon()
        let digest = try await salon.digest()
        let answer = try await salon.order(Self.visit(#"{"kind": "gift", "fen": 38000}"#))
        #expect(!answer.isAccepted && answer[text: "refusal.zh"]?.hasPrefix("要用赠金付 ¥380") == true, "\(answer.text)")
        #expect(try await salon.digest() == digest)
    }

    @Test func `A desk cannot name an edition`() async throws {
        let salon = try await TestSalon()
        let order = Self.visit(#"{"kind": "package", "fen": 38000}"#)
            .replacing(#""store""#, with: #""edition": 1, "store""#)
        await #expect(throws: (any Error).self) { try await salon.order(order) }
    }

    /// As the hub wrote it before entries named an edition.
    @Test func `A stored bill without an edition is read and comes to what it was`() async throws {
        let salon = try await TestSalon()
        let policy = try await salon.database.read { tx in
            try PolicyStore.inForce(tx, atMs: salon.clock.nowMs).version
        }
        let body = """
            {"member":"\(salon.member)","id":"old-1","at":"\(MomentText.text(salon.clock.nowMs))","policy":"\(policy)",\
            "kind":"bill","bill":"old-1","store":"xuhui","lines":[{"item":"deep-clean","quantity":1,\
            "unitPriceFen":38000}],"choice":"these","offers":[],"bestFen":38000,\
            "tenders":[{"kind":"package","fen":38000}]}
            """
        try await salon.database.write { tx in
            try tx.run(
                """
                INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms, request)
                VALUES ('old-1', $1, $2, $3, $4, $5, NULL)
                """, [salon.member, salon.clock.nowMs, policy, body, salon.clock.nowMs])
            try HistoryCache.forget(salon.member, tx)
            let history = try MemberHistory.evaluate(salon.member, tx)
            #expect(history.failures.isEmpty && history.refused.isEmpty)
            let settled = history.account.bills["old-1"]
            #expect(settled?.edition == .first && settled?.tenders == [Tender(.package, Money(fen: 38_000))])
            // Sent again it is the same entry.
            let entry = try #require(try MemberHistory.entries(of: salon.member, tx).first { $0.id == "old-1" })
            #expect(entry.edition == .first)
            var anew = entry
            anew.edition = .current
            let desk = MemberEntries(tx: tx, nowMs: salon.clock.nowMs, member: salon.member)
            #expect(try desk.known(anew) != nil)
        }
        let back = try await salon.order(#"{"id": "r-1", "kind": "refund", "bill": "old-1"}"#)
        #expect(back.isAccepted && back[number: "outcome.refund.tenders.package"] == 38_000, "\(back.text)")
    }
}
