import HubAPI
import HubStore
import Testing
import Vocabulary

private let none = Amount.zero

@Suite struct HoldTests {
    private func request(
        _ salon: TestSalon, _ id: OperationID, card: CardID, points: Int64, fen: Int64 = 0, reward: String? = nil,
        odometers: Amount = none
    ) -> HoldRequest {
        HoldRequest(
            id: id, member: salon.member, card: card, amount: Amount(points: points, fen: fen), reward: reward,
            odometers: odometers)
    }

    private func ask(_ salon: TestSalon, _ request: HoldRequest) async throws -> HoldAnswer {
        try await salon.database.hold(request, kiosk: "xuhui-1")
    }

    @Test func `The whole balance can be held, once, and the answer is the same however often it is asked`()
        async throws
    {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        let all = request(salon, .test(1), card: card, points: balance)
        let first = try await ask(salon, all)
        #expect(first.granted && first.refusal == nil)
        #expect(first.expiresAtMs == salon.clock.nowMs + HubStoreLimits.holdMs)
        salon.clock.advance(ms: 1000)
        let second = try await ask(salon, all)
        #expect(second.granted && second.expiresAtMs == first.expiresAtMs)
        #expect(first.lifetimeSeconds == 600 && second.lifetimeSeconds == 599)
        #expect(try await salon.summary().heldPoints == balance)
        let more = try await ask(salon, request(salon, .test(2), card: card, points: 1))
        #expect(more.refusal == .insufficient)
        #expect(try await ask(salon, request(salon, .test(2), card: card, points: 1)).refusal == .insufficient)
        let other = try await ask(salon, request(salon, .test(1), card: card, points: 1))
        #expect(other.refusal == .idUsed)
    }

    @Test func `A hold becomes the pending spend, then the booked one, and is never counted twice`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        _ = try await ask(salon, request(salon, .test(1), card: card, points: 30))
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().heldPoints == 30)
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().heldPoints == 0)
        #expect(try await salon.summary().points == balance - 30)
        salon.clock.advance(ms: HubStoreLimits.holdMs)
        let late = try await ask(salon, request(salon, .test(1), card: card, points: 30))
        #expect(late.granted && late.lifetimeSeconds == 0)
        #expect(try await salon.summary().heldPoints == 0)
    }

    @Test func `A spend that is learnt from the card at another kiosk uses its hold`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let before = try await salon.summary().points
        #expect(try await ask(salon, request(salon, .test(1), card: card, points: 30)).granted)
        var journal = TestJournal(kiosk: "jingan-1")
        let after = Amount(points: 30, fen: 0)
        let record = salon.record(.test(1), points: 30, after: after)
        journal.append(salon.seen(.test(2), kiosk: "jingan-1", card: card, odometers: after, records: [record]))
        _ = try await salon.database.upload(journal.request(), kiosk: "jingan-1")
        #expect(try await salon.summary().heldPoints == 0)
        #expect(try await salon.summary().points == before - 30)
    }

    @Test func `An id that was spent without a hold is used`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await ask(salon, request(salon, .test(1), card: card, points: 30)).refusal == .idUsed)
    }

    @Test func `A hold that is not used comes back when it runs out`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        _ = try await ask(salon, request(salon, .test(1), card: card, points: 30))
        salon.clock.advance(ms: HubStoreLimits.holdMs)
        try await salon.database.tidy()
        #expect(try await salon.summary().heldPoints == 0)
    }

    /// The kiosk asks again under the same id; the hold is one hold all the time.
    @Test(arguments: [true, false])
    func `A grant that is over is decided anew under its id`(isGivenBack: Bool) async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        let all = request(salon, .test(1), card: card, points: balance)
        _ = try await ask(salon, all)
        salon.clock.advance(ms: HubStoreLimits.holdMs)
        if isGivenBack { try await salon.database.tidy() }
        let again = try await ask(salon, all)
        #expect(again.granted && again.lifetimeSeconds == HubStoreLimits.holdMs / 1000)
        try await salon.database.tidy()
        #expect(try await salon.summary().heldPoints == balance)
        #expect(try await ask(salon, request(salon, .test(2), card: card, points: 1)).refusal == .insufficient)
    }

    @Test func `What a kiosk gives back is free at once, and its id is over`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        let all = request(salon, .test(1), card: card, points: balance)
        _ = try await ask(salon, all)
        func giveBack(_ id: OperationID, _ card: CardID, by kiosk: String) async throws {
            _ = try await salon.database.giveBack(id, HoldReturn(card: card), kiosk: kiosk)
        }
        let other = try #require(CardID("04FFFFFFFFFFFF-1"))
        try await giveBack(.test(1), card, by: "jingan-1")
        try await giveBack(.test(1), other, by: "xuhui-1")
        try await giveBack(.test(9), card, by: "xuhui-1")
        #expect(try await salon.summary().heldPoints == balance, "another's hold, another card, no hold")
        let known = try await salon.database.feed(kiosk: "jingan-1", cursor: nil, hubEpoch: nil)
        for _ in 0..<2 {
            try await giveBack(.test(1), card, by: "xuhui-1")
            #expect(try await salon.summary().heldPoints == 0)
        }
        let news = try await salon.database.feed(
            kiosk: "jingan-1", cursor: known.cursor, hubEpoch: known.position.hubEpoch)
        #expect(news.members.map(\.held) == [.zero], "the other kiosks hear of it")
        // A question that was on its way all the time must not be granted.
        #expect(try await ask(salon, all).refusal == .idUsed)
        #expect(try await salon.summary().heldPoints == 0)
        #expect(try await ask(salon, request(salon, .test(2), card: card, points: balance)).granted)
    }

    /// A kiosk that breaks its word is believed in what its journal says.
    @Test func `A spend under a hold that was given back is booked all the same`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        _ = try await ask(salon, request(salon, .test(1), card: card, points: 30))
        _ = try await salon.database.giveBack(.test(1), HoldReturn(card: card), kiosk: "xuhui-1")
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().points == balance - 30)
    }

    @Test func `What was given to somebody else meanwhile is not granted again`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        let all = request(salon, .test(1), card: card, points: balance)
        _ = try await ask(salon, all)
        salon.clock.advance(ms: HubStoreLimits.holdMs)
        try await salon.database.tidy()
        #expect(try await ask(salon, request(salon, .test(2), card: card, points: 1)).granted)
        #expect(try await ask(salon, all).refusal == .insufficient)
        #expect(try await salon.summary().heldPoints == 1)
    }

    @Test func `A grant is not lengthened for a blocked card, and what it holds stays held`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let all = request(salon, .test(1), card: card, points: 30)
        _ = try await ask(salon, all)
        _ = try await salon.database.block(card, CardChange(reason: "lost"))
        salon.clock.advance(ms: HubStoreLimits.holdMs - 1000)
        #expect(try await ask(salon, all).refusal == .cardBlocked)
        #expect(try await salon.summary().heldPoints == 30)
    }

    @Test func `A grant is one kiosk's`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let some = request(salon, .test(1), card: card, points: 30)
        _ = try await ask(salon, some)
        #expect(try await salon.database.hold(some, kiosk: "jingan-1").refusal == .idUsed)
    }

    @Test func `Every refusal says why`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        func refusal(_ request: HoldRequest) async throws -> HoldAnswer.Refusal? {
            try await ask(salon, request).refusal
        }
        let stranger = CardID(uid: try TestSalon.uid(77), issueNumber: 1)
        #expect(try await refusal(request(salon, .test(1), card: stranger, points: 1)) == .cardUnknown)
        #expect(try await refusal(request(salon, .test(2), card: card, points: 1, reward: "no-such")) == .rewardUnknown)
        #expect(try await refusal(request(salon, .test(3), card: card, points: 1, reward: "mask")) == .rewardUnknown)
        #expect(try await refusal(request(salon, .test(4), card: card, points: 80, reward: "mask")) == nil)
        #expect(try await refusal(request(salon, .test(5), card: card, points: 1001)) == .proofNeeded)
        #expect(try await refusal(request(salon, .test(6), card: card, points: 0)) == .insufficient)
        #expect(try await refusal(request(salon, .test(7), card: card, points: .max)) == .insufficient)
        _ = try await salon.database.block(card, CardChange(reason: "lost"))
        #expect(try await refusal(request(salon, .test(8), card: card, points: 1)) == .cardBlocked)
    }

    @Test func `Odometers below settled get nothing, and by themselves prove no clone`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "jingan-1")
        journal.append(salon.intent(.test(1), kiosk: "jingan-1", card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), kiosk: "jingan-1", card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "jingan-1")
        let answer = try await ask(salon, request(salon, .test(3), card: card, points: 1))
        #expect(answer.refusal == .cardSuspect)
        #expect(try await salon.incidents().isEmpty)
        #expect(try await salon.facts().cards[0].status == .active)
    }

    @Test func `What a card spent and the hub has not heard of cannot be held again`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        let moved = Amount(points: 50, fen: 0)
        let answer = try await ask(salon, request(salon, .test(1), card: card, points: balance - 49, odometers: moved))
        #expect(answer.refusal == .insufficient)
        let rest = try await ask(salon, request(salon, .test(2), card: card, points: balance - 50, odometers: moved))
        #expect(rest.granted)
    }

    @Test func `Sixty-four holds at once never exceed the balance`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        let part = balance / 5
        let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...64 {
                let request = request(salon, .test(number), card: card, points: part)
                group.addTask { try await salon.database.hold(request, kiosk: "xuhui-1").granted }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(granted == 5)
    }
}
