package import HubAPI
package import Vocabulary

/// What staff and `card-writer` ask of the hub, with a staff token.
extension HubClient {
    package func issue(_ request: IssueRequest) async throws(HubClientError) -> CardView {
        try await post("/v1/cards", request)
    }

    package func link(_ request: LinkRequest) async throws(HubClientError) -> CardView {
        try await post("/v1/cards/links", request)
    }

    package func card(_ card: CardID) async throws(HubClientError) -> CardView {
        try await get("/v1/cards/\(escaped(card))")
    }

    /// The card was written and read back: it may be used from now on.
    package func issued(_ card: CardID, _ change: CardChange) async throws(HubClientError) -> CardView {
        try await post("/v1/cards/\(escaped(card))/issued", change)
    }

    package func block(_ card: CardID, _ change: CardChange) async throws(HubClientError) -> CardView {
        try await post("/v1/cards/\(escaped(card))/block", change)
    }

    /// A suspect card is one card after all; `change` says why.
    ///
    /// - Throws: `problem` with the code `conflict` for a card that is blocked for another reason.
    package func unblock(_ card: CardID, _ change: CardChange) async throws(HubClientError) -> CardView {
        try await post("/v1/cards/\(escaped(card))/unblock", change)
    }

    /// The card was erased; `change` carries the last odometers read from it.
    package func close(_ card: CardID, _ change: CardChange) async throws(HubClientError) -> CardView {
        try await post("/v1/cards/\(escaped(card))/close", change)
    }

    package func claims(status: ClaimFacts.Status = .open) async throws(HubClientError) -> ClaimList {
        try await get("/v1/claims\(query(["status": status.rawValue]))")
    }

    /// - Throws: `problem` with the code `conflict` when it was handed over before.
    package func handOver(_ code: String) async throws(HubClientError) -> ClaimFacts {
        try await post("/v1/claims/\(escaped(code))/handed-over", [String: String]())
    }

    package func members(
        number: String? = nil, after: String? = nil, limit: Int? = nil
    ) async throws(HubClientError) -> MemberList {
        try await get("/v1/members\(query(["number": number, "after": after, "limit": limit]))")
    }

    package func member(_ member: MemberID) async throws(HubClientError) -> MemberSummary {
        try await get("/v1/members/\(escaped(member))")
    }

    package func incidents(
        status: IncidentFacts.Status = .open, after: Int64? = nil
    ) async throws(HubClientError) -> IncidentList {
        try await get("/v1/incidents\(query(["status": status.rawValue, "after": after]))")
    }

    package func resolve(
        incident: Int64, _ resolution: IncidentResolution
    ) async throws(HubClientError) -> IncidentFacts {
        try await post("/v1/incidents/\(incident)/resolve", resolution)
    }

    package func entry(_ id: OperationID) async throws(HubClientError) -> SpendView {
        try await get("/v1/entries/\(escaped(id))")
    }

    package func settle(_ id: OperationID, _ settlement: HandSettlement) async throws(HubClientError) -> SpendView {
        try await post("/v1/entries/\(escaped(id))/settle", settlement)
    }

    // Documents of the loyalty rules travel as they are: JSON as in kiosk-config/policies.

    /// What something would come to; nothing is changed.
    package func preview(_ question: String, of member: MemberID) async throws(HubClientError) -> String {
        try await document("/v1/desk/members/\(escaped(member))/preview", question)
    }

    package func account(_ member: MemberID) async throws(HubClientError) -> String {
        try await document("/v1/desk/members/\(escaped(member))/account")
    }

    /// - Throws: `problem` with the code `conflict` when the id stands for something else, or when a bill comes to
    ///   something else than was quoted.
    package func enter(_ order: String, for member: MemberID) async throws(HubClientError) -> String {
        try await document("/v1/desk/members/\(escaped(member))/entries", order)
    }

    package func entries(of member: MemberID, before: String? = nil) async throws(HubClientError) -> String {
        try await document("/v1/desk/members/\(escaped(member))/entries\(query(["before": before]))")
    }
}
