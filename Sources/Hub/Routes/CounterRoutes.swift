internal import HubAPI
internal import HubStore
internal import Identity

/// What the desk does for members: claims, finding people, incidents, entries that hang.
func counterRoutes(_ desk: FrontDesk) -> [Route] {
    let database = desk.database
    return [
        Route(.get, "/v1/claims", [.staff]) { call in
            try Reply(try await database.claims(try call.choice("status", default: ClaimFacts.Status.open)))
        },
        Route(.post, "/v1/claims/{code}/handed-over", [.staff]) { call in
            try Reply(try await database.handOver(code: call["code"]))
        },
        Route(.get, "/v1/members", [.staff]) { call in
            try Reply(
                try await database.members(
                    number: call.query["number"], after: call.query["after"],
                    limit: try call.number("limit", in: 1...Int64(HubLimits.membersPerList)).map { Int($0) }))
        },
        Route(.get, "/v1/members/{member}", [.staff]) { call in
            try Reply(try await database.member(try member(call)))
        },
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

func member(_ call: Call) throws(Problem) -> MemberID {
    try call.required("member", "A member id, a UUID,") { MemberID($0) }
}
