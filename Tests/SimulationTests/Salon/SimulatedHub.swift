import DatabaseTesting
import HubAPI
import Kiosk
import KioskTesting
import Loyalty
import Synchronization
import Vocabulary

@testable import HubStore

/// The real hub's database without the HTTP around it. It can be stopped, started, and restored from a backup.
final class SimulatedHub: Sendable {
    /// What an operator keeps: of a file a copy of it as it lies there, of a server what `hubd backup` makes.
    enum Backup: Sendable {
        case copy(FileCopy, of: String)
        case made(path: String)
    }

    private struct State: Sendable {
        var place: DatabaseLocation
        var running: HubDatabase?
        var backups = 0
    }

    let clock: ManualClock
    private let folder: Folder
    private let state: Mutex<State>

    static func open(in folder: Folder, clock: ManualClock, on engine: TestEngine) async throws -> SimulatedHub {
        let place: DatabaseLocation =
            switch engine {
            case .sqlite: .file(path: folder.path + "/hub.sqlite")
            case .postgres: .server(try await PostgresCluster.shared.value.newOptions())
            }
        let hub = SimulatedHub(folder, clock, place)
        try await hub.start()
        return hub
    }

    private init(_ folder: Folder, _ clock: ManualClock, _ place: DatabaseLocation) {
        self.folder = folder
        self.clock = clock
        state = Mutex(State(place: place))
    }

    deinit { try? state.withLock { $0.running }?.close() }

    /// - Throws: `noAnswer` while it is stopped.
    func database() throws(HubLinkError) -> HubDatabase {
        guard let database = state.withLock({ $0.running }) else { throw .noAnswer("the hub is down") }
        return database
    }

    func stop() async throws {
        let database = state.withLock { state in
            defer { state.running = nil }
            return state.running
        }
        try await database?.closeAndWait()
    }

    func start() async throws {
        let (place, isRunning) = state.withLock { ($0.place, $0.running != nil) }
        guard !isRunning else { return }
        let database = try await HubDatabase.open(place, clock: HubClock(following: now))
        state.withLock { $0.running = database }
    }

    private var now: @Sendable () -> Int64 { { [clock] in clock.nowMs } }

    func backUp() async throws -> Backup {
        let (place, number) = state.withLock { state in
            state.backups += 1
            return (state.place, state.backups)
        }
        if case .file(let path) = place { return .copy(FileCopy(of: path), of: path) }
        let path = "\(folder.path)/backup-\(number).sqlite"
        _ = try await database().backup(to: path)
        return .made(path: path)
    }

    func restore(_ backup: Backup) async throws {
        try await stop()
        switch backup {
        case .copy(let copy, let path):
            try copy.restore(to: path)
            try await start()
            _ = try await database().declareRestored()
        case .made(let path):
            let options = try await PostgresCluster.shared.value.newOptions()
            _ = try await HubDatabase.restore(path, onto: options, keeping: .all, now: now)
            state.withLock { $0.place = .server(options) }
            try await start()
        }
    }

    func link(of kiosk: String) -> any HubLink { InProcessLink(hub: self, kiosk: kiosk) }
}

/// Calls the hub's database as its routes do.
private struct InProcessLink: HubLink {
    let hub: SimulatedHub
    let kiosk: String

    func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt {
        try await answering { try await $0.upload(request, kiosk: kiosk) }
    }

    func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
        try await answering {
            try await $0.feed(
                kiosk: kiosk, cursor: request.cursor, hubEpoch: request.hubEpoch, storeEpoch: request.storeEpoch,
                held: Set(request.policies))
        }
    }

    func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer {
        try await answering { try await $0.hold(request, kiosk: kiosk) }
    }

    func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) {
        try await answering { _ = try await $0.giveBack(hold, HoldReturn(card: card), kiosk: kiosk) }
    }

    func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) {
        try await answering { _ = try await $0.heartbeat(heartbeat, kiosk: kiosk) }
    }

    func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] { [] }

    func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) {}

    private func answering<Answer>(
        _ body: (HubDatabase) async throws -> Answer
    ) async throws(HubLinkError) -> Answer {
        let database = try hub.database()
        do { return try await body(database) } catch { throw .noAnswer("500: \(error)") }
    }
}
