internal import HubAPI
internal import HubStore
internal import Vocabulary

/// What kiosks ask, each under its own name and with its own token.
func kioskRoutes(_ context: RouteContext) -> [Route] {
    let database = context.database
    return [
        Route(.post, "/v1/kiosks/{kiosk}/journal", [.kiosk], bodyLimit: HubLimits.bodyBytes) { call in
            let request: UploadRequest = try call.decoded()
            try check(request)
            try context.journals.require(call["kiosk"])
            let receipt = try await database.upload(request, kiosk: call["kiosk"])
            context.journals.note(call["kiosk"], receipt.position, bytes: call.body.count)
            return try Reply(receipt)
        },
        Route(.get, "/v1/kiosks/{kiosk}/feed", [.kiosk]) { call in
            let bounds = HubLimits.feedPageBytesBounds
            let bytes = try call.number("bytes", in: Int64(bounds.lowerBound)...Int64(bounds.upperBound))
            return try Reply(
                try await database.feed(
                    kiosk: call["kiosk"], cursor: try call.number("cursor", in: 0...Int64.max),
                    hubEpoch: call.query["epoch"], storeEpoch: call.query["store"], held: try held(call),
                    bytes: bytes.map { Int($0) } ?? HubLimits.feedPageBytes))
        },
        Route(.post, "/v1/kiosks/{kiosk}/holds", [.kiosk]) { call in
            let request: HoldRequest = try call.decoded()
            guard request.reward?.utf8.count ?? 0 <= HubLimits.rewardBytes else { throw Problem.longReward }
            return try Reply(
                try await database.hold(request, kiosk: call["kiosk"], storeEpoch: call.query["store"]))
        },
        Route(.post, "/v1/kiosks/{kiosk}/holds/{hold}/return", [.kiosk]) { call in
            let request: HoldReturn = try call.decoded()
            let hold = try call.required("hold", "The UUID of the operation that was asked for") { OperationID($0) }
            return try Reply(
                Acknowledgement(
                    position: try await database.giveBack(
                        hold, request, kiosk: call["kiosk"], storeEpoch: call.query["store"])))
        },
        Route(.post, "/v1/kiosks/{kiosk}/heartbeat", [.kiosk]) { call in
            let heartbeat: Heartbeat = try call.decoded()
            return try Reply(Acknowledgement(position: try await database.heartbeat(heartbeat, kiosk: call["kiosk"])))
        },
        Route(.get, "/v1/kiosks/{kiosk}/requests", [.kiosk]) { call in
            let seconds = Int(try call.number("wait", in: 0...Int64(HubLimits.longPollSeconds)) ?? 0)
            let list = try await context.polls.answer(
                on: .requests(kiosk: call["kiosk"]), seconds: seconds, most: HubLimits.waitingPerKiosk,
                client: call.client
            ) {
                let list = try await database.openRequests(kiosk: call["kiosk"], storeEpoch: call.query["store"])
                return (list, !list.requests.isEmpty)
            }
            return try Reply(list)
        },
        Route(
            .post, "/v1/kiosks/{kiosk}/requests/{request}/answers", [.kiosk], bodyLimit: HubLimits.remoteAnswerBytes
        ) { call in
            let answer: RemoteAnswer = try call.decoded()
            let position = try await database.answer(
                requestID: call["request"], answer, kiosk: call["kiosk"])
            return try Reply(Acknowledgement(position: position))
        },
    ]
}

/// The policies whose texts the kiosk has.
private func held(_ call: Call) throws(Problem) -> Set<String> {
    let names = (call.query["policies"] ?? "").split(separator: ",").map(String.init)
    guard names.count <= HubLimits.policiesHeld, names.allSatisfy({ Hex.bytes($0)?.count == 32 }) else {
        throw Problem(
            status: 400, code: "invalid-parameter",
            title: Bilingual(zh: "policies 不是摘要值", en: "policies are not digests"),
            detail: "At most \(HubLimits.policiesHeld) SHA-256 in hex, with commas between, are expected.")
    }
    return Set(names)
}

private func check(_ request: UploadRequest) throws(Problem) {
    guard request.entries.count <= HubLimits.entriesPerUpload else {
        throw Problem(
            status: 400, code: "too-many-entries",
            title: Bilingual(zh: "一次上传的行数太多", en: "Too many lines in one upload"),
            detail: "At most \(HubLimits.entriesPerUpload) are taken. Nothing was taken; send smaller batches.")
    }
    guard (1...HubEpochText.maximumBytes).contains(request.storeEpoch.utf8.count) else {
        throw Problem(
            status: 400, code: "invalid-parameter",
            title: Bilingual(zh: "storeEpoch 无效", en: "The store epoch is not one"),
            detail: "A text of 1 to \(HubEpochText.maximumBytes) bytes is expected. Nothing was taken.")
    }
}

private enum HubEpochText {
    static let maximumBytes = 64
}

extension Problem {
    fileprivate static let longReward = Problem(
        status: 400, code: "invalid-parameter", title: Bilingual(zh: "礼遇无效", en: "The reward is not one"),
        detail: "Its id has at most \(HubLimits.rewardBytes) bytes. Nothing was held.")
}
