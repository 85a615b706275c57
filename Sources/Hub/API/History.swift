internal import HubAPI
internal import HubStore
internal import Vocabulary

/// What operators take home: history without names, and the rules it was made under.
func historyRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.get, "/v1/history", [.operator]) { call in
            let after = try call.query["after"].map { text throws(Problem) in
                guard let id = MemberID(text) else { throw Problem.noMemberID }
                return id
            }
            let limit = try call.number("limit", in: 1...Int64(HubLimits.membersPerHistoryPage))
            return try Reply(try await database.history(after: after, limit: limit.map { Int($0) }))
        },
        Route(.get, "/v1/policies", [.staff, .operator]) { _ in try Reply(try await database.policyDocuments()) },
    ]
}

extension Problem {
    fileprivate static let noMemberID = Problem(
        status: 400, code: "invalid-parameter", title: Bilingual(zh: "这不是会员编号", en: "That is no member's id"),
        detail: "A member id, a UUID, is expected. Nothing was changed.")
}
