internal import Documents
internal import HubAPI
internal import HubStore
internal import PolicyFile
internal import Vocabulary

/// What the desk enters for members, and what it may ask before it does.
func deskRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
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
