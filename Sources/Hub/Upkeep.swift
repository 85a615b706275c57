internal import HubStore
internal import Logging
internal import ServiceLifecycle

/// Does, twice a minute, what time itself asks for: holds that run out, lots that expire, tokens that were added.
struct Upkeep: Service {
    static let period = Duration.seconds(30)

    let desk: FrontDesk
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await desk.database.tidy()
                    try await desk.reloadTokens()
                } catch {
                    logger.error("upkeep failed", metadata: ["reason": "\(error)"])
                }
                try await Task.sleep(for: Self.period)
            }
        }
    }
}
