import Database
import DatabaseTesting
import HubAPI
import Testing
import Vocabulary

@testable import Hub
@testable import HubStore

/// Rows that no version of the hub has written are told as damage: nothing stops, and nothing of a member vanishes.
@Suite struct DamagedRowTests {
    /// A salon in whose file somebody has written past the hub, its rules and its tables' checks.
    private func damaged(_ sql: String) async throws -> TestSalon {
        let salon = try await TestSalon(members: 5, on: .sqlite)
        let path = salon.path + "/hub.sqlite"
        try dropGuards(of: path)
        // Nothing is trusted that memory holds of the time before.
        try tamper(with: path, "PRAGMA ignore_check_constraints = ON; UPDATE member SET evaluation = NULL; \(sql)")
        return salon
    }

    private func expectDamage(
        _ column: String, at place: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async {
        let error = await #expect(throws: HubStoreError.self, sourceLocation: place) { try await body() }
        guard let error else { return }
        guard case .unreadable(_, column) = error else {
            Issue.record("\(error)", sourceLocation: place)
            return
        }
        #expect(Problem(error).status == 503 && Problem(error).code == "store-failed", sourceLocation: place)
    }

    @Test func `A lot of an unknown currency is no smaller balance, but damage`() async throws {
        let salon = try await damaged("UPDATE lot SET currency = 'shells' WHERE debt = 0")
        await expectDamage("currency") { _ = try await salon.database.member(salon.member) }
        await expectDamage("currency") {
            _ = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        }
        await expectDamage("currency") {
            _ = try await salon.order(#"{"id": "s", "kind": "action", "action": "sign-up"}"#)
        }
    }

    @Test func `A debt of an unknown currency is damage too`() async throws {
        let salon = try await damaged(
            """
            INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms, debt, taken)
            SELECT id, 'debt-shells', 'shells', 'debt-shells', 0, 1, 1, 1, 5 FROM member
            """)
        await expectDamage("currency") { _ = try await salon.database.member(salon.member) }
    }

    @Test(arguments: ["gone", "grantReversal", "spendReversalReversal", ""])
    func `A line of an unknown kind is damage when the ledger is corrected`(_ kind: String) async throws {
        let salon = try await damaged("UPDATE ledger SET kind = '\(kind)'")
        await expectDamage("kind") {
            _ = try await salon.order(#"{"id": "s", "kind": "action", "action": "sign-up"}"#)
        }
    }
}
