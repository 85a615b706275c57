import Foundation
import GRDB
import HubStore
import Testing

/// How SQLite, which has no statistics here, looks for what is asked of one member, one card or one kiosk: work that
/// goes through what is open of everybody grows with the salon.
@Suite struct PlanTests {
    @Test(arguments: [
        ("SELECT code FROM claim WHERE member = ? AND status = 'open'", "claim_of_member (member=? AND status=?)"),
        (
            "SELECT code FROM entry_claim WHERE member = ? AND status = 'open'",
            "entry_claim_of_member (member=? AND status=?)"
        ),
        (
            "SELECT key FROM incident WHERE member = ? AND status = 'open' AND kind = 'refused-later'",
            "incident_of_member (member=? AND status=?)"
        ),
        (
            "SELECT key FROM incident WHERE card = ? AND status = 'open' AND kind = 'unexplained-advance'",
            "incident_of_card (card=? AND status=?)"
        ),
        (
            "UPDATE incident SET reason = '' WHERE key = ? AND status = 'open' AND status <> 'explained'",
            "incident_open (key=?)"
        ),
        (
            "SELECT count(*) FROM hold WHERE kiosk = ? AND state <> 'released' AND state = 'refused'",
            "hold_of_kiosk (kiosk=? AND state=?)"
        ),
    ])
    func `What is open of one is found without what is open of others`(statement: String, index: String) async throws {
        let salon = try await TestSalon(members: 9, on: .sqlite)
        try salon.database.close()
        let queue = try DatabaseQueue(path: salon.path + "/hub.sqlite")
        let plan = try await queue.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(statement)", arguments: ["x"]).map { row -> String in
                row["detail"]
            }
        }
        try queue.close()
        #expect(plan.joined(separator: "; ").contains(index))
    }
}
