internal import HubAPI
package import KioskStore

/// Keeps the snapshot fresh: what changed since the cursor, every few seconds and right after an upload.
package struct FeedService: Sendable {
    private let store: KioskStore
    private let hub: any HubLink
    private let bell: Bell
    private let interval: Duration
    private let reach: @Sendable (Bool) async -> Void
    private let refreshed: @Sendable () -> Void
    private let log: @Sendable (LogEvent) -> Void

    /// - Parameter refreshed: called when the snapshot is as new as the hub.
    package init(
        store: KioskStore, hub: any HubLink, bell: Bell, interval: Duration,
        reach: @escaping @Sendable (Bool) async -> Void, refreshed: @escaping @Sendable () -> Void = {},
        log: @escaping @Sendable (LogEvent) -> Void
    ) {
        self.store = store
        self.hub = hub
        self.bell = bell
        self.interval = interval
        self.reach = reach
        self.refreshed = refreshed
        self.log = log
    }

    package func run() async {
        while !Task.isCancelled {
            do {
                try await refresh()
                await reach(true)
            } catch {
                log(.hubFailed(during: "feed", code: failureCode(error)))
                if error is HubLinkError { await reach(false) }
            }
            await bell.wait(upTo: interval)
        }
    }

    /// All pages up to now. A page that is not an answer, or is older than the snapshot, changes nothing.
    package func refresh() async throws {
        var more = true
        while more, !Task.isCancelled {
            let request = try store.feedRequest()
            let page = try await hub.feed(request)
            let applied = try store.apply(page, to: request)
            if let reason = applied.acknowledged.newEpoch { try beginNewEpoch(because: reason, store, log) }
            more = applied.askAgain
        }
        refreshed()
    }
}
