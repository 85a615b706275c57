internal import CardProtocol
internal import Display
internal import Foundation
internal import HubAPI
internal import HubClient
internal import KioskSession
internal import KioskStore
internal import PCSC
internal import Settings
package import Supervision
internal import Vocabulary

/// Why a kiosk does not start; each is for an operator to mend. `exitCode` follows sysexits(3).
package struct KioskStartError: Error, CustomStringConvertible {
    package var exitCode: Int32
    package var description: String

    init(_ exitCode: Int32, _ description: String) {
        self.exitCode = exitCode
        self.description = description
    }

    static let configuration: Int32 = 78
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let cannotWrite: Int32 = 73
    static let tryAgain: Int32 = 75
}

/// From settings to a running kiosk: opens the store, the keys, the panel, the reader and the hub's link.
package struct KioskStart {
    package static let version = "0.1.0"

    private let settings: KioskSettings
    private let supervisor: Supervisor
    private let wallMs: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }

    package init(_ settings: KioskSettings, supervisor: Supervisor = .none) {
        self.settings = settings
        self.supervisor = supervisor
    }

    /// Runs until cancelled.
    package func run() async throws {
        let token = try secret(settings.hub.tokenFile)
        let keys = try kioskKeys()
        let log = try logStore()
        let opened = try openStore()
        let store = opened.store
        defer { store.close() }
        note(opened, in: log)
        try requireZone(of: store)
        let panel = try makePanel(log)
        let floor = ClockFloor(store: store, wallMs: wallMs, monotonicMs: KioskClock.machineMonotonicMs)
        let surroundings = surroundings(floor, log)
        let daemon = KioskDaemon(try parts(store, cards(keys, token), hubLink(token), surroundings, log), panel: panel)
        let kiosk = settings.kiosk
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await daemon.run() }
                group.addTask {
                    await floor.watch(
                        kiosk: kiosk, every: .seconds(60), surroundings, appended: daemon.wakeUploads)
                }
            }
        } onCancel: {
            supervisor.tell(.stopping)
        }
        log.write(.stopping(reason: "asked to"))
    }

    private func parts(
        _ store: KioskStore, _ cards: CardTransactions.Configuration, _ hub: any HubLink, _ surroundings: Surroundings,
        _ log: LogStore
    ) throws -> KioskDaemon.Parts {
        var parts = KioskDaemon.Parts(cards: cards, store: store, reader: try makeReader(), hub: hub, surroundings)
        parts.configuration = configuration
        parts.feedInterval = settings.hub.feedEvery
        parts.heartbeatInterval = settings.hub.heartbeatEvery
        parts.retry = UploadPacer(
            firstSeconds: Double(settings.hub.uploadRetryFirst.milliseconds) / 1000,
            capSeconds: Double(settings.hub.uploadRetryMost.milliseconds) / 1000)
        parts.supervisor = supervisor
        parts.logLines = { since, after, limit in log.read(after: after, sinceMs: since, limit: limit) }
        return parts
    }

    private func cards(_ keys: KioskKeys, _ token: String) -> CardTransactions.Configuration {
        var cards = CardTransactions.Configuration(kiosk: settings.kiosk, keys: keys)
        cards.doubleTapSeconds = settings.session.doubleTap.wholeSeconds
        cards.traceKey = JournalChain.hash(previous: Array(token.utf8), sequence: 0, body: "card trace")
        return cards
    }

    private var configuration: SessionService.Configuration {
        var configuration = SessionService.Configuration()
        configuration.timings.idle = settings.session.idle.wholeSeconds
        configuration.timings.reading = settings.session.reading.wholeSeconds
        configuration.timings.warning = settings.session.warning.wholeSeconds
        configuration.timings.reveal = settings.session.reveal.wholeSeconds
        configuration.language = settings.display.language
        configuration.holdTimeout = settings.hub.holdTimeout
        return configuration
    }

    private func surroundings(_ floor: ClockFloor, _ log: LogStore) -> Surroundings {
        var surroundings = Surroundings(clock: .system())
        surroundings.clock.nowMs = { floor.nowMs() }
        surroundings.clock.wallMs = wallMs
        surroundings.log = { log.write($0) }
        return surroundings
    }

    private func makeReader() throws -> any CardReader {
        do {
            return try ReaderWatch(reader: settings.reader.name, exclusive: settings.reader.exclusive)
        } catch {
            throw KioskStartError(KioskStartError.tryAgain, "reader: \(error)")
        }
    }

    private func hubLink(_ token: String) throws -> any HubLink {
        do {
            let client = try HubClient(
                baseURL: settings.hub.url.absoluteString, token: token, caFile: settings.hub.caFile)
            return HTTPHubLink(client: client, kiosk: settings.kiosk)
        } catch {
            throw KioskStartError(KioskStartError.configuration, "hub: \(error)")
        }
    }

    private func secret(_ path: String) throws -> String {
        do { return try SecretFile.read(path) } catch {
            throw KioskStartError(KioskStartError.noInput, "\(error)")
        }
    }

    private func kioskKeys() throws -> KioskKeys {
        let text = try secret(settings.reader.keysFile)
        do { return try KioskKeys(text: text) } catch {
            throw KioskStartError(KioskStartError.configuration, "\(settings.reader.keysFile): \(error)")
        }
    }

    private func logStore() throws -> LogStore {
        do {
            return try LogStore(
                folder: settings.logs.folder, maximumBytes: settings.logs.maximumBytes, now: wallMs)
        } catch {
            throw KioskStartError(
                KioskStartError.cannotWrite, "\(settings.logs.folder): the log cannot be written: \(error)")
        }
    }

    private func openStore() throws -> KioskStore.Opened {
        var limits = StoreLimits()
        limits.maximumBytes = settings.store.maximumBytes
        limits.refuseSpendingBelowBytes = settings.store.refuseSpendingBelowBytes
        limits.reserveBytes = settings.store.reserveBytes
        do {
            return try KioskStore.open(
                at: settings.store.path, kiosk: settings.kiosk, limits: limits, now: wallMs, makeID: { UUID() })
        } catch {
            switch error {
            case .inUse(let path):
                throw KioskStartError(
                    KioskStartError.tryAgain, "\(path): another kioskd serves from this file. Nothing was changed.")
            case .notDurable(let level):
                throw KioskStartError(
                    KioskStartError.cannotWrite,
                    "\(settings.store.path): SQLite runs with synchronous=\(level); a commit would not survive a "
                        + "power cut, so this kiosk does not serve.")
            default:
                throw KioskStartError(KioskStartError.cannotWrite, "\(settings.store.path): \(error)")
            }
        }
    }

    /// The zone that the hub named may be missing from this machine's database since. Without facts from the hub
    /// nothing is checked.
    private func requireZone(of store: KioskStore) throws {
        do { try StoreCalendar.require((try? store.facts())?.kiosk) } catch {
            throw KioskStartError(KioskStartError.configuration, "\(error)")
        }
    }

    private func note(_ opened: KioskStore.Opened, in log: LogStore) {
        if let quarantine = opened.quarantine {
            log.write(.storeSetAside(lastSequence: quarantine.lastSequence, rescued: quarantine.rescued))
        }
        if let status = try? opened.store.status() {
            log.write(
                .started(version: Self.version, storeEpoch: status.epoch, journalSequence: status.sequence))
        }
    }

    private func makePanel(_ log: LogStore) throws -> ScreenPanel {
        do {
            let parts = try PanelParts(settings.display)
            log.write(.display(state: parts.backend.name))
            return ScreenPanel(
                renderer: parts.renderer, backends: [parts.backend], inputs: parts.inputs)
        } catch {
            throw KioskStartError(KioskStartError.unavailable, "display: \(error)")
        }
    }
}
