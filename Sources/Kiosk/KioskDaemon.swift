package import CardProtocol
package import HubAPI
package import Identity
package import KioskSession
package import KioskStore
internal import Loyalty
package import Supervision

/// A kiosk as a value: everything that runs in it, wired together. `kioskd` makes one from its settings; tests and
/// the bench make one from their own parts.
package struct KioskDaemon: Sendable {
    package struct Parts: Sendable {
        package var kiosk: String
        package var version: String
        package var store: KioskStore
        package var keys: KioskKeys
        package var reader: any CardReader
        package var hub: any HubLink
        package var clock: KioskClock
        package var timings: SessionTimings
        package var language: Language
        package var doubleTapSeconds: Int
        package var feedInterval: Duration
        package var heartbeatInterval: Duration
        package var retry: UploadPacer
        /// How long a customer waits for the hub's consent before the offline rules decide.
        package var holdTimeout: Duration
        /// For `CardTrace`.
        package var traceKey: [UInt8]
        package var random: @Sendable (Int) -> [UInt8]
        package var makeID: @Sendable () -> OperationID
        /// 0 ..< 1.
        package var fraction: @Sendable () -> Double
        package var supervisor: Supervisor
        package var log: @Sendable (LogEvent) -> Void
        package var logLines:
            @Sendable (_ sinceMs: Int64?, _ after: Int64?, _ limit: Int) throws ->
                LogPage

        package init(
            kiosk: String, version: String, store: KioskStore, keys: KioskKeys, reader: any CardReader,
            hub: any HubLink, clock: KioskClock, timings: SessionTimings, language: Language, doubleTapSeconds: Int,
            feedInterval: Duration, heartbeatInterval: Duration, retry: UploadPacer = UploadPacer(),
            holdTimeout: Duration = .seconds(2),
            traceKey: [UInt8] = [], random: @escaping @Sendable (Int) -> [UInt8],
            makeID: @escaping @Sendable () -> OperationID, fraction: @escaping @Sendable () -> Double,
            supervisor: Supervisor = .none, log: @escaping @Sendable (LogEvent) -> Void,
            logLines: @escaping @Sendable (Int64?, Int64?, Int) throws -> LogPage
        ) {
            self.kiosk = kiosk
            self.version = version
            self.store = store
            self.keys = keys
            self.reader = reader
            self.hub = hub
            self.clock = clock
            self.timings = timings
            self.language = language
            self.doubleTapSeconds = doubleTapSeconds
            self.feedInterval = feedInterval
            self.heartbeatInterval = heartbeatInterval
            self.retry = retry
            self.holdTimeout = holdTimeout
            self.traceKey = traceKey
            self.random = random
            self.makeID = makeID
            self.fraction = fraction
            self.supervisor = supervisor
            self.log = log
            self.logLines = logLines
        }
    }

    private let parts: Parts
    private let session: SessionService
    private let policies: DeskPolicies
    private let appended = Bell()
    private let uploaded = Bell()
    private let startedAtMs: Int64

    package init(_ parts: Parts, panel: sending ScreenPanel) {
        self.parts = parts
        startedAtMs = parts.clock.nowMs()
        let appended = appended
        let desk = CardDesk(
            store: parts.store, kiosk: parts.kiosk, keys: parts.keys, clock: parts.clock,
            doubleTapSeconds: parts.doubleTapSeconds, traceKey: parts.traceKey, random: parts.random,
            makeID: parts.makeID,
            appended: { Task { await appended.ring() } }, log: parts.log)
        policies = desk.policies
        session = SessionService(
            desk: desk, reader: parts.reader, hub: parts.hub, panel: panel, clock: parts.clock,
            timings: parts.timings, language: parts.language, holdTimeout: parts.holdTimeout, makeID: parts.makeID,
            supervisor: parts.supervisor, log: parts.log)
    }

    /// Until cancelled. Afterwards the reader is let go and the screen is dark; the store is the caller's.
    package func run() async {
        let session = session
        let policies = policies
        policies.readAll()
        let reach: @Sendable (String?) async -> Void = { await session.hubAnswers(unless: $0) }
        await withDiscardingTaskGroup { group in
            group.addTask { await session.run() }
            group.addTask { await JournalWatch(store: parts.store, log: parts.log).run() }
            group.addTask {
                await UploadService(
                    store: parts.store, hub: parts.hub, appended: appended, uploaded: uploaded, reach: reach,
                    pacer: parts.retry, fraction: parts.fraction, log: parts.log
                ).run()
            }
            group.addTask {
                await FeedService(
                    store: parts.store, hub: parts.hub, bell: uploaded, interval: parts.feedInterval, reach: reach,
                    refreshed: { policies.readAll() }, fraction: parts.fraction, log: parts.log
                ).run()
            }
            group.addTask {
                await HeartbeatService(
                    hub: parts.hub, interval: parts.heartbeatInterval, status: { try await heartbeat() },
                    log: parts.log
                ).run()
            }
            group.addTask {
                await RequestService(hub: parts.hub, sources: answers, fraction: parts.fraction, log: parts.log).run()
            }
        }
        parts.reader.stop()
    }

    /// Something was journalled outside a visit.
    package var wakeUploads: @Sendable () async -> Void {
        let appended = appended
        return { await appended.ring() }
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
            // The hub looks how far this machine's clock stands from its own.
            version: parts.version, startedAtMs: startedAtMs, sentAtMs: parts.clock.wallMs(),
            lastFrameAtMs: shown.atMs, screen: shown.screen, reader: shown.reader, storeEpoch: store.epoch,
            journalSequence: store.sequence, notUploaded: store.notUploaded,
            snapshotAsOfMs: store.snapshotAsOfMs, freeDiskBytes: store.freeBytes,
            acknowledged: store.acknowledged)
    }
}
