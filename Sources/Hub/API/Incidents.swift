internal import HubAPI
internal import HubStore
internal import Vocabulary

/// What cannot be right and waits for a person: incidents, and spends that nothing has decided.
func incidentRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.get, "/v1/incidents", [.staff, .operator]) { call in
            try Reply(
                try await database.incidents(
                    try call.choice("status", default: IncidentFacts.Status.open),
                    after: try call.number("after", in: 0...Int64.max)))
        },
        Route(.post, "/v1/incidents/{incident}/resolve", [.staff]) { call in
            let resolution: IncidentResolution = try call.decoded()
            try checkReason(resolution.reason)
            let id = try call.required("incident", "A number") { text in
                Int64(text).flatMap { "\($0)" == text ? $0 : nil }
            }
            return try Reply(try await database.resolve(incident: id, resolution))
        },
        Route(.get, "/v1/entries/{entry}", [.staff]) { call in try Reply(try await database.entry(try entry(call))) },
        Route(.post, "/v1/entries/{entry}/settle", [.staff]) { call in
            let settlement: HandSettlement = try call.decoded()
            try checkReason(settlement.reason)
            return try Reply(try await database.settle(try entry(call), settlement))
        },
    ]
}

private func entry(_ call: Call) throws(Problem) -> OperationID {
    try call.required("entry", "An entry's id, a UUID,") { OperationID($0) }
}
