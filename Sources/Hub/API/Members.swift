internal import HubAPI
internal import HubStore
internal import Vocabulary

/// Finding members.
func memberRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.get, "/v1/members", [.staff]) { call in
            try Reply(
                try await database.members(
                    number: call.query["number"], after: call.query["after"],
                    limit: try call.number("limit", in: 1...Int64(HubLimits.membersPerList)).map { Int($0) }))
        },
        Route(.get, "/v1/members/{member}", [.staff]) { call in
            try Reply(try await database.member(try member(call)))
        },
    ]
}

func member(_ call: Call) throws(Problem) -> MemberID {
    try call.required("member", "A member id, a UUID,") { MemberID($0) }
}
