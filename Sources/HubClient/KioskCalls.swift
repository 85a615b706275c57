package import HubAPI
package import Vocabulary

/// What a kiosk asks of the hub, under its own name.
///
/// `storeEpoch`, where it is given, makes the answer's `position` speak of that epoch; otherwise it speaks of
/// the epoch from which the hub heard last.
extension HubClient {
    package func upload(_ request: UploadRequest, kiosk: String) async throws(HubClientError) -> Receipt {
        try await post("/v1/kiosks/\(escaped(kiosk))/journal", request)
    }

    /// - Parameters:
    ///   - cursor: `nil` for everything.
    ///   - hubEpoch: of the snapshot that the kiosk holds; another one than the hub's makes the hub send everything.
    ///   - policies: SHA-256, hex, of those whose texts the hub may leave out.
    package func feed(
        kiosk: String, cursor: Int64?, hubEpoch: String?, storeEpoch: String? = nil, policies: [String] = [],
        maximumBytes: Int? = nil
    ) async throws(HubClientError) -> FeedPage {
        let held = policies.isEmpty ? nil : policies.joined(separator: ",")
        let query = query([
            "cursor": cursor, "epoch": hubEpoch, "store": storeEpoch, "policies": held, "bytes": maximumBytes,
        ])
        return try await get("/v1/kiosks/\(escaped(kiosk))/feed\(query)")
    }

    package func hold(
        _ request: HoldRequest, kiosk: String, storeEpoch: String? = nil
    ) async throws(HubClientError) -> HoldAnswer {
        try await post("/v1/kiosks/\(escaped(kiosk))/holds\(query(["store": storeEpoch]))", request)
    }

    /// Nothing was spent on a hold and nothing will be.
    package func giveBack(
        _ hold: OperationID, _ request: HoldReturn, kiosk: String, storeEpoch: String? = nil
    ) async throws(HubClientError) -> HubPosition {
        let path = "/v1/kiosks/\(escaped(kiosk))/holds/\(hold)/return\(query(["store": storeEpoch]))"
        let answer: Acknowledgement = try await post(path, request)
        return answer.position
    }

    package func heartbeat(_ heartbeat: Heartbeat, kiosk: String) async throws(HubClientError) -> HubPosition {
        let answer: Acknowledgement = try await post("/v1/kiosks/\(escaped(kiosk))/heartbeat", heartbeat)
        return answer.position
    }

    /// Requests of operators not yet answered in full. Returns at once when there are some, else after `waitSeconds`.
    package func requests(
        kiosk: String, waitSeconds: Int, storeEpoch: String? = nil
    ) async throws(HubClientError) -> RemoteRequestList {
        let query = query(["wait": waitSeconds, "store": storeEpoch])
        return try await get("/v1/kiosks/\(escaped(kiosk))/requests\(query)", wait: waitSeconds)
    }

    /// A part sent twice is stored once.
    package func answer(
        requestID: String, _ answer: RemoteAnswer, kiosk: String
    ) async throws(HubClientError) -> HubPosition {
        let path = "/v1/kiosks/\(escaped(kiosk))/requests/\(escaped(requestID))/answers"
        let acknowledgement: Acknowledgement = try await post(path, answer)
        return acknowledgement.position
    }
}
