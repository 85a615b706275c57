internal import HubAPI
internal import HubStore
internal import Vocabulary

/// What staff do to cards.
func cardRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.post, "/v1/cards", [.staff]) { call in
            let request: IssueRequest = try call.decoded()
            return try Reply(try await database.issue(request))
        },
        Route(.post, "/v1/cards/links", [.staff]) { call in
            let request: LinkRequest = try call.decoded()
            return try Reply(try await database.link(request))
        },
        Route(.get, "/v1/cards/{card}", [.staff]) { call in try Reply(try await database.card(try card(call))) },
        Route(.post, "/v1/cards/{card}/issued", [.staff]) { call in
            let change: CardChange = try call.decoded()
            try checkReason(change.reason)
            return try Reply(try await database.markIssued(try card(call)))
        },
        Route(.post, "/v1/cards/{card}/block", [.staff]) { call in
            let change: CardChange = try call.decoded()
            try checkReason(change.reason)
            return try Reply(try await database.block(try card(call), change))
        },
        Route(.post, "/v1/cards/{card}/unblock", [.staff]) { call in
            let change: CardChange = try call.decoded()
            try checkReason(change.reason)
            return try Reply(try await database.unblock(try card(call), change))
        },
        Route(.post, "/v1/cards/{card}/close", [.staff]) { call in
            let change: CardChange = try call.decoded()
            try checkReason(change.reason)
            return try Reply(try await database.close(try card(call), change))
        },
    ]
}

private func card(_ call: Call) throws(Problem) -> CardID {
    try call.required("card", "A card id such as 04A1B2C3D4E5F6-1") { CardID($0) }
}
