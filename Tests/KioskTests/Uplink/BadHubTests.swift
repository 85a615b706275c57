import Foundation
import HubAPI
import HubClient
import Kiosk
import KioskStore
import KioskTesting
import Synchronization
import Testing
import Vocabulary

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
        let reached = Mutex<[String?]>([])
        var uplink = Uplink(store: store, hub: link, .still)
        uplink.onReachability = { failure in reached.withLock { $0.append(failure) } }
        let upload = UploadService(uplink)
        let feed = FeedService(Uplink(store: store, hub: link, .still), interval: .seconds(1))

        await #expect(throws: HubLinkError.self) { try await upload.uploadOnce() }
        await #expect(throws: HubLinkError.self) { try await feed.refresh() }
        #expect(try store.status() == before)
        #expect(reached.withLock { $0 } == [], "an answer that is none must not look like a hub")
    }

    @Test(arguments: [(400, "invalid-json"), (413, "body-too-large"), (429, "limit"), (500, nil), (503, nil)])
    func `What the hub refuses is told from what it cannot do now`(status: Int, code: String?) async throws {
        let problem = Problem(status: status, code: code ?? "store-failed", title: "t", detail: "d")
        let body = String(decoding: try JSONEncoder().encode(problem), as: UTF8.self)
        let head = "HTTP/1.1 \(status) No\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        let server = try RudeServer(answer: Array((head + body).utf8))
        defer { server.stop() }
        let client = try HubClient(baseURL: "http://127.0.0.1:\(server.port)", token: "t")
        do {
            _ = try await HTTPHubLink(client: client, kiosk: "test-1").requests(waitSeconds: 0)
            Issue.record("it was an answer")
        } catch {
            if case .refused(let refused, _) = error { #expect(refused == code) } else { #expect(code == nil) }
        }
    }

    private static let entry = JournalEntry(
        id: OperationID(UUID()), kiosk: "test-1", tappedAtMs: 1_790_000_000_000, recordedAtMs: 1_790_000_000_000,
        fact: .fault(FaultReport(code: .unknown("test"), detail: "")))
}
