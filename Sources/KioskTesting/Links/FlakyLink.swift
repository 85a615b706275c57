package import HubAPI
package import Kiosk
internal import Synchronization
package import Vocabulary

/// A kiosk's connection to the hub with the faults of real shops: cut off for days, or failing at the worst moment.
package final class FlakyLink: HubLink {
    /// What goes wrong with one request.
    package enum Fault: Hashable, Sendable, CaseIterable {
        /// The hub never hears of it.
        case requestLost
        /// The hub acts; nothing, half an answer, or a proxy's error page comes back.
        case answerLost
        /// The hub hears it twice; the second answer arrives.
        case twice
        /// The hub hears it after the request that follows; this side has given up by then.
        case late
        /// What arrives is the answer to the request before.
        case stale
    }

    private struct Way: Sendable {
        var isUp = true
        var faults: [Fault] = []
        var late: [@Sendable () async -> Void] = []
        var receipt: Receipt?
        var page: FeedPage?
    }

    private let hub: any HubLink
    private let cut: PowerCut?
    private let way = Mutex(Way())

    /// - Parameter cut: of the program on this side, which may die before the request, or before the answer.
    package init(_ hub: any HubLink, cut: PowerCut? = nil) {
        self.hub = hub
        self.cut = cut
    }

    package var isUp: Bool {
        get { way.withLock { $0.isUp } }
        set { way.withLock { $0.isUp = newValue } }
    }

    /// Adds a fault for the next request without one; several faults hit several requests.
    package func add(_ fault: Fault) { way.withLock { $0.faults.append(fault) } }

    package func clear() { way.withLock { $0.faults = [] } }

    package func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt {
        let hub = hub
        let old = way.withLock { $0.receipt }
        let receipt = try await pass(stale: old) { () async throws(HubLinkError) in try await hub.upload(request) }
        way.withLock { $0.receipt = receipt }
        return receipt
    }

    package func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
        let hub = hub
        let old = way.withLock { $0.page }
        let page = try await pass(stale: old) { () async throws(HubLinkError) in try await hub.feed(request) }
        way.withLock { $0.page = page }
        return page
    }

    package func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer {
        let hub = hub
        return try await pass(stale: nil) { () async throws(HubLinkError) in try await hub.hold(request) }
    }

    package func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) {
        let hub = hub
        try await pass(stale: nil) { () async throws(HubLinkError) in try await hub.giveBack(hold, card: card) }
    }

    package func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) {
        let hub = hub
        try await pass(stale: nil) { () async throws(HubLinkError) in try await hub.heartbeat(heartbeat) }
    }

    package func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] {
        let hub = hub
        return try await pass(stale: nil) { () async throws(HubLinkError) in
            try await hub.requests(waitSeconds: waitSeconds)
        }
    }

    package func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) {
        let hub = hub
        try await pass(stale: nil) { () async throws(HubLinkError) in try await hub.answer(requestID, answer) }
    }

    private func pass<Answer: Sendable>(
        stale: Answer?, _ send: @escaping @Sendable () async throws(HubLinkError) -> Answer
    ) async throws(HubLinkError) -> Answer {
        cut?.pass()
        guard isUp, cut?.happened != true else { throw .noAnswer("no way to the hub") }
        let (fault, late) = way.withLock { way in
            defer { way.late = [] }
            return (way.faults.isEmpty ? nil : way.faults.removeFirst(), way.late)
        }
        let answer = try await deliver(fault, stale, send)
        for send in late { await send() }
        cut?.pass()
        guard cut?.happened != true else { throw .noAnswer("nobody listens any more") }
        return answer
    }

    private func deliver<Answer: Sendable>(
        _ fault: Fault?, _ stale: Answer?, _ send: @escaping @Sendable () async throws(HubLinkError) -> Answer
    ) async throws(HubLinkError) -> Answer {
        switch fault {
        case nil:
            return try await send()
        case .requestLost:
            throw .noAnswer("the request was lost")
        case .answerLost:
            _ = try await send()
            throw .noAnswer("half an answer")
        case .twice:
            _ = try await send()
            return try await send()
        case .late:
            way.withLock { $0.late.append { _ = try? await send() } }
            throw .noAnswer("too slow")
        case .stale:
            guard let stale else { throw .noAnswer("an old answer") }
            return stale
        }
    }
}
