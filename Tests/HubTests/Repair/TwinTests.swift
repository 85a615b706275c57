import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// Two hubs to which the same happened; one suffered what hubs of earlier versions did to themselves. Once the plan is
/// entered, their members stand where the others stand.
@Suite struct TwinTests {
    private let none = Amount.zero

    /// What desks enter in one salon's life, from a seed.
    private func orders(_ seed: UInt64, _ phase: String, members: Int) -> [(member: Int, order: String)] {
        var random = SeededGenerator(seed: seed &+ UInt64(phase.utf8.count) &* 77)
        return (0..<12).map { number in
            let id = "\(phase)-\(number)"
            let order =
                switch random.next() % 4 {
                case 0, 1:
                    "{\"id\": \"\(id)\", \"kind\": \"topUp\", \"paidFen\": \(10_000 + random.next() % 5 * 10_000)}"
                case 2:
                    "{\"id\": \"\(id)\", \"kind\": \"adjust\", \"currency\": \"points\", \"amount\": 40, "
                        + "\"reason\": \"-\"}"
                default: "{\"id\": \"\(id)\", \"kind\": \"action\", \"action\": \"feedback\"}"
                }
            return (Int(random.next() % UInt64(members)), order)
        }
    }

    private func live(
        _ salon: TestSalon, _ seed: UInt64, _ phase: String, on database: HubDatabase? = nil
    ) async throws {
        let members = try await salon.members
        for (member, order) in orders(seed, phase, members: members.count) {
            salon.clock.advance(ms: 1000)
            _ = try await (database ?? salon.database).enterAtDesk(order, member: members[member])
        }
    }

    private func passDays(_ salon: TestSalon, _ days: Int) async throws {
        for _ in 0..<days {
            salon.clock.advance(ms: TestSalon.dayMs)
            try await TestSalon.upkeep(salon.database)
        }
    }

    private func spend(_ salon: TestSalon, _ card: CardID, _ journal: inout TestJournal, aheadMs: Int64 = 0) {
        let atMs = salon.clock.nowMs + aheadMs
        journal.append(
            salon.intent(
                .test(1), atMs: atMs, card: card, before: none, points: 80, reward: "mask", claimCode: "CODE1"))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
    }

    /// One salon's life; `astray` is how far ahead its clock stands for a while.
    private func salon(_ seed: UInt64, astray days: Int64?) async throws -> TestSalon {
        let salon = try await TestSalon(members: 6, seed: seed)
        let card = try await salon.issueCard()
        try await live(salon, seed, "before")
        try await passDays(salon, 1)
        var journal = TestJournal(kiosk: "xuhui-1")
        spend(salon, card, &journal, aheadMs: (days ?? 0) * TestSalon.dayMs)
        if let days {
            try await salon.withClock(aheadByDays: days) { (database: HubDatabase) async throws in
                try await TestSalon.upkeep(database)
                try await live(salon, seed, "while", on: database)
                _ = try await database.upload(journal.request(), kiosk: "xuhui-1")
                try await TestSalon.upkeep(database)
            }
        } else {
            try await live(salon, seed, "while")
            _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        }
        salon.clock.advance(ms: 1000)
        return salon
    }

    @Test(arguments: [(1, 3), (2, 60), (3, 400), (4, 5000)] as [(UInt64, Int64)])
    func `A hub whose clock stood in the future is its twin again`(seed: UInt64, days: Int64) async throws {
        let twin = try await salon(seed, astray: nil)
        let damaged = try await salon(seed, astray: days)
        let plan = try await damaged.database.repairPlan()
        #expect(!plan.repairs.isEmpty && plan.questions.isEmpty)
        let words = plan.words
        #expect(words.contains { $0.contains("nights from") } == (days > 30))
        #expect(words.contains { $0.contains("It counts from") && $0.contains("cannot be told") })
        try await enter(plan, into: damaged.database)
        let rest = try await damaged.database.repairPlan()
        #expect(rest.isEmpty, "\(rest)")
        for repair in plan.repairs { #expect(try await !damaged.database.enter(repair)) }
        for salon in [twin, damaged] { try await TestSalon.upkeep(salon.database) }
        try await expectEqual(accounts(twin), accounts(damaged))
        try await expectSound(damaged.database)
        for salon in [twin, damaged] {
            try await live(salon, seed, "afterwards")
            try await passDays(salon, 40)
        }
        try await expectEqual(accounts(twin), accounts(damaged))
        try await expectSound(damaged.database)
        #expect(try await damaged.database.repairPlan().isEmpty)
    }

    @Test(arguments: [-60_000, 60_000], [false, true])
    func `A hub in which a spend took an entry's place is its twin again`(
        spentAfterMs: Int64, keepsWords: Bool
    ) async throws {
        let (entry, free) = (OperationID.test(1), OperationID.test(9))
        var salons: [TestSalon] = []
        for id in [free, entry] {
            let salon = try await TestSalon()
            let card = try await salon.issueCard()
            let order = "{\"id\": \"\(entry)\", \"kind\": \"topUp\", \"paidFen\": 100000}"
            #expect(try await salon.order(order).isAccepted)
            var journal = TestJournal(kiosk: "xuhui-1")
            let tapMs = salon.clock.nowMs + spentAfterMs
            journal.append(salon.intent(id, atMs: tapMs, card: card, before: none, points: 0, fen: 700))
            journal.append(salon.outcome(.test(2), of: id, card: card, .posted))
            salon.clock.advance(ms: 120_000)
            try await salon.takeAsBefore(journal)
            salons.append(salon)
        }
        let (twin, damaged) = (salons[0], salons[1])
        try await damaged.replayAsBefore(hiding: entry.description)
        let lost = try await twin.summary().fen - damaged.summary().fen
        #expect(lost == 110_000)
        let plan = try await damaged.database.repairPlan()
        #expect(plan.repairs.count == 1 && plan.marks.isEmpty)
        #expect(plan.words.contains { $0.contains("with the id of entry \(entry)") })
        try await enter(plan, into: damaged.database)
        #expect(try await damaged.summary() == twin.summary())
        try await expectEqual(accounts(twin), accounts(damaged))
        if keepsWords { try await damaged.keepWordsAsBefore() }
        #expect(try await damaged.database.repairPlan().isEmpty)
        try await expectSound(damaged.database)
    }

    @Test(arguments: [5000, -19_000])
    func `Spends that a wrong clock has dated are where their taps were`(days: Int64) async throws {
        var salons: [TestSalon] = []
        for isAstray in [false, true] {
            let salon = try await TestSalon()
            let card = try await salon.issueCard()
            var journal = TestJournal(kiosk: "xuhui-1")
            let receivedAtMs = salon.clock.nowMs + (isAstray ? days * TestSalon.dayMs : 0)
            // What a kiosk in the future told a hub in the future dated all that came behind it.
            if isAstray, days > 0 {
                let checkIn = Fact.checkIn(CheckIn(booking: nil, offline: false))
                journal.append(salon.entry(.test(8), atMs: receivedAtMs, card: nil, checkIn))
            }
            salon.clock.advance(ms: 60_000)
            spend(salon, card, &journal)
            try await salon.takeAsBefore(journal, receivedAtMs: isAstray ? max(receivedAtMs, 0) : nil)
            salons.append(salon)
        }
        let (twin, damaged) = (salons[0], salons[1])
        let plan = try await damaged.database.repairPlan()
        #expect(plan.words.contains { $0.contains("as the kiosk's journal says") })
        #expect(plan.marks.isEmpty == (days < 0))
        try await enter(plan, into: damaged.database)
        for salon in [twin, damaged] { try await TestSalon.upkeep(salon.database) }
        try await expectEqual(accounts(twin), accounts(damaged))
        #expect(try await damaged.database.repairPlan().isEmpty)
        try await expectSound(damaged.database)
        // Whoever did not fetch it in time gets the points back on the same day.
        for salon in [twin, damaged] { try await passDays(salon, 31) }
        #expect(try await damaged.database.claims(.returned).claims.map(\.code) == ["CODE1"])
        try await expectEqual(accounts(twin), accounts(damaged))
    }
}
