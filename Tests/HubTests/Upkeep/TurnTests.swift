import Database
import HubAPI
import Testing

@testable import HubStore

/// While the hub goes over all members, whoever writes has a turn.
@Suite struct TurnTests {
    private let heartbeat = Heartbeat(
        version: "1", startedAtMs: 0, sentAtMs: 0, lastFrameAtMs: nil, screen: "", reader: "", storeEpoch: "e",
        journalSequence: 0, notUploaded: 0, snapshotAsOfMs: nil, freeDiskBytes: 0)

    @Test func `A step ends with its time however many rows are left, and does one of them in any case`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.write { tx in
            let rows = try tx.rows(
                "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 90) SELECT n FROM n")
            let clock = ContinuousClock()
            let step = Step(tx, nowMs: 0)
            for most in [20, 1] {
                let (done, isThrough) = step.forEach(rows) { _ in
                    let began = clock.now
                    while clock.now - began < HubStoreLimits.step / 10 {}
                }
                #expect((1...most).contains(done.count) && !isThrough)
            }
        }
    }

    @Test func `A new policy for thousands of members makes no heartbeat wait for all of them`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.seedCrowd(4000)
        _ = try await salon.database.publish(try TestSalon.policy([:]))
        let clock = ContinuousClock()
        let began = clock.now
        let chores = Task {
            try await salon.database.tidy()
            return clock.now - began
        }
        var longest = Duration.zero
        var beats = 0
        while try await salon.database.read({ try ($0.row("SELECT policy FROM hub")?.first() as String?) })
            != "yuerong-2026-2"
        {
            let asked = clock.now
            _ = try await salon.database.heartbeat(heartbeat, kiosk: "xuhui-1")
            longest = max(longest, clock.now - asked)
            beats += 1
        }
        let total = try await chores.value
        #expect(beats >= 10 && longest * 4 < total, "\(beats) heartbeats, longest \(longest) of \(total)")
    }
}
