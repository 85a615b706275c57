internal import HubAPI
package import KioskStore
internal import Synchronization
internal import Vocabulary

/// The time at the kiosk: the machine's wall clock, within the bounds that the journal and the hub set.
///
/// Without a battery a kiosk starts in 1970: lots would be unexpired, the snapshot young and certificates not yet valid
/// (reliability: rauc issue 353, Tasmota PR 9757). So time never goes back behind what the journal and the hub have
/// recorded, and a jump of more than `ClockTrust.stepMs` while the kiosk runs is ignored. The hub's time takes
/// precedence over the kiosk's own: it also corrects a kiosk whose clock or journal was in the future. Order comes from
/// sequences in any case.
package final class ClockFloor: Sendable {
    private let store: KioskStore
    private let wallMs: @Sendable () -> Int64
    private let monotonicMs: @Sendable () -> Int64
    private let state: Mutex<State>

    private struct State {
        var trust: ClockTrust
        /// The hub's last word that was looked at.
        var hubMs: Int64?
    }

    /// Smaller differences are left to the machine's network time service.
    package static let toleratedMs: Int64 = 120_000

    /// - Parameter monotonicMs: milliseconds since any moment; never set back.
    package init(
        store: KioskStore, wallMs: @escaping @Sendable () -> Int64, monotonicMs: @escaping @Sendable () -> Int64
    ) {
        self.store = store
        self.wallMs = wallMs
        self.monotonicMs = monotonicMs
        let known = try? store.knownTime()
        let reading = ClockTrust.Reading(wallMs: wallMs(), monotonicMs: monotonicMs())
        // A kiosk may have been stored for a year, so any clock ahead of the floor is accepted at start. If it is
        // wrong, it only makes an offline kiosk more careful: lots run out and the snapshot is old.
        let trust = ClockTrust(floorMs: known?.lastMs, reading, offMs: .max)
        state = Mutex(State(trust: trust, hubMs: known?.hubMs))
    }

    /// Milliseconds since 1970 UTC.
    package func nowMs() -> Int64 {
        let reading = ClockTrust.Reading(wallMs: wallMs(), monotonicMs: monotonicMs())
        let known = try? store.knownTime()
        return state.withLock { state in
            if let hubMs = known?.hubMs, hubMs != state.hubMs {
                state.hubMs = hubMs
                state.trust.correct(to: hubMs, reading)
            }
            return state.trust.moment(reading)
        }
    }

    /// How far the wall clock is ahead of the time it is, in milliseconds (negative: behind); `nil` for a difference
    /// within `toleratedMs`.
    package var wallAheadMs: Int64? {
        let aheadMs = wallMs() - nowMs()
        return abs(aheadMs) > Self.toleratedMs ? aheadMs : nil
    }

    /// Tells the log and the hub, once for each time the clock is found wrong.
    package func watch(
        kiosk: String, every interval: Duration, _ surroundings: Surroundings,
        appended: @Sendable () async -> Void
    ) async {
        var reported = false
        while !Task.isCancelled {
            let aheadMs = wallAheadMs
            if let aheadMs, !reported {
                surroundings.log(.clockWrong(aheadMs: aheadMs))
                let code = aheadMs < 0 ? FaultCode.clockSetBack : .clockAhead
                let entry = JournalEntry(
                    id: surroundings.newID(), kiosk: kiosk, tappedAtMs: nowMs(), recordedAtMs: nowMs(),
                    fact: .fault(FaultReport(code, detail: "wall clock at \(wallMs()) ms")))
                reported = (try? store.append(entry)) != nil
                await appended()
            }
            reported = reported && aheadMs != nil
            try? await Task.sleep(for: interval)
        }
    }
}
