import Foundation
import GRDB
import HubAPI
import Kiosk
import KioskTesting
import Loyalty
import Synchronization
import Vocabulary

@testable import HubStore

/// The real hub's database without the HTTP around it. It can be stopped, started, and restored from a backup.
final class SimulatedHub: Sendable {
    let path: String
    let clock: ManualClock
    private let running: Mutex<HubDatabase?>

    init(folder: Folder, clock: ManualClock) throws {
        let path = folder.path + "/hub.sqlite"
        self.path = path
        self.clock = clock
        running = Mutex(try HubDatabase(path: path) { clock.nowMs })
    }

    /// - Throws: `noAnswer` while it is stopped.
    func database() throws(HubLinkError) -> HubDatabase {
        guard let database = running.withLock({ $0 }) else { throw .noAnswer("the hub is down") }
        return database
    }

    func stop() throws {
        let database = running.withLock { running in
            defer { running = nil }
            return running
        }
        try database?.close()
    }

    func start() throws {
        guard running.withLock({ $0 == nil }) else { return }
        let clock = clock
        let database = try HubDatabase(path: path) { clock.nowMs }
        running.withLock { $0 = database }
    }

    func restore(_ copy: FileCopy) async throws {
        try stop()
        try copy.restore(to: path)
        try start()
        _ = try await database().declareRestored()
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
