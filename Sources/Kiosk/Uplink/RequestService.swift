internal import HubAPI

/// Answers operators. The kiosk may sit behind NAT, so it fetches their requests on its own connection.
package struct RequestService: Sendable {
    /// Where answers come from; each blocks or suspends for as long as it takes.
    package struct Sources: Sendable {
        /// Log lines from a time on or after a cursor, at most so many.
        package var logs: @Sendable (_ sinceMs: Int64?, _ after: Int64?, _ limit: Int) throws -> LogPage
        /// One JSON object.
        package var status: @Sendable () async throws -> String
        /// PNG, personal fields painted out.
        package var picture: @Sendable () async throws -> [UInt8]

        package init(
            logs: @escaping @Sendable (Int64?, Int64?, Int) throws -> LogPage,
            status: @escaping @Sendable () async throws -> String,
            picture: @escaping @Sendable () async throws -> [UInt8]
        ) {
            self.logs = logs
            self.status = status
            self.picture = picture
        }
    }

    private let hub: any HubLink
    private let sources: Sources
    private let followLimit: Duration
    private let surroundings: Surroundings

    /// How often a followed log is looked at.
    private static let followSeconds = 1
    /// The longest pause after the hub did not answer. `kioskctl status` waits ten seconds for its answer, even if the
    /// hub has just come back.
    private static let longestPauseSeconds = 5.0
    /// Attempts at one part before the request is given up; the operator asks again with the last cursor.
    private static let deliveries = 8

    /// - Parameter followLimit: how long one request is followed, because an operator who left does not say so. One who
    ///   is still there asks again with the last cursor.
    package init(
        hub: any HubLink, sources: Sources, followLimit: Duration = .seconds(3600), _ surroundings: Surroundings
    ) {
        self.hub = hub
        self.sources = sources
        self.followLimit = followLimit
        self.surroundings = surroundings
    }

    package func run() async {
        var pacer = UploadPacer(capSeconds: Self.longestPauseSeconds)
        var work = RequestWork()
        defer { work.cancelAll() }
        while !Task.isCancelled {
            do {
                let asked = ContinuousClock.now
                let requests = try await hub.requests(waitSeconds: HubLimits.longPollSeconds)
                let fresh = work.take(requests)
                for request in fresh { work.begin(request, Task { await serve(request) }) }
                let isSoon = ContinuousClock.now - asked < .seconds(HubLimits.longPollSeconds) / 2
                if fresh.isEmpty, isSoon, !work.isUnderWay { throw AnsweredTooSoon() }
                pacer.succeeded()
                // Requests that are being answered stay in the list, so the hub answers at once.
                if work.isUnderWay { try await Task.sleep(for: .seconds(Self.followSeconds)) }
            } catch {
                if !(error is AnsweredTooSoon) {
                    surroundings.log(.hubFailed(during: "requests", code: failureCode(error)))
                }
                try? await Task.sleep(for: .seconds(pacer.failed(fraction: surroundings.chance.fraction())))
            }
        }
    }

    /// Serves one request to its end, in a task of its own, so that no other request waits for it.
    private func serve(_ request: RemoteRequest) async {
        do {
            if request.follow { try await follow(request) } else { try await answer(request) }
        } catch let refused as RefusedPart {
            surroundings.log(.hubFailed(during: "requests", code: refused.code))
            // Tells the operator, who would otherwise wait for a part that the hub does not accept.
            let words = SkippedLine(
                cursor: request.cursor ?? 0, reason: "the hub did not take this part of the answer: \(refused.code)")
            try? await hub.answer(
                request.id,
                RemoteAnswer(part: refused.part, lines: [], cursor: nil, skipped: [words], png: nil, done: true))
        } catch is CancellationError {
            // The operator has left, or the kiosk stops.
        } catch {
            surroundings.log(.hubFailed(during: "requests", code: failureCode(error)))
        }
    }

    private func answer(_ request: RemoteRequest) async throws {
        switch request.kind {
        case .logs:
            _ = try await sendLogs(request, from: request.cursor, part: 0, last: true)
        case .status:
            let status = try await sources.status()
            try await deliver(
                request.id,
                RemoteAnswer(part: 0, lines: [status], cursor: nil, skipped: [], png: nil, done: true))
        case .screenshot:
            let png = Base64.text(try await sources.picture())
            try await deliver(
                request.id, RemoteAnswer(part: 0, lines: [], cursor: nil, skipped: [], png: png, done: true))
        }
    }

    /// Sends until the log is at its end.
    ///
    /// - Returns: the cursor and the part to go on with.
    private func sendLogs(
        _ request: RemoteRequest, from cursor: Int64?, part: Int64, last: Bool
    ) async throws -> (cursor: Int64?, part: Int64) {
        var cursor = cursor
        var part = part
        while true {
            try Task.checkCancellation()
            let page = try sources.logs(request.sinceMs, cursor, HubLimits.logLinesPerAnswer)
            let atEnd = page.atEnd
            guard last || !page.lines.isEmpty || !page.skipped.isEmpty else { return (cursor, part) }
            cursor = page.cursor
            try await deliver(
                request.id,
                RemoteAnswer(
                    part: part, lines: page.lines, cursor: cursor, skipped: page.skipped, png: nil,
                    done: last && atEnd))
            part += 1
            if atEnd { return (cursor, part) }
        }
    }

    /// Sends the very same part until the hub has it: a part with the same number and other lines would be taken for
    /// it.
    private func deliver(_ id: String, _ answer: RemoteAnswer) async throws {
        var pacer = UploadPacer()
        while true {
            do {
                return try await hub.answer(id, answer)
            } catch {
                if case .refused(let code, _) = error { throw RefusedPart(part: answer.part, code: code) }
                guard pacer.failures < Self.deliveries else { throw error }
            }
            try await Task.sleep(for: .seconds(pacer.failed(fraction: surroundings.chance.fraction())))
        }
    }

    /// Follows the log until the limit. Ends with a part marked as the last: the operator would otherwise wait for
    /// ever.
    private func follow(_ request: RemoteRequest) async throws {
        let end = ContinuousClock.now + followLimit
        var place: (cursor: Int64?, part: Int64) = (request.cursor, 0)
        while ContinuousClock.now < end {
            place = try await sendLogs(request, from: place.cursor, part: place.part, last: false)
            try await Task.sleep(for: .seconds(Self.followSeconds))
        }
        _ = try await sendLogs(request, from: place.cursor, part: place.part, last: true)
    }
}

/// The hub refused a part; sending it again does not help.
private struct RefusedPart: Error {
    var part: Int64
    var code: String
}

/// The hub had no request and answered sooner than asked for. Asking again at once would be a busy loop with a hub that
/// cannot do long polling.
private struct AnsweredTooSoon: Error {}

/// Tasks of requests that are being or have been answered, for as long as the hub lists them; at most
/// `HubLimits.requestsAtOnce`.
private struct RequestWork {
    private var tasks: [String: Task<Void, Never>] = [:]

    /// Cancels the tasks of requests that the hub no longer lists.
    ///
    /// - Returns: the requests to begin.
    mutating func take(_ requests: [RemoteRequest]) -> [RemoteRequest] {
        let wanted = requests.prefix(HubLimits.requestsAtOnce)
        let ids = Set(wanted.map(\.id))
        for id in tasks.keys where !ids.contains(id) { tasks.removeValue(forKey: id)?.cancel() }
        return wanted.filter { tasks[$0.id] == nil }
    }

    mutating func begin(_ request: RemoteRequest, _ task: Task<Void, Never>) { tasks[request.id] = task }

    /// Whether any request is kept. Answered ones are kept too until the hub no longer lists them, so that none is
    /// answered twice.
    var isUnderWay: Bool { !tasks.isEmpty }

    func cancelAll() {
        for task in tasks.values { task.cancel() }
    }
}
