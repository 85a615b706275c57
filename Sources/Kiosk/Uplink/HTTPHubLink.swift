package import HubAPI
package import HubClient
package import Vocabulary

/// The hub over HTTPS, under this kiosk's name.
package struct HTTPHubLink: HubLink {
    private let client: HubClient
    private let kiosk: String

    package init(client: HubClient, kiosk: String) {
        self.client = client
        self.kiosk = kiosk
    }

    package func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt {
        try await translating { () async throws(HubClientError) in try await client.upload(request, kiosk: kiosk) }
    }

    package func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
        try await translating { () async throws(HubClientError) in
            try await client.feed(
                kiosk: kiosk, cursor: request.cursor, hubEpoch: request.hubEpoch, storeEpoch: request.storeEpoch,
                policies: request.policies, maximumBytes: request.maximumBytes)
        }
    }

    package func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer {
        try await translating { () async throws(HubClientError) in try await client.hold(request, kiosk: kiosk) }
    }

    package func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) {
        try await translating { () async throws(HubClientError) in
            _ = try await client.giveBack(hold, HoldReturn(card: card), kiosk: kiosk)
        }
    }

    package func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) {
        try await translating { () async throws(HubClientError) in
            _ = try await client.heartbeat(heartbeat, kiosk: kiosk)
        }
    }

    package func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] {
        try await translating { () async throws(HubClientError) in
            try await client.requests(kiosk: kiosk, waitSeconds: waitSeconds).requests
        }
    }

    package func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) {
        try await translating { () async throws(HubClientError) in
            _ = try await client.answer(requestID: requestID, answer, kiosk: kiosk)
        }
    }

    private func translating<Value: Sendable>(
        _ body: () async throws(HubClientError) -> Value
    ) async throws(HubLinkError) -> Value {
        do {
            return try await body()
        } catch {
            switch error {
            case .untrusted(let fault): throw .untrusted(fault)
            case .unauthorized: throw .refused(code: "unauthorized", detail: error.description)
            case .problem(let problem) where (400..<500).contains(problem.status):
                throw .refused(code: problem.code, detail: problem.detail)
            case .unreachable, .timedOut, .malformed, .settings, .problem: throw .noAnswer(error.description)
            }
        }
    }
}
