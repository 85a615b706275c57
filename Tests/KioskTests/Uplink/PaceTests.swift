import Foundation
import HubAPI
import Kiosk
import KioskStore
import KioskTesting
import Synchronization
import Testing
import Vocabulary

/// Whatever a hub answers, a kiosk asks it at a pace, and one answer that goes wrong stops no other.
@Suite struct PaceTests {
    /// Long enough for a loop without a pause to ask hundreds of times.
    private static let watched = Duration.milliseconds(1500)
    /// What the pacer allows in that time, at its quickest: after 0.25 s each.
    private static let few = 8

    private func withStore(_ body: (KioskStore) async throws -> Void) async throws {
        let folder = try TemporaryFolder("pace")
        let store = try KioskStore.open(
            at: folder.path + "/kiosk.sqlite", kiosk: "test-1", now: { 1_790_000_000_000 }, makeID: { UUID() }
        ).store
        defer { store.close() }
        try await body(store)
    }

    /// Runs a service for a while and ends it.
    private func watch(_ run: @escaping @Sendable () async -> Void) async throws {
        let service = Task { await run() }
        try await Task.sleep(for: Self.watched)
        service.cancel()
        let asked = ContinuousClock.now
        await service.value
        #expect(ContinuousClock.now - asked < .seconds(5), "it stops at once")
    }

    @Test func `A hub that has nothing to ask and does not let it wait is asked at a pace`() async throws {
        let hub = ScriptedHub()
        let service = RequestService(hub: hub, sources: .none, .still)
        try await watch { await service.run() }
        #expect((2...Self.few).contains(hub.asked("requests")), "\(hub.asked("requests"))")
    }

    @Test func `Thousands of requests are begun a few at a time, and it stops at once`() async throws {
        let hub = ScriptedHub()
        hub.list = (0..<2000).map { .following("r\($0)") }
        let service = RequestService(hub: hub, sources: .none, .still)
        try await watch { await service.run() }
        #expect(hub.answers.isEmpty == false && Set(hub.answers.map(\.id)).count <= HubLimits.requestsAtOnce)
        #expect(hub.asked("requests") <= Self.few)
    }

    @Test func `An answer that the hub refuses is told so, and the request behind it is answered`() async throws {
        let hub = ScriptedHub()
        hub.list = [.once("picture", .screenshot), .once("state", .status)]
        hub.refusing = { $0 == "picture" && $1.png != nil ? "body-too-large" : nil }
        let service = RequestService(hub: hub, sources: .none, .still)
        try await watch { await service.run() }
        let taken = hub.answers
        #expect(taken.first { $0.id == "state" }?.answer.lines == ["{}"])
        let told = taken.first { $0.id == "picture" }?.answer
        #expect(told?.done == true && told?.skipped.first?.reason.contains("body-too-large") == true)
        #expect(taken.count == 2, "each is answered once, however often it is listed")
    }

    @Test(arguments: ["another epoch each time", "more of nothing", "more at the same place"])
    func `A feed that leads nowhere is asked at a pace`(_ kind: String) async throws {
        try await withStore { store in
            let hub = ScriptedHub()
            hub.pages = { request, number in
                switch kind {
                case "another epoch each time":
                    .empty(epoch: "e\(number)", cursor: 5, more: true, members: [.plain(number)])
                case "more of nothing": .empty(cursor: (request.cursor ?? 0) + 1, more: true)
                default: .empty(cursor: 7, more: true, members: [.plain(number)])
                }
            }
            let service = FeedService(Uplink(store: store, hub: hub, .still), interval: .seconds(30))
            try await watch { await service.run() }
            #expect((2...Self.few * 8).contains(hub.asked("feed")), "\(hub.asked("feed"))")
        }
    }

    @Test func `All pages come before the snapshot counts as refreshed`() async throws {
        try await withStore { store in
            let hub = ScriptedHub()
            hub.pages = { request, _ in
                request.cursor == nil
                    ? .empty(cursor: 1, more: true, members: [.plain(1)]) : .empty(cursor: 2, members: [.plain(2)])
            }
            let seen = Mutex<[Int]>([])
            let service = FeedService(Uplink(store: store, hub: hub, .still), interval: .seconds(30)) {
                seen.withLock { $0.append(hub.asked("feed")) }
            }
            try await service.refresh()
            #expect(seen.withLock { $0 } == [2])
        }
    }

    @Test func `After a page that does not come half of it is asked for, and more again when it does`() async throws {
        try await withStore { store in
            let hub = ScriptedHub()
            let service = FeedService(Uplink(store: store, hub: hub, .still), interval: .seconds(30))
            for _ in 0..<6 { await #expect(throws: HubLinkError.self) { try await service.refresh() } }
            hub.pages = { request, _ in .empty(cursor: (request.cursor ?? 0) + 1, members: [.plain(1)]) }
            for _ in 0..<2 { try await service.refresh() }
            let most = HubLimits.feedPageBytes
            #expect(
                hub.sizes == [most, most / 2, most / 4, most / 8, most / 16, most / 16, most / 16, most / 8])
            #expect(HubLimits.feedPageBytesBounds.lowerBound == most / 16)
        }
    }

    @Test func `A hub that holds nothing of what it is sent is sent it at a pace`() async throws {
        try await withStore { store in
            try store.appendFault()
            let hub = ScriptedHub()
            hub.holds = false
            let service = UploadService(Uplink(store: store, hub: hub, .still))
            try await watch { await service.run() }
            #expect((2...Self.few).contains(hub.asked("upload")), "\(hub.asked("upload"))")
            #expect(try store.notUploaded() == 1)
        }
    }

    @Test func `An upload wakes the feed`() async throws {
        try await withStore { store in
            try store.appendFault()
            let uplink = Uplink(store: store, hub: ScriptedHub(), .still)
            let service = UploadService(uplink)
            #expect(try await service.uploadOnce())
            let began = ContinuousClock.now
            await uplink.uploaded.wait(upTo: .seconds(60))
            #expect(ContinuousClock.now - began < .seconds(30), "the bell has rung")
        }
    }
}
