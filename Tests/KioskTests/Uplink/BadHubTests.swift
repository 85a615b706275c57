import Foundation
import HubAPI
import HubClient
import Identity
import Kiosk
import KioskStore
import Synchronization
import Testing

/// A hub that answers garbage, half a response, 500, or nothing: nothing is lost and nothing is believed.
@Suite struct BadHubTests {
    static let answers: [(name: String, bytes: String)] = [
        ("nothing", ""),
        ("garbage", "\u{1}\u{2}no protocol at all\r\n\r\n"),
        ("half a response", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"pos"),
        ("500", "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\nConnection: close\r\n\r\nOops"),
        ("200 with other JSON", "HTTP/1.1 200 OK\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{\"hello\":true}"),
        ("200 with HTML", "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n<html>hi</html>"),
    ]

    @Test(arguments: answers.map(\.name)) func `A bad answer leaves journal, outbox and snapshot as they were`(
        _ name: String
    ) async throws {
        let answer = try #require(Self.answers.first { $0.name == name })
        let server = try RudeServer(answer: Array(answer.bytes.utf8))
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "peony-bad-hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path, kiosk: "test-1", now: { 1_790_000_000_000 },
            makeID: { UUID() }
        ).store
        defer { store.close() }
        _ = try store.append(Self.entry)
        let before = try store.status()
        let client = try HubClient(baseURL: "http://127.0.0.1:\(server.port)", token: "t")
        let link = HTTPHubLink(client: client, kiosk: "test-1")
        let reached = Mutex<[Bool]>([])
        let upload = UploadService(
            store: store, hub: link, appended: Bell(), uploaded: Bell(),
            reach: { answers in reached.withLock { $0.append(answers) } }, fraction: { 0 }, log: { _ in })
        let feed = FeedService(
            store: store, hub: link, bell: Bell(), interval: .seconds(1), reach: { _ in }, log: { _ in })

        await #expect(throws: HubLinkError.self) { try await upload.uploadOnce() }
        await #expect(throws: HubLinkError.self) { try await feed.refresh() }
        #expect(try store.status() == before)
        #expect(reached.withLock { $0 } == [], "an answer that is none must not look like a hub")
    }

    private static let entry = JournalEntry(
        id: OperationID(UUID()), kiosk: "test-1", tappedAtMs: 1_790_000_000_000, recordedAtMs: 1_790_000_000_000,
        fact: .fault(FaultReport(code: "test", detail: "")))
}

/// Time and pace, as values.
@Suite struct UplinkTests {
    @Test func `Time does not go back behind what the journal has said, and the hub is told once`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "peony-clock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let known: Int64 = 1_790_000_000_000
        let store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path, kiosk: "test-1", now: { known }, makeID: { UUID() }
        ).store
        defer { store.close() }
        _ = try store.append(
            JournalEntry(
                id: OperationID(UUID()), kiosk: "test-1", tappedAtMs: known, recordedAtMs: known,
                fact: .fault(FaultReport(code: "test", detail: ""))))
        let right = ClockFloor(store: store, wallMs: { known + 5 })
        #expect(right.nowMs() == known + 5)
        #expect(!right.isSetBack)
        let corrected = ClockFloor(store: store, wallMs: { known - ClockFloor.toleratedMs / 2 })
        #expect(corrected.nowMs() == known)
        #expect(!corrected.isSetBack)
        let woken = ClockFloor(store: store, wallMs: { 0 })
        #expect(woken.nowMs() == known)
        #expect(woken.isSetBack)
        let told = Mutex(0)
        let watch = Task {
            await woken.watch(kiosk: "test-1", every: .milliseconds(1), makeID: { OperationID(UUID()) }) {
                told.withLock { $0 += 1 }
            }
        }
        while told.withLock({ $0 }) == 0 { await Task.yield() }
        for _ in 0..<50 { await Task.yield() }
        watch.cancel()
        await watch.value
        #expect(told.withLock { $0 } == 1)
        #expect(try store.status().sequence == 2)
    }

    @Test func `Attempts come ever more rarely, never later than the cap, and soon again after a success`() {
        var pacer = UploadPacer(firstSeconds: 1, capSeconds: 60)
        var last = 0.0
        for attempt in 1...40 {
            var early = pacer
            let soonest = early.failed(fraction: 0)
            let late = pacer.failed(fraction: 0.999)
            #expect(soonest >= 0.5 && soonest < late)
            #expect(late <= 60)
            #expect(late <= Double(1 << min(attempt, 16)))
            #expect(attempt > 6 ? late > 59 : late > last * 1.5, "attempt \(attempt)")
            last = late
        }
        pacer.succeeded()
        #expect(pacer.failed(fraction: 0.999) <= 2)
    }
}
