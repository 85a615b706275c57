internal import FoundationEssentials
internal import HubAPI
internal import HubStore
internal import Identity

/// What the desk enters for members, and what it may ask before it does.
func deskRoutes(_ desk: FrontDesk) -> [Route] {
    let database = desk.database
    return [
        Route(.post, "/v1/desk/members/{member}/preview", [.staff]) { call in
            Reply(json: try await database.preview(try call.text(), member: try member(call)))
        },
        Route(.get, "/v1/desk/members/{member}/account", [.staff]) { call in
            Reply(json: try await database.preview(#"{"ask": {"kind": "account"}}"#, member: try member(call)))
        },
        Route(.post, "/v1/desk/members/{member}/entries", [.staff]) { call in
            Reply(json: try await database.enterAtDesk(try call.text(), member: try member(call)))
        },
        Route(.get, "/v1/desk/members/{member}/entries", [.staff]) { call in
            Reply(json: try await database.entries(of: try member(call), before: call.query["before"]))
        },
    ]
}

/// What operators take home: history without names, and the rules it was made under.
func historyRoutes(_ desk: FrontDesk) -> [Route] {
    let database = desk.database
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
        status: 400, code: "invalid-parameter", title: "That is no member's id",
        detail: "A member id, a UUID, is expected. Nothing was changed.")
}
