internal import Database
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
        return try await read { tx in
            let view = try MemberView(tx, nowMs: nowMs)
            let rows = try tx.rows(
                "\(MemberView.columns) WHERE number > $1 AND substr(number, 1, $2) = $3 ORDER BY number LIMIT $4",
                [after ?? "", number?.count ?? 0, number ?? "", limit + 1])
            let members = try rows.prefix(limit).map(view.summary)
            return MemberList(members: members, next: rows.count > limit ? members.last?.number : nil)
        }
    }

    package func member(_ id: MemberID) async throws -> MemberSummary {
        let nowMs = now()
        return try await read { tx in
            let row = try tx.row("\(MemberView.columns) WHERE member.id = $1", [id])
            guard let row else { throw HubStoreError.notFound(.member(id)) }
            return try MemberView(tx, nowMs: nowMs).summary(row)
        }
    }
}
