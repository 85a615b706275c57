internal import HubStore
internal import Logging
internal import ServiceLifecycle
internal import Supervision

/// Does, at least twice a minute, what time itself asks for: holds that run out, lots that expire, tokens that were
/// added.
struct Upkeep: Service {
    static let period = Duration.seconds(30)

    let desk: FrontDesk
    let logger: Logger
    let supervisor: Supervisor

    func run() async throws {
        let pause = min(Self.period, supervisor.aliveEvery ?? Self.period)
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await desk.database.runNights() > 0 { try Task.checkCancellation() }
                    try await desk.database.tidy()
                    try await desk.reloadTokens()
                } catch {
                    logger.error("upkeep failed", metadata: ["reason": "\(error)"])
                }
                // Also after a failure: a full disk is not mended by a new start, and requests are still answered.
                supervisor.tell(.alive)
                try await Task.sleep(for: pause)
            }
        }
        supervisor.tell(.stopping)
    }
}
