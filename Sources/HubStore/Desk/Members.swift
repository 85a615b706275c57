internal import GRDB
package import HubAPI
package import Vocabulary

extension HubDatabase {
    /// Ascending by number.
    /// - Parameters:
    ///   - number: what it begins with; `nil` for all.
    ///   - after: the last number of the page before.
    package func members(number: String?, after: String?, limit: Int?) async throws -> MemberList {
        let nowMs = now()
        let limit = min(max(limit ?? HubLimits.membersPerList, 1), HubLimits.membersPerList)
        return try await pool.read { db in
            let view = try MemberView(db, nowMs: nowMs)
            let rows = try db.rows(
                "\(MemberView.columns) WHERE number > ? AND substr(number, 1, ?) = ? ORDER BY number LIMIT ?",
                [after ?? "", number?.count ?? 0, number ?? "", limit + 1])
            let members = try rows.prefix(limit).compactMap(view.summary)
            return MemberList(members: members, next: rows.count > limit ? members.last?.number : nil)
        }
    }

    package func member(_ id: MemberID) async throws -> MemberSummary {
        let nowMs = now()
        return try await pool.read { db in
            let row = try db.row("\(MemberView.columns) WHERE member.id = ?", [id.blob])
            guard let row, let summary = try MemberView(db, nowMs: nowMs).summary(row) else {
                throw HubStoreError.notFound(.member(id))
            }
            return summary
        }
    }
}
