internal import FoundationEssentials
internal import HubAPI
internal import HubStore
internal import Identity
internal import PolicyFile
internal import Settings

/// What the desk enters for members, and what it may ask before it does.
func deskRoutes(_ desk: FrontDesk) -> [Route] {
    let database = desk.database
    return [
        Route(.post, "/v1/desk/members/{member}/preview", [.staff]) { call in
            let question = try DeskQuestion.decode(try call.text(), file: "body")
            return Reply(json: question.answer(from: try await database.standing(of: try member(call))).json.printed)
        },
        Route(.get, "/v1/desk/members/{member}/account", [.staff]) { call in
            let standing = try await database.standing(of: try member(call))
            return Reply(json: DeskQuestion.account.answer(from: standing).json.printed)
        },
        Route(.post, "/v1/desk/members/{member}/entries", [.staff]) { call in
            let order = try DeskOrder.decode(try call.text(), file: "body")
            return Reply(json: try await database.enter(order, for: try member(call)).json.compact + "\n")
        },
        Route(.get, "/v1/desk/members/{member}/entries", [.staff]) { call in
            let entries = try await database.entries(of: try member(call), before: call.query["before"])
            return Reply(json: entryList(entries))
        },
    ]
}

/// Entries with their reasons in words. Each stands as it was sealed, byte for byte.
func entryList(_ entries: [BookedEntry]) -> String {
    let texts = entries.map { "{\"entry\":\($0.line),\"why\":\(KeptReasons.worded($0.reasons))}" }
    return "{\"entries\": [\(texts.joined(separator: ",\n"))]}\n"
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
