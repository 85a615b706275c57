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
            let request = try await database.ask(kiosk: call["kiosk"], draft, id: context.newID())
            await context.bell.ring(call["kiosk"])
            return try Reply(request)
        },
        Route(.get, "/v1/operator/requests/{request}/answers", [.operator]) { call in
            let seconds = Int(try call.number("wait", in: 0...Int64(HubLimits.longPollSeconds)) ?? 0)
            let after = try call.number("after", in: -1...Int64.max - 1) ?? -1
            let bell = answersBell(try await database.kiosk(ofRequest: call["request"]) ?? "")
            let rung = await context.bell.count(bell)
            let page = try await database.answers(requestID: call["request"], after: after)
            guard page.parts.isEmpty, !page.done, seconds > 0 else { return try Reply(page) }
            try await context.bell.wait(
                bell, since: rung, seconds: seconds, most: HubLimits.operatorsWaiting, for: call.client)
            return try Reply(try await database.answers(requestID: call["request"], after: after))
        },
        Route(.post, "/v1/operator/requests/{request}/end", [.operator]) { call in
            let page = try await database.endRequest(call["request"])
            if let kiosk = try await database.kiosk(ofRequest: call["request"]) { await context.bell.ring(kiosk) }
            return try Reply(page)
        },
    ]
}
