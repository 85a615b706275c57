import CardProtocol
import Display
import Foundation
import HubAPI
import Kiosk
import KioskSession
import KioskStore
import KioskTesting
import Supervision
import Synchronization
import Testing
import Vocabulary

/// A kiosk whose thread hangs must not look alive.
@Suite(.timeLimit(.minutes(5))) struct SessionLifeTests {
    /// A panel that does not come back from showing a frame while it is told to hang.
    private final class HangingPanel: DisplayBackend {
        let name = "hanging"
        private let gate: Gate

        init(_ gate: Gate) { self.gate = gate }

        func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError) { gate.pass() }

        func clear() throws(DisplayError) {}
    }

    /// Open, or shut for everybody who passes.
    private final class Gate: Sendable {
        private let isShut = Mutex(false)
        private let lock = DispatchSemaphore(value: 0)

        func shut() { isShut.withLock { $0 = true } }

        func open() {
            isShut.withLock { $0 = false }
            lock.signal()
        }

        func pass() { if isShut.withLock({ $0 }) { lock.wait() } }
    }

    private struct NoHub: HubLink {
        func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt { throw .noAnswer("") }
        func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
            throw .noAnswer("")
        }
        func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer { throw .noAnswer("") }
        func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) { throw .noAnswer("") }
        func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) { throw .noAnswer("") }
        func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] { throw .noAnswer("") }
        func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) { throw .noAnswer("") }
    }

    private func session(_ folder: URL, _ gate: Gate, _ socket: NotifySocket) throws -> SessionService {
        let clock = ManualClock()
        let store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path, kiosk: "front", now: { clock.nowMs }, makeID: { UUID() }
        ).store
        let cards = CardTransactions(
            store: store, CardTransactions.Configuration(kiosk: "front", keys: try CardPress().kioskKeys),
            Surroundings(clock: clock.kioskClock()))
        let panel = ScreenPanel(
            renderer: try ScreenRenderer(geometry: .wsvga), backends: [HangingPanel(gate)], inputs: [])
        let environment = ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "40000"]
        return SessionService(
            cards: cards, reader: SimulatedReader(), hub: NoHub(), panel: panel,
            supervisor: Supervisor(environment: environment, processID: 1))
    }

    @Test func `The watchdog is fed while the session's thread comes round, and not while it hangs`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "life-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (socket, gate) = (try NotifySocket(), Gate())
        let session = try session(folder, gate, socket)
        let running = Task { await session.run() }
        #expect(socket.hears("READY=1"))
        #expect(socket.hears("STATUS=reader ready, hub does not answer"))
        for _ in 0..<3 { #expect(socket.hears("WATCHDOG=1")) }

        gate.shut()
        let touch = Tap(id: OperationID(UUID()), atMs: 0)
        let hanging = Task { await session.receive(.touched(.switchLanguage, fresh: touch)) }
        // What was sent before it hung; then twenty times the interval without a word.
        var last = socket.next(within: 400)
        for _ in 0..<10 where last != nil { last = socket.next(within: 400) }
        #expect(last == nil)
        gate.open()
        await hanging.value
        for _ in 0..<3 { #expect(socket.hears("WATCHDOG=1")) }
        running.cancel()
        await session.stop()
        await running.value
    }
}
