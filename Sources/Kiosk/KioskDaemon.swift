package import CardProtocol
package import HubAPI
package import KioskStore
package import Supervision

/// A kiosk as a value: everything that runs in it, wired together. `kioskd` makes one from its settings; tests and
/// the bench make one from their own parts.
package struct KioskDaemon: Sendable {
    package struct Parts: Sendable {
        package var cards: CardTransactions.Configuration
        package var store: KioskStore
        package var reader: any CardReader
        package var hub: any HubLink
        package var surroundings: Surroundings
        package var version = KioskStart.version
        package var configuration = SessionService.Configuration()
        package var feedInterval = Duration.seconds(15)
        package var heartbeatInterval = Duration.seconds(30)
        package var retry = UploadPacer()
        package var supervisor = Supervisor.none
        package var logLines: @Sendable (_ sinceMs: Int64?, _ after: Int64?, _ limit: Int) throws -> LogPage = {
            _, _, _ in LogPage(lines: [], skipped: [], cursor: 0, atEnd: true)
        }

        package init(
            cards: CardTransactions.Configuration, store: KioskStore, reader: any CardReader, hub: any HubLink,
            _ surroundings: Surroundings
        ) {
            self.cards = cards
            self.store = store
            self.reader = reader
            self.hub = hub
            self.surroundings = surroundings
        }
    }

    private let parts: Parts
    private let session: SessionService
    private let policies: KioskPolicies
    private let uplink: Uplink
    private let startedAtMs: Int64

    package init(_ parts: Parts, panel: sending ScreenPanel) {
        self.parts = parts
        startedAtMs = parts.surroundings.clock.nowMs()
        var uplink = Uplink(store: parts.store, hub: parts.hub, parts.surroundings)
        let appended = uplink.appended
        let cards = CardTransactions(store: parts.store, parts.cards, parts.surroundings) {
            Task { await appended.send() }
        }
        policies = cards.policies
        let session = SessionService(
            cards: cards, reader: parts.reader, hub: parts.hub, panel: panel, configuration: parts.configuration,
            supervisor: parts.supervisor)
        uplink.onReachability = { await session.hubReachable(unless: $0) }
        self.session = session
        self.uplink = uplink
    }

    /// Runs until cancelled. Afterwards the reader is released and the screen is black; the caller closes the store.
    package func run() async {
        let (session, policies, surroundings) = (session, policies, parts.surroundings)
        policies.readAll()
        await withDiscardingTaskGroup { group in
            group.addTask { await session.run() }
            group.addTask { await JournalWatch(store: parts.store, log: surroundings.log).run() }
            group.addTask { await UploadService(uplink, pacer: parts.retry).run() }
            group.addTask {
                await FeedService(uplink, interval: parts.feedInterval, refreshed: { policies.readAll() }).run()
            }
            group.addTask {
                await HeartbeatService(
                    hub: parts.hub, interval: parts.heartbeatInterval, surroundings, status: { try await heartbeat() }
                ).run()
            }
            group.addTask { await RequestService(hub: parts.hub, sources: answers, surroundings).run() }
        }
        parts.reader.stop()
    }

    /// Call after something was journalled outside a visit, so that it is uploaded.
    package var wakeUploads: @Sendable () async -> Void {
        let appended = uplink.appended
        return { await appended.send() }
    }

    private var answers: RequestService.Sources {
        RequestService.Sources(
            logs: parts.logLines, status: { try StatusAnswer(try await heartbeat()).json() },
            picture: { try await session.redactedPicture() })
    }

    /// What is known of this kiosk right now.
    package func heartbeat() async throws -> Heartbeat {
        let shown = await session.shown()
        let store = try parts.store.status()
        return Heartbeat(
            // The hub compares this machine's clock with its own.
            version: parts.version, startedAtMs: startedAtMs, sentAtMs: parts.surroundings.clock.wallMs(),
            lastFrameAtMs: shown.atMs, screen: shown.screen, reader: shown.reader, storeEpoch: store.epoch,
            journalSequence: store.sequence, notUploaded: store.notUploaded,
            snapshotAsOfMs: store.snapshotAsOfMs, freeDiskBytes: store.freeBytes,
            acknowledged: store.acknowledged)
    }
}
