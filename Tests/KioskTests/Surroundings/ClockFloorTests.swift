import Foundation
import HubAPI
import Kiosk
import KioskStore
import KioskTesting
import Synchronization
import Testing
import Vocabulary

/// The time at a kiosk whose clock is wrong, or whose hub was.
@Suite struct ClockFloorTests {
    private static let known: Int64 = 1_790_000_000_000
    private static let dayMs: Int64 = 86_400_000
    private static let farMs: Int64 = 5000 * 86_400_000

    /// The two clocks of a machine.
    private final class Machine: Sendable {
        let wall = Mutex<Int64>(ClockFloorTests.known)
        let monotonic = Mutex<Int64>(0)
        var wallMs: Int64 { wall.withLock { $0 } }
        func set(_ ms: Int64) { wall.withLock { $0 = ms } }
        func pass(_ ms: Int64) {
            wall.withLock { $0 += ms }
            monotonic.withLock { $0 += ms }
        }
    }

    private final class Place: Sendable {
        let folder: URL
        let machine = Machine()

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "peony-clock-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func open() throws -> KioskStore {
            let machine = machine
            return try KioskStore.open(
                at: folder.appending(path: "kiosk.sqlite").path, kiosk: "test-1", now: { machine.wallMs },
                makeID: { UUID() }
            ).store
        }

        func floor(_ store: KioskStore) -> ClockFloor {
            let machine = machine
            return ClockFloor(
                store: store, wallMs: { machine.wallMs }, monotonicMs: { machine.monotonic.withLock { $0 } })
        }
    }

    private func write(_ store: KioskStore, atMs: Int64) throws {
        _ = try store.append(
            JournalEntry(
                id: OperationID(UUID()), kiosk: "test-1", tappedAtMs: atMs, recordedAtMs: atMs,
                fact: .fault(FaultReport(code: .unknown("test"), detail: ""))))
    }

    private func hear(_ store: KioskStore, hubMs: Int64) throws {
        let request = try store.feedRequest()
        let page = FeedPage(
            position: HubPosition(
                hubEpoch: "hub-1", lastSequence: 0, lastHash: Hex.text(JournalChain.root(ofEpoch: request.storeEpoch))),
            cursor: (request.cursor ?? 0) + 1, more: false, asOfMs: hubMs,
            kiosk: KioskFacts(
                number: 7, salon: Bilingual(zh: "悦容", en: "Yuerong"), storeID: "jingan",
                store: Bilingual(zh: "静安店", en: "Jing'an"), timeZone: "Asia/Shanghai"),
            policies: [], members: [], removedMembers: [])
        _ = try store.apply(page, to: request)
    }

    @Test func `Time does not go back behind what the journal has said, and the hub is told once`() async throws {
        let place = try Place()
        let store = try place.open()
        defer { store.close() }
        try write(store, atMs: Self.known)
        place.machine.set(Self.known + 5)
        let right = place.floor(store)
        #expect(right.nowMs() == Self.known + 5 && right.wallAheadMs == nil)
        place.machine.set(Self.known - ClockFloor.toleratedMs / 2)
        let corrected = place.floor(store)
        #expect(corrected.nowMs() == Self.known && corrected.wallAheadMs == nil)
        place.machine.set(0)
        let woken = place.floor(store)
        #expect(woken.nowMs() == Self.known)
        #expect(woken.wallAheadMs == -Self.known)
        let told = Mutex(0)
        let logged = Mutex<[LogEvent]>([])
        var surroundings = Surroundings.still
        surroundings.log = { event in logged.withLock { $0.append(event) } }
        let watch = Task { [surroundings] in
            await woken.watch(kiosk: "test-1", every: .milliseconds(1), surroundings) { told.withLock { $0 += 1 } }
        }
        while told.withLock({ $0 }) == 0 { await Task.yield() }
        for _ in 0..<50 { await Task.yield() }
        watch.cancel()
        await watch.value
        #expect(told.withLock { $0 } == 1)
        #expect(logged.withLock { $0 } == [.clockWrong(aheadMs: -Self.known)])
        #expect(try store.status().sequence == 2)
    }

    @Test func `A clock that jumps while the kiosk runs is not followed, and not kept`() throws {
        let place = try Place()
        let store = try place.open()
        defer { store.close() }
        try hear(store, hubMs: Self.known)
        let floor = place.floor(store)
        place.machine.pass(3_600_000)
        #expect(floor.nowMs() == Self.known + 3_600_000)
        place.machine.pass(60_000 * 60)
        try hear(store, hubMs: Self.known + 7_200_000)
        #expect(floor.nowMs() == Self.known + 7_200_000)
        place.machine.set(Self.known + Self.farMs)
        place.machine.pass(1000)
        #expect(floor.nowMs() == Self.known + 7_201_000)
        #expect(floor.wallAheadMs ?? 0 > Self.farMs / 2)
        place.machine.set(Self.known + 7_202_000)
        #expect(floor.nowMs() == Self.known + 7_202_000 && floor.wallAheadMs == nil)
    }

    @Test(arguments: [Self.farMs, 20 * Self.dayMs])
    func `A kiosk that started and wrote in the future is brought back by the hub's word`(aheadMs: Int64) throws {
        let place = try Place()
        var store = try place.open()
        try hear(store, hubMs: Self.known)
        place.machine.set(Self.known + aheadMs)
        var floor = place.floor(store)
        #expect(floor.nowMs() == Self.known + aheadMs)
        try write(store, atMs: floor.nowMs())
        place.machine.pass(1000)
        try hear(store, hubMs: Self.known + 1000)
        // The machine's clock is still wrong: the hub's word goes before it.
        #expect(floor.nowMs() == Self.known + 1000)
        place.machine.set(Self.known + 2000)
        #expect(floor.nowMs() <= Self.known + 2000)
        try write(store, atMs: Self.known + 2000)
        store.close()
        store = try place.open()
        floor = place.floor(store)
        #expect(floor.nowMs() == Self.known + 2000)
        #expect(try store.knownTime().lastMs == Self.known + 2000)
        store.close()
    }

    @Test func `A hub's word from the future holds until its next one`() throws {
        let place = try Place()
        let store = try place.open()
        defer { store.close() }
        try hear(store, hubMs: Self.known)
        let floor = place.floor(store)
        try hear(store, hubMs: Self.known + Self.farMs)
        #expect(floor.nowMs() == Self.known + Self.farMs)
        try write(store, atMs: floor.nowMs())
        try hear(store, hubMs: Self.known + 15_000)
        place.machine.pass(15_000)
        #expect(abs(floor.nowMs() - Self.known - 15_000) <= 15_000)
        #expect(try store.knownTime().lastMs == Self.known + 15_000)
    }
}
