internal import HubAPI
internal import HubStore

/// Rewards that were paid for, until the desk hands them over.
func claimRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.get, "/v1/claims", [.staff]) { call in
            try Reply(try await database.claims(try call.choice("status", default: ClaimFacts.Status.open)))
        },
        Route(.post, "/v1/claims/{code}/handed-over", [.staff]) { call in
            try Reply(try await database.handOver(code: call["code"]))
        },
    ]
}
