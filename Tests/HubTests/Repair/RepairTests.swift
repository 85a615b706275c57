import Database
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// What a repair plan lists, and what it leaves alone.
@Suite struct RepairTests {
    private let none = Amount.zero

    @Test(arguments: UInt64(1)...10)
    func `A sound hub has nothing to put right`(seed: UInt64) async throws {
        let salon = try await TestSalon(seed: seed)
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let id = OperationID.test(3).description
        #expect(try await salon.order("{\"id\": \"\(id)\", \"kind\": \"action\", \"action\": \"feedback\"}").isAccepted)
        for _ in 0..<2 {
            #expect(try await salon.database.repairPlan().isEmpty)
            salon.clock.advance(ms: 16 * TestSalon.dayMs)
            try await TestSalon.upkeep(salon.database)
        }
        let before = try await salon.database.read { try ($0.row("PRAGMA data_version")?.first() as Int64?) }
        #expect(try await salon.database.repairPlan().isEmpty)
        #expect(
            try await salon.database.read { try ($0.row("PRAGMA data_version")?.first() as Int64?) } == before)
    }

    @Test func `Nobody makes a plan by a clock in doubt, and a desk is refused until it is entered`() async throws {
        let salon = try await TestSalon()
        let order = #"{"id": "t", "kind": "topUp", "paidFen": 10000}"#
        try await salon.withClock(aheadByDays: 5000) { (database: HubDatabase) async throws in
            try await TestSalon.upkeep(database)
        }
        // As a file is taken over in which the last thing booked was of the year 2039.
        try await salon.setFloor(salon.clock.nowMs + 5000 * TestSalon.dayMs)
        let clock = salon.clock
        let reopened = try HubDatabase(path: salon.path + "/hub.sqlite", as: .guest) { clock.nowMs }
        await #expect(throws: HubStoreError.self, "nobody knows what the future is") {
            _ = try await reopened.repairPlan()
        }
        _ = try await reopened.acceptClock()
        await #expect(throws: HubStoreError.self, "a night of 2039 stands before it") {
            _ = try await reopened.enterAtDesk(order, member: salon.member)
        }
        try await enter(try await reopened.repairPlan(), into: reopened)
        #expect(Answered(try await reopened.enterAtDesk(order, member: salon.member)).isAccepted)
        try reopened.close()
    }

    @Test func `Bills, refunds and claims of a wrong clock count in their order, and are told`() async throws {
        let salon = try await TestSalon()
        let before = try await salon.summary()
        let bill =
            #"{"id": "b", "kind": "bill", "store": "xuhui", "points": null, "lines": "#
            + #"[{"item": "nails", "unitPriceFen": 28800}], "tenders": []}"#
        try await salon.withClock(aheadByDays: 5000) { (database: HubDatabase) async throws in
            for order in [bill, #"{"id": "r", "kind": "refund", "bill": "b"}"#] {
                salon.clock.advance(ms: 1000)
                #expect(Answered(try await database.enterAtDesk(order, member: salon.member)).isAccepted)
            }
        }
        let plan = try await salon.database.repairPlan()
        #expect(plan.repairs.map(\.entry.entries).first?.filter { $0.at != nil }.map(\.id) == ["b", "r"])
        try await enter(plan, into: salon.database)
        let after = try await salon.summary()
        #expect(after.points == before.points && after.fen == before.fen && after.tier == before.tier)
        #expect(try await salon.incidents().isEmpty)
        let list = try await salon.database.entryTexts(of: salon.member, before: nil)
        #expect(list.contains("\"kind\":\"mend\"") && list.contains("the day had not come"))
        let exported = try await salon.database.history(after: nil, limit: nil).lines
        #expect(exported.allSatisfy { !$0.contains("mend-") && !$0.contains("night-2039") })
        try await expectSound(salon.database)
    }

    @Test func `A hold of a wrong clock ends, and what staff must look at is listed until they did`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        try await salon.withClock(aheadByDays: 5000) { (database: HubDatabase) async throws in
            let hold = HoldRequest(
                id: .test(1), member: salon.member, card: card, amount: Amount(points: 0, fen: 5), reward: nil,
                odometers: none)
            #expect(try await database.hold(hold, kiosk: "xuhui-1").granted)
        }
        var journal = TestJournal(kiosk: "jingan-1")
        journal.append(salon.intent(.test(1), kiosk: "jingan-1", card: card, before: none, points: 5))
        _ = try await salon.database.upload(journal.request(), kiosk: "jingan-1")
        let plan = try await salon.database.repairPlan()
        #expect(plan.marks.count == 1 && plan.marks[0].hasPrefix("1 ends of holds lie in the future"))
        #expect(plan.questions.count == 1 && plan.questions[0].contains("5 points and 0 fen by card \(card)"))
        try await enter(plan, into: salon.database)
        #expect(try await salon.database.repairPlan().marks.isEmpty)
        let incident = try #require(try await salon.incidents().first { $0.kind == .conflict })
        _ = try await salon.database.resolve(
            incident: incident.id, IncidentResolution(action: .dismiss, reason: "asked"))
        #expect(try await salon.database.repairPlan().isEmpty)
    }

    @Test(arguments: [(59, 0), (61, 1)] as [(Int64, Int)])
    func `A kiosk that is heard and whose journal does not come is told`(minutes: Int64, told: Int) async throws {
        let salon = try await TestSalon()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.entry(.test(1), card: nil, .checkIn(CheckIn(booking: nil, offline: false))))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        salon.clock.advance(ms: minutes * 60_000)
        let beat = Heartbeat(
            version: "1", startedAtMs: 0, sentAtMs: 0, lastFrameAtMs: nil, screen: "idle", reader: "ready",
            storeEpoch: journal.epoch, journalSequence: 4, notUploaded: 3, snapshotAsOfMs: nil, freeDiskBytes: 1)
        _ = try await salon.database.heartbeat(beat, kiosk: "xuhui-1")
        let plan = try await salon.database.repairPlan()
        #expect(plan.questions.filter { $0.contains("xuhui-1 has 3 lines") }.count == told)
    }

    @Test(arguments: [
        // Reversed twice.
        "INSERT INTO ledger (member, lot, spend, kind, amount, at_ms, booked_at_ms) "
            + "SELECT member, lot, spend, 'spendReversal', -amount, at_ms, 1 FROM ledger WHERE spend IS NOT NULL",
        // Decided as not having happened, and not reversed.
        "UPDATE spend SET state = 'voided'; UPDATE member SET evaluation = NULL",
    ])
    func `A reversal that is lost, or there twice, is put right`(damage: String) async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let before = try await salon.summary()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        try tamper(with: salon.database.name, damage)
        let plan = try await salon.database.repairPlan()
        #expect(plan.words.contains { $0.contains("The books are not what the entries come to") }, "\(plan.words)")
        try await enter(plan, into: salon.database)
        #expect(try await salon.database.repairPlan().isEmpty)
        #expect(try await salon.database.unequalSums() == [])
        let isVoided = damage.contains("voided")
        #expect(try await salon.summary().points == before.points - (isVoided ? 0 : 30))
    }

    @Test func `Of entries that somebody changed no plan is made`() async throws {
        let salon = try await TestSalon()
        try await salon.database.numberAndSeal()
        try dropGuards(of: salon.database.name)
        try tamper(
            with: salon.database.name,
            "UPDATE member_entry SET at_ms = at_ms + 1 WHERE number = (SELECT max(number) FROM member_entry)")
        await #expect(throws: HubStoreError.self) { _ = try await salon.database.repairPlan() }
    }

    @Test func `People's entries count from when they are known to have happened, nights do not`() {
        var damage = ClockDamage()
        damage.entries = [
            .init(id: "c", atMs: 9_300, isNight: false, knownByMs: nil),
            .init(id: "a", atMs: 9_100, isNight: false, knownByMs: 500),
            .init(id: "night", atMs: 9_150, isNight: true, knownByMs: 500),
            .init(id: "b", atMs: 9_200, isNight: false, knownByMs: 500),
        ]
        let countings = damage.countings(nowMs: 1_000)
        #expect(countings.map(\.id) == ["a", "night", "b", "c"])
        #expect(countings.map(\.atMs) == [500, nil, 501, 1_000])
    }

    @Test func `Lines count at their taps where no hub can have taken them when it said`() {
        let lines = [(100, 100), (9_000, 150), (9_000, 9_000), (160, 9_000), (170, 1), (165, 180)].map {
            JournalMoments.Line(tappedAtMs: $0, atMs: 0, receivedAtMs: $1)
        }
        #expect(JournalMoments.right(lines, possibleMs: 50...1_000) == [100, 150, nil, 160, 170, 170])
    }
}
