import Database
import HubAPI
import Testing
import Vocabulary

@testable import HubStore

/// What a hub does while the machine's clock is wrong, and that nothing of it stays.
@Suite struct HubClockTests {
    private let none = Amount.zero
    private static let topUp = #"{"id": "t", "kind": "topUp", "paidFen": 30000}"#

    /// A salon whose two clocks go on together, except where a test sets one of them.
    private func salon() async throws -> (salon: TestSalon, pass: @Sendable (Int64) -> Void) {
        let monotonic = TestClock()
        let salon = try await TestSalon(monotonic: monotonic)
        let clock = salon.clock
        return (
            salon,
            { ms in
                clock.advance(ms: ms); monotonic.advance(ms: ms)
            }
        )
    }

    private func isInDoubt(_ work: () async throws -> Void) async -> Bool {
        do { try await work() } catch HubStoreError.clock { return true } catch { return false }
        return false
    }

    private func books(_ salon: TestSalon) async throws -> [String] {
        try await salon.database.read { tx in
            try (tx.rows("SELECT kind || lot || amount FROM ledger ORDER BY id").firstColumn() as [String])
                + (tx.rows("SELECT id FROM member_entry ORDER BY id").firstColumn() as [String])
        }
    }

    @Test(arguments: [5000, -19_000, 30, -3])
    func `While the clock is wrong nothing is booked by it, and when it is right again nothing stays`(
        days: Int64
    ) async throws {
        let (salon, pass) = try await salon()
        let card = try await salon.issueCard()
        pass(3_600_000)
        try await salon.database.tidy()
        try await salon.runNights()
        let (before, digest) = (try await books(salon), try await salon.digest())
        salon.clock.advance(ms: days * TestSalon.dayMs)
        pass(12_000)
        for _ in 0..<3 { #expect(try await salon.database.saveClock().isTrusted == false) }
        try await salon.database.tidy()
        try await salon.runNights()
        let (database, member) = (salon.database, salon.member)
        #expect(await isInDoubt { _ = try await database.enterAtDesk(Self.topUp, member: member) })
        let hold = HoldRequest(
            id: .test(9), member: member, card: card, amount: Amount(points: 1), reward: nil, odometers: none)
        #expect(await isInDoubt { _ = try await database.hold(hold, kiosk: "xuhui-1") })
        #expect(await isInDoubt { _ = try await database.handOver(code: "CODE") })
        #expect(await isInDoubt { _ = try await database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil) })
        #expect(try await books(salon) == before)
        let facts = try await database.kiosks().hubClock
        #expect(facts?.isTrusted == false && facts?.advice?.contains("hubd clock accept") == true)

        salon.clock.advance(ms: -days * TestSalon.dayMs)
        #expect(try await salon.database.saveClock().isTrusted)
        try await salon.database.tidy()
        try await salon.runNights()
        #expect(try await books(salon) == before)
        #expect(try await salon.digest() == digest)
        #expect(try await salon.order(Self.topUp).isAccepted)
        #expect(try await salon.database.audit().isEmpty)
    }

    @Test func `While the clock is wrong no night falls and nothing expires, however long it lasts`() async throws {
        let (salon, pass) = try await salon()
        try await salon.database.tidy()
        try await salon.runNights()
        let before = try await books(salon)
        salon.clock.advance(ms: -19_000 * TestSalon.dayMs)
        for _ in 0..<40 {
            pass(10 * TestSalon.dayMs)
            try await salon.database.tidy()
            #expect(try await salon.database.runNights().members == 0)
        }
        #expect(try await books(salon) == before)
    }

    @Test(arguments: [5000, -19_000])
    func `What kiosks send while the clock is wrong is taken, and counts when it happened`(days: Int64) async throws {
        let (salon, pass) = try await salon()
        let card = try await salon.issueCard()
        pass(60_000)
        let tapMs = salon.clock.nowMs
        salon.clock.advance(ms: days * TestSalon.dayMs)
        pass(60_000)
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), atMs: tapMs, card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.held.count == 2)
        let moments = try await salon.database.read { tx in
            try
                (tx.rows("SELECT at_ms FROM spend UNION ALL SELECT received_at_ms FROM journal").firstColumn()
                as [Int64])
        }
        #expect(moments == [tapMs, tapMs + 60_000, tapMs + 60_000])
    }

    @Test(arguments: [(-19_000, false), (10, true), (40, false)])
    func `A hub that starts with a clock far from its books waits for a word`(days: Int64, isTrusted: Bool) async throws
    {
        let salon = try await TestSalon()
        let wallMs = salon.clock.nowMs + days * TestSalon.dayMs
        let clock = HubClock(wallMs: { wallMs }, monotonicMs: { 5 })
        try await salon.database.closeAndWait()
        let again = try await salon.opened(clock: clock)
        #expect(again.clockFacts().isTrusted == isTrusted)
        let member = salon.member
        #expect(await isInDoubt { _ = try await again.enterAtDesk(Self.topUp, member: member) } == !isTrusted)
        if days == 40 {
            #expect(try await again.acceptClock().isTrusted)
            #expect(Answered(try await again.enterAtDesk(Self.topUp, member: member)).isAccepted)
            try await again.tidy()
            let due = try await again.read {
                try ($0.rows("SELECT night_due_ms FROM member").firstColumn() as [Int64])
            }
            #expect(due.allSatisfy { $0 > salon.clock.nowMs + 39 * TestSalon.dayMs })
        } else if !isTrusted {
            await #expect(throws: HubStoreError.self) { _ = try await again.acceptClock() }
        }
        try await again.closeAndWait()
    }

    @Test func `A hub that serves follows what was accepted at another process, if it shows the same time`()
        async throws
    {
        let (salon, pass) = try await salon()
        salon.clock.advance(ms: 40 * TestSalon.dayMs)
        #expect(try await salon.database.saveClock().isTrusted == false)
        let other = try await salon.opened()
        #expect(try await other.acceptClock().isTrusted)
        try await other.closeAndWait()
        pass(30_000)
        #expect(try await salon.database.saveClock().isTrusted)
        #expect(try await salon.order(Self.topUp).isAccepted)
    }

    @Test func `A process that shows another time does not follow what was accepted`() async throws {
        let (salon, pass) = try await salon()
        salon.clock.advance(ms: 40 * TestSalon.dayMs)
        #expect(try await salon.database.saveClock().isTrusted == false)
        let acceptedMs = salon.clock.nowMs + 160 * TestSalon.dayMs
        let other = try await salon.opened(clock: HubClock(following: { acceptedMs }))
        #expect(try await other.acceptClock().isTrusted)
        try await other.closeAndWait()
        pass(30_000)
        #expect(try await salon.database.saveClock().isTrusted == false)
        let (database, member) = (salon.database, salon.member)
        #expect(await isInDoubt { _ = try await database.enterAtDesk(Self.topUp, member: member) })
    }

    @Test func `What was accepted is followed once, and time does not go back afterwards`() async throws {
        let (salon, pass) = try await salon()
        _ = try await salon.database.acceptClock()
        let moment = try await salon.database.saveClock().momentMs
        salon.clock.advance(ms: -7_200_000)
        for _ in 0..<3 {
            pass(30_000)
            #expect(try await salon.database.saveClock().momentMs > moment)
        }
    }

    @Test func `A hub knows after a stop how far time had come`() async throws {
        let (salon, pass) = try await salon()
        pass(10 * TestSalon.dayMs)
        #expect(try await salon.database.saveClock().isTrusted)
        let wallMs = salon.clock.nowMs - 3 * TestSalon.dayMs
        let again = try await salon.opened(clock: HubClock(wallMs: { wallMs }, monotonicMs: { 5 }))
        #expect(again.clockFacts().isTrusted == false && again.clockFacts().momentMs >= salon.clock.nowMs)
        try await again.closeAndWait()
    }

    @Test func `What a clock in the future let expire counts again once the time is right`() async throws {
        let salon = try await TestSalon()
        let nowMs = salon.clock.nowMs
        let (before, lots) = (try await salon.digest(), try await salon.facts().lots.count)
        salon.clock.set(ms: nowMs + 5000 * TestSalon.dayMs)
        try await salon.database.tidy()
        #expect(try await salon.facts().lots.count < lots)
        salon.clock.set(ms: nowMs + 60_000)
        _ = try await salon.database.acceptClock()
        #expect(try await salon.digest() == before)
        #expect(try await salon.database.unequalSums() == [])
        let expired = try await salon.database.read { tx in
            try tx.integer("SELECT count(*) FROM lot WHERE expired > 0 AND expires_at_ms > $1", [nowMs + 60_000])
        }
        #expect(expired == 0)
    }

    @Test func `Lines after one that a hub in the future took count at their taps again`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let nowMs = salon.clock.nowMs
        var journal = TestJournal(kiosk: "xuhui-1")
        salon.clock.set(ms: nowMs + 5000 * TestSalon.dayMs)
        journal.append(salon.seen(.test(1), card: card, odometers: none))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        salon.clock.set(ms: nowMs + 60_000)
        _ = try await salon.database.acceptClock()
        salon.clock.set(ms: nowMs + 180_000)
        journal.append(salon.intent(.test(2), atMs: nowMs + 90_000, card: card, before: none, points: 30))
        _ = try await salon.database.upload(journal.request(1..<2), kiosk: "xuhui-1")
        let moments = try await salon.database.read {
            try ($0.rows("SELECT at_ms FROM spend").firstColumn() as [Int64])
        }
        #expect(moments == [nowMs + 90_000])
    }

    @Test func `A kiosk whose clock stands elsewhere is shown with the distance`() async throws {
        let salon = try await TestSalon()
        let beat = Heartbeat(
            version: "1", startedAtMs: 0, sentAtMs: salon.clock.nowMs + 7_200_000, lastFrameAtMs: nil, screen: "idle",
            reader: "ready", storeEpoch: "e", journalSequence: 0, notUploaded: 0, snapshotAsOfMs: nil, freeDiskBytes: 1)
        _ = try await salon.database.heartbeat(beat, kiosk: "xuhui-1")
        #expect(try await salon.database.kiosk("xuhui-1").clockAheadMs == 7_200_000)
        #expect(try await salon.database.kiosk("jingan-1").clockAheadMs == nil)
    }
}
