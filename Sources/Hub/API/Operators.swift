internal import HubAPI
internal import HubStore
internal import Vocabulary

/// What operators ask about kiosks and of them.
func operatorRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.get, "/v1/operator/kiosks", [.operator]) { _ in try Reply(try await database.kiosks()) },
        Route(.get, "/v1/operator/kiosks/{kiosk}", [.operator]) { call in
            try Reply(try await database.kiosk(call["kiosk"]))
        },
        Route(.post, "/v1/operator/kiosks/{kiosk}/requests", [.operator]) { call in
            let draft: RemoteRequestDraft = try call.decoded()
            return try Reply(try await database.ask(kiosk: call["kiosk"], draft, id: context.newID()))
        },
        Route(.get, "/v1/operator/requests/{request}/answers", [.operator]) { call in
            let seconds = Int(try call.number("wait", in: 0...Int64(HubLimits.longPollSeconds)) ?? 0)
            let after = try call.number("after", in: -1...Int64.max - 1) ?? -1
            let kiosk = try await database.kiosk(ofRequest: call["request"]) ?? ""
            let page = try await context.polls.answer(
                on: .answers(kiosk: kiosk), seconds: seconds, most: HubLimits.operatorsWaiting, client: call.client
            ) {
                let page = try await database.answers(requestID: call["request"], after: after)
                return (page, page.done || !page.parts.isEmpty)
            }
            return try Reply(page)
        },
        Route(.post, "/v1/operator/requests/{request}/end", [.operator]) { call in
            try Reply(try await database.endRequest(call["request"]))
        },
    ]
}
