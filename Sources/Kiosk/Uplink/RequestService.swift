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
    private let fraction: @Sendable () -> Double
    private let log: @Sendable (LogEvent) -> Void

    /// How often a followed log is looked at, and for how long at most: an operator who left does not say so.
    private static let followSeconds = 1
    private static let followLimit = Duration.seconds(3600)
    /// Attempts at one part before the request is given up; the operator asks again with the last cursor.
    private static let deliveries = 8

    package init(
        hub: any HubLink, sources: Sources, fraction: @escaping @Sendable () -> Double,
        log: @escaping @Sendable (LogEvent) -> Void
    ) {
        self.hub = hub
        self.sources = sources
        self.fraction = fraction
        self.log = log
    }

    package func run() async {
        var pacer = UploadPacer()
        var following: [String: Task<Void, Never>] = [:]
        defer { for task in following.values { task.cancel() } }
        while !Task.isCancelled {
            do {
                let requests = try await hub.requests(waitSeconds: HubLimits.longPollSeconds)
                pacer.succeeded()
                let wanted = Set(requests.map(\.id))
                for id in following.keys where !wanted.contains(id) { following.removeValue(forKey: id)?.cancel() }
                for request in requests where following[request.id] == nil {
                    if request.follow {
                        following[request.id] = Task { await follow(request) }
                    } else {
                        try await answer(request)
                    }
                }
                // Followed requests stay in the list, so the hub answers at once.
                if !following.isEmpty { try await Task.sleep(for: .seconds(Self.followSeconds)) }
            } catch {
                log(.hubFailed(during: "requests", code: failureCode(error)))
                try? await Task.sleep(for: .seconds(pacer.failed(fraction: fraction())))
            }
        }
    }

    private func answer(_ request: RemoteRequest) async throws {
        switch request.kind {
        case .logs:
            _ = try await sendLogs(request, from: request.cursor, part: 0, last: true)
        case .status:
            let status = try await sources.status()
            try await hub.answer(
                request.id,
                RemoteAnswer(part: 0, lines: [status], cursor: nil, skipped: [], png: nil, done: true))
        case .screenshot:
            let png = Base64.text(try await sources.picture())
            try await hub.answer(
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

    /// The very same part until the hub has it: a part of that number with other lines would be taken for it.
    private func deliver(_ id: String, _ answer: RemoteAnswer) async throws {
        var pacer = UploadPacer()
        while true {
            do {
                return try await hub.answer(id, answer)
            } catch {
                guard case .noAnswer = error, pacer.failures < Self.deliveries else { throw error }
            }
            try await Task.sleep(for: .seconds(pacer.failed(fraction: fraction())))
        }
    }

    private func follow(_ request: RemoteRequest) async {
        let end = ContinuousClock.now + Self.followLimit
        var place: (cursor: Int64?, part: Int64) = (request.cursor, 0)
        do {
            while ContinuousClock.now < end {
                place = try await sendLogs(request, from: place.cursor, part: place.part, last: false)
                try await Task.sleep(for: .seconds(Self.followSeconds))
            }
        } catch {
            log(.hubFailed(during: "requests", code: failureCode(error)))
        }
    }
}
