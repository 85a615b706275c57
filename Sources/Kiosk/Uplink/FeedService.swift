internal import HubAPI
internal import KioskStore
internal import Synchronization

/// Keeps the snapshot fresh: what changed since the cursor, every few seconds and right after an upload.
package final class FeedService: Sendable {
    private let uplink: Uplink
    private let interval: Duration
    private let refreshed: @Sendable () -> Void
    private let pages = Mutex(FeedPages())

    /// - Parameter refreshed: called when the snapshot is as new as the hub.
    package init(_ uplink: Uplink, interval: Duration, refreshed: @escaping @Sendable () -> Void = {}) {
        self.uplink = uplink
        self.interval = interval
        self.refreshed = refreshed
    }

    package func run() async {
        var pacer = UploadPacer()
        while !Task.isCancelled {
            do {
                try await refresh()
                pacer.succeeded()
                await uplink.onReachability(nil)
                await uplink.uploaded.wait(upTo: interval)
            } catch {
                uplink.surroundings.log(.hubFailed(during: "feed", code: failureCode(error)))
                if error is HubLinkError { await uplink.onReachability(failureCode(error)) }
                // Rung or not: uploads that go through while the feed does not must not make it ask without a pause.
                let pause = Duration.seconds(pacer.failed(fraction: uplink.surroundings.chance.fraction()))
                try? await Task.sleep(for: min(pause, interval))
            }
        }
    }

    /// All pages up to now. A page that is not an answer, or is older than the snapshot, changes nothing.
    ///
    /// - Throws: also when pages bring the snapshot no further: a hub whose epoch changes with each answer, or one that
    ///   has more and more of nothing, is asked again later.
    package func refresh() async throws {
        var more = true
        var idle = 0
        while more, !Task.isCancelled {
            var request = try uplink.store.feedRequest()
            request.maximumBytes = pages.withLock { $0.bytes }
            let page = try await fetch(request)
            try StoreCalendar.require(page.kiosk)
            let applied = try uplink.store.apply(page, to: request)
            if let reason = applied.acknowledged.newEpoch { try beginNewEpoch(because: reason, uplink) }
            more = applied.askAgain
            let isEmpty = page.members.isEmpty && page.removedMembers.isEmpty
            if applied.isAnew || isEmpty || page.cursor <= request.cursor ?? 0 { idle += 1 }
            guard idle <= Self.idlePages else { throw FeedStandstill() }
        }
        refreshed()
    }

    /// One page brings nothing when it is the last, one when the hub was restored, one when a new journal begins.
    private static let idlePages = 3

    private func fetch(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
        do {
            let page = try await uplink.hub.feed(request)
            pages.withLock { $0.succeeded() }
            return page
        } catch {
            pages.withLock { $0.failed() }
            throw error
        }
    }
}

/// The hub answers, and its answers lead nowhere.
struct FeedStandstill: Error {}
