package import HubAPI

/// Reports that the kiosk works: not only that the process runs, but what was drawn last, what the reader says, and
/// what is still to be uploaded.
package struct HeartbeatService: Sendable {
    private let hub: any HubLink
    private let interval: Duration
    private let status: @Sendable () async throws -> Heartbeat
    private let surroundings: Surroundings

    package init(
        hub: any HubLink, interval: Duration, _ surroundings: Surroundings,
        status: @escaping @Sendable () async throws -> Heartbeat
    ) {
        self.hub = hub
        self.interval = interval
        self.status = status
        self.surroundings = surroundings
    }

    package func run() async {
        while !Task.isCancelled {
            do {
                try await hub.heartbeat(try await status())
            } catch {
                surroundings.log(.hubFailed(during: "heartbeat", code: failureCode(error)))
            }
            try? await Task.sleep(for: interval)
        }
    }
}
