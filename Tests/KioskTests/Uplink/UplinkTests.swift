import Kiosk
import Testing

/// Time and pace, as values.
@Suite struct UplinkTests {
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
