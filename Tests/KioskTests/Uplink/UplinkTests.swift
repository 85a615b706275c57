import Foundation
import HubAPI
import Identity
import Kiosk
import KioskStore
import Synchronization
import Testing

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
