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
                // Waits even if an upload succeeds meanwhile: uploads that work while the feed fails must not make it
                // ask without a pause.
                let pause = Duration.seconds(pacer.failed(fraction: uplink.surroundings.chance.fraction()))
                try? await Task.sleep(for: min(pause, interval))
            }
        }
    }

    /// Fetches all pages up to now. A page that is invalid, or older than the snapshot, changes nothing.
    ///
    /// - Throws: also if the pages do not advance the snapshot: a hub whose epoch changes with each answer, or that
    ///   sends one empty page after another, is asked again later.
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

    /// A page may bring nothing new because it is the last, because the hub was restored, or because a new journal
    /// begins.
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

/// The hub answers, but its pages do not advance the snapshot.
struct FeedStandstill: Error {}
