package import HubAPI
package import Vocabulary

/// What operators (`kioskctl`) ask of the hub, with an operator token.
extension HubClient {
    package func kiosks() async throws(HubClientError) -> KioskStatusList { try await get("/v1/operator/kiosks") }

    package func kiosk(_ kiosk: String) async throws(HubClientError) -> KioskStatus {
        try await get("/v1/operator/kiosks/\(escaped(kiosk))")
    }

    /// Lays the request down for the kiosk, which fetches it on its own connection.
    package func ask(kiosk: String, _ draft: RemoteRequestDraft) async throws(HubClientError) -> RemoteRequest {
        try await post("/v1/operator/kiosks/\(escaped(kiosk))/requests", draft)
    }

    /// - Parameter after: the last part already seen; -1 for none.
    package func answers(
        requestID: String, after: Int64, waitSeconds: Int
    ) async throws(HubClientError) -> RemoteAnswerPage {
        let query = query(["after": after, "wait": waitSeconds])
        return try await get("/v1/operator/requests/\(escaped(requestID))/answers\(query)", wait: waitSeconds)
    }

    /// The operator has left: a request that follows ends at the kiosk.
    package func endRequest(_ requestID: String) async throws(HubClientError) -> RemoteAnswerPage {
        try await post("/v1/operator/requests/\(escaped(requestID))/end", [String: String]())
    }

    /// Whole histories of some members; `after` is the page before's `next`.
    package func history(after: MemberID? = nil) async throws(HubClientError) -> HistoryPage {
        try await get("/v1/history\(query(["after": after]))")
    }

    package func policies() async throws(HubClientError) -> PolicyList { try await get("/v1/policies") }
}
