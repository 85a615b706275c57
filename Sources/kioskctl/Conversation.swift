import Foundation
import HubAPI
import HubClient

/// One request to a kiosk through the hub. The kiosk, which may be behind NAT, fetches it on its own connection and
/// answers in parts.
struct Conversation: Sendable {
    let client: HubClient
    let kiosk: String
    /// How long to wait for the first part before giving up.
    var patience: Duration = .seconds(60)

    /// Asks, and hands over each part in order until the last one.
    ///
    /// - Parameter visit: gets a part; parts come once each.
    /// - Throws: `Failure.tryAgain` when the kiosk does not take the question up; `interrupted` on Ctrl-C, after the
    ///   hub was told that nobody listens any more.
    func ask(_ draft: RemoteRequestDraft, _ visit: (RemoteAnswer) throws -> Void) async throws {
        let request = try await client.ask(kiosk: kiosk, draft)
        Notice.say("asked \(kiosk); waiting for its answer")
        do {
            try await listen(to: request, visit)
        } catch {
            // A task of its own, because this one may be cancelled, and the kiosk should be told to stop all the same.
            await Task { _ = try? await client.endRequest(request.id) }.value
            if Task.isCancelled { throw Failure(.interrupted, "interrupted") }
            throw error
        }
    }

    private func listen(to request: RemoteRequest, _ visit: (RemoteAnswer) throws -> Void) async throws {
        let started = ContinuousClock.now
        var silence = Silence(since: started)
        var last: Int64 = -1
        while true {
            try Task.checkCancellation()
            let left = last >= 0 ? Duration.seconds(HubLimits.longPollSeconds) : patience - (.now - started)
            let wait = min(HubLimits.longPollSeconds, max(1, Int(left.components.seconds)))
            let page = try await client.answers(requestID: request.id, after: last, waitSeconds: wait)
            if page.parts.isEmpty, last >= 0 { try await tellSilence(&silence) } else { silence = Silence(since: .now) }
            for part in page.parts {
                try visit(part)
                last = part.part
                if part.done { return }
            }
            if page.done { return }
            if last < 0, .now - started > patience {
                throw Failure(
                    .tryAgain,
                    page.fetched
                        ? "\(kiosk) has taken the question up and not answered within \(patience)"
                        : "\(kiosk) has not asked the hub for questions within \(patience); it may be off or off line")
            }
        }
    }

    /// Since when nothing has arrived, or since the last message about it.
    private struct Silence {
        static let worthTelling = Duration.seconds(60)
        var since: ContinuousClock.Instant
    }

    /// Tells the waiting operator when the kiosk has not been heard for a while, and not if it is only quiet.
    private func tellSilence(_ silence: inout Silence) async throws {
        guard .now - silence.since > Silence.worthTelling else { return }
        silence = Silence(since: .now)
        let known = try await client.kiosk(kiosk)
        guard known.heartbeatAgeMs ?? .max > Silence.worthTelling.components.seconds * 2000 else { return }
        Notice.say("still waiting; \(kiosk) was last heard \(StatusText.age(known.heartbeatAgeMs)) ago")
    }
}
