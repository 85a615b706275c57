import Database
import DatabaseTesting
import HubAPI
import Testing

@testable import HubStore

/// How SQLite, which has no statistics here, looks for what is asked of one member, one card or one kiosk: work that
/// goes through what is open of everybody grows with the salon.
@Suite struct PlanTests {
    private static let cases: [(SQL, String)] = [
        (
            "SELECT key FROM incident WHERE member = $1 AND status = 'open' AND kind = 'refused-later'",
            "(member=? AND status=?)"
        ),
        (
            "SELECT key FROM incident WHERE card = $1 AND status = 'open' AND kind = 'unexplained-advance'",
            "(card=? AND status=?)"
        ),
        ("UPDATE incident SET reason = '' WHERE key = $1 AND status = 'open' AND status <> 'explained'", "(key=?)"),
        (
            "SELECT count(*) FROM hold WHERE kiosk = $1 AND state <> 'released' AND state = 'refused'",
            "(kiosk=? AND state=?)"
        ),
    ]

    private func plan(_ statement: SQL, _ values: [any SQLBindable & Sendable]) async throws -> [String] {
        let salon = try await TestSalon(members: 9, on: .sqlite)
        return try await salon.database.read { tx in
            try tx.rows("EXPLAIN QUERY PLAN \(statement)", values).column("detail")
        }
    }

    @Test(arguments: cases)
    func `What is open of one is found without what is open of others`(statement: SQL, index: String) async throws {
        let plan = try await plan(statement, ["x"])
        #expect(plan.contains { $0.contains(index) })
        #expect(!plan.contains { $0.contains("by_status") || $0.hasPrefix("SCAN") })
    }

    @Test func `A member's open claims are found without those of others`() async throws {
        let plan = try await plan(Claims.openOfMember, ["x", HubLimits.openClaimsPerMember])
        #expect(plan.count { $0.contains("claim_of_member (member=? AND status=?)") } == 2)
        #expect(!plan.contains { $0.contains("by_status") })
    }
}
