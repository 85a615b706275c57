internal import HubAPI
package import Identity
package import KioskStore

/// Time does not go back: the wall clock is believed only above what the journal and the hub have already said.
///
/// Without a battery a kiosk wakes up in 1970; lots would be unexpired, the snapshot young and certificates not yet
/// valid (reliability: rauc issue 353, Tasmota PR 9757). Order comes from sequences in any case.
package struct ClockFloor: Sendable {
    private let store: KioskStore
    private let wallMs: @Sendable () -> Int64

    /// Smaller steps back are the work of network time.
    package static let toleratedMs: Int64 = 120_000

    package init(store: KioskStore, wallMs: @escaping @Sendable () -> Int64) {
        self.store = store
        self.wallMs = wallMs
    }

    /// Milliseconds since 1970 UTC, never before the last committed entry or the hub's last word.
    package func nowMs() -> Int64 { max(wallMs(), (try? store.lastKnownTimeMs()) ?? 0) }

    /// Whether the wall clock stands behind what is known by more than a correction would explain.
    package var isSetBack: Bool { wallMs() + Self.toleratedMs < (try? store.lastKnownTimeMs()) ?? 0 }

    /// Tells the hub, once for each time the clock is found set back.
    package func watch(
        kiosk: String, every interval: Duration, makeID: @Sendable () -> OperationID,
        appended: @Sendable () async -> Void
    ) async {
        var reported = false
        while !Task.isCancelled {
            let setBack = isSetBack
            if setBack, !reported {
                let entry = JournalEntry(
                    id: makeID(), kiosk: kiosk, tappedAtMs: nowMs(), recordedAtMs: nowMs(),
                    fact: .fault(FaultReport(code: "clock-set-back", detail: "wall clock at \(wallMs()) ms")))
                reported = (try? store.append(entry)) != nil
                await appended()
            }
            reported = reported && setBack
            try? await Task.sleep(for: interval)
        }
    }
}
