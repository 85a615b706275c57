import Database
import DatabaseTesting
import HubAPI
import Synchronization
import Testing
import Vocabulary

@testable import HubStore

/// Several writers at once, as desks, kiosks and upkeep of several hubs are: nothing is lost, nothing is told late.
@Suite struct ParallelWriterTests {
    /// Desks that spend points, two kiosks that upload spends of cards, one that asks for holds, upkeep, and staff who
    /// block and unblock: all about the same four members.
    @Test(arguments: Engines.available)
    func `Books are right after writers of all kinds, and a kiosk that reads meanwhile misses nobody`(
        _ engine: TestEngine
    ) async throws {
        let salon = try await TestSalon(members: 8, on: engine)
        let members = Array(try await salon.members.prefix(4))
        var cards: [CardID] = []
        for (number, member) in members.enumerated() {
            cards.append(try await salon.issueCard(UInt8(number + 1), member: member))
        }
        let mirror = Mirror()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for desk in 0..<4 { group.addTask { try await Self.desk(desk, salon, members) } }
            for (number, kiosk) in TestSalon.kiosks.enumerated() {
                group.addTask { [cards] in try await Self.upload(number, kiosk, salon, cards, members) }
            }
            group.addTask { [cards] in try await Self.holds(salon, cards, members) }
            group.addTask { for _ in 0..<8 { try await salon.database.tidy() } }
            group.addTask { for _ in 0..<40 { try await mirror.read(salon.database) } }
            try await group.waitForAll()
        }
        try await mirror.read(salon.database)
        let whole = Mirror()
        try await whole.read(salon.database)
        #expect(mirror.members == whole.members, "what a kiosk read on the way is what there is")
        try await expectSound(salon.database)
        let entries = try await salon.database.read { tx in
            try tx.integer("SELECT count(*) FROM member_entry WHERE id LIKE 'desk-%'")
        }
        #expect(entries == 4 * 12)
        let spends = try await salon.database.read { tx in
            try tx.integer("SELECT count(*) FROM spend WHERE state = 'posted'")
        }
        #expect(spends == 2 * 16)
    }

    private static func desk(_ desk: Int, _ salon: TestSalon, _ members: [MemberID]) async throws {
        for round in 0..<12 {
            let bill = """
                {"id": "desk-\(desk)-\(round)", "kind": "bill", "store": "xuhui",
                 "lines": [{"item": "essence", "unitPriceFen": 39800}]}
                """
            let answer = try await salon.order(bill, for: members[(desk + round) % members.count])
            #expect(answer.isAccepted, "\(answer.text)")
        }
    }

    /// Each kiosk spends one point of each card in turn, from stretches of the odometers that the other leaves alone.
    private static func upload(
        _ number: Int, _ kiosk: String, _ salon: TestSalon, _ cards: [CardID], _ members: [MemberID]
    ) async throws {
        var journal = TestJournal(kiosk: kiosk)
        for round in 0..<16 {
            let (place, turn) = (round % cards.count, round / cards.count)
            let id = OperationID.test(1000 * (number + 1) + 10 * round)
            var intent = salon.intent(
                id, kiosk: kiosk, card: cards[place], before: Amount(points: Int64(4 * number + turn), fen: 0),
                points: 1)
            intent.member = members[place]
            var outcome = salon.outcome(
                .test(1000 * (number + 1) + 10 * round + 1), of: id, kiosk: kiosk, card: cards[place], .posted)
            outcome.member = members[place]
            journal.append(intent)
            journal.append(outcome)
            let request = journal.request(2 * round..<2 * round + 2)
            // The same one twice: the answer to the first may have been lost.
            async let again = salon.database.upload(request, kiosk: kiosk)
            let receipt = try await salon.database.upload(request, kiosk: kiosk)
            #expect(receipt.refused.isEmpty, "\(receipt.refused)")
            #expect(try await again.held == receipt.held)
        }
    }

    private static func holds(_ salon: TestSalon, _ cards: [CardID], _ members: [MemberID]) async throws {
        for round in 0..<16 {
            let place = round % cards.count
            let id = OperationID.test(90_000 + round)
            let request = HoldRequest(
                id: id, member: members[place], card: cards[place], amount: Amount(points: 1, fen: 0), reward: nil,
                odometers: Amount(points: 8, fen: 0))
            _ = try await salon.database.hold(request, kiosk: "jingan-1")
            _ = try await salon.database.giveBack(id, HoldReturn(card: cards[place]), kiosk: "jingan-1")
        }
    }
}

/// What a kiosk makes of the feed, page after page.
private final class Mirror: Sendable {
    private struct State {
        var cursor: Int64?
        var epoch: String?
        var members: [MemberID: MemberFacts] = [:]
    }
    private let state = Mutex(State())

    var members: [MemberID: MemberFacts] { state.withLock { $0.members } }

    func read(_ database: HubDatabase) async throws {
        while true {
            let (cursor, epoch) = state.withLock { ($0.cursor, $0.epoch) }
            let page = try await database.feed(kiosk: "xuhui-1", cursor: cursor, hubEpoch: epoch)
            state.withLock { state in
                (state.cursor, state.epoch) = (page.cursor, page.position.hubEpoch)
                for member in page.members { state.members[member.id] = member }
            }
            if !page.more { return }
        }
    }
}
