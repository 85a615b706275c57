import Database
import HubAPI
import HubStore
import Testing
import Vocabulary

private let none = Amount.zero

@Suite struct CardTests {
    private func issue(_ salon: TestSalon, _ uid: UInt8, member: MemberID? = nil) async throws -> CardView {
        try await salon.database.issue(
            IssueRequest(uid: try TestSalon.uid(uid), member: member, memberNumber: nil, replaces: nil))
    }

    @Test func `Asking again while a card is being issued gives the same number`() async throws {
        let salon = try await TestSalon()
        let first = try await issue(salon, 1, member: salon.member)
        #expect(first.status == .issuing && first.id.issueNumber == 1)
        #expect(try await issue(salon, 1, member: salon.member) == first)
        #expect(try await salon.database.markIssued(first.id).status == .active)
        #expect(try await salon.database.markIssued(first.id).status == .active)
        await #expect(throws: HubStoreError.self) { try await issue(salon, 1, member: salon.showcase[1].member) }
        _ = try await salon.database.close(first.id, CardChange(reason: "erased", odometers: none))
        let again = try await issue(salon, 1, member: salon.showcase[1].member)
        #expect(again.id.issueNumber == 2)
    }

    @Test func `A card can be issued by member number, and an unknown member is refused`() async throws {
        let salon = try await TestSalon()
        let request = IssueRequest(uid: try TestSalon.uid(1), member: nil, memberNumber: "YR000001", replaces: nil)
        #expect(try await salon.database.issue(request).member == salon.member)
        let unknown = IssueRequest(uid: try TestSalon.uid(2), member: nil, memberNumber: "YR999999", replaces: nil)
        await #expect(throws: HubStoreError.notFound(.member(nil))) { try await salon.database.issue(unknown) }
    }

    @Test func `Replacing blocks the old card at once and leaves lots and balance alone`() async throws {
        let salon = try await TestSalon()
        let old = try await salon.issueCard()
        let lots = try await salon.facts().lots
        let new = try await salon.issueCard(2, replaces: old)
        let facts = try await salon.facts()
        #expect(facts.lots == lots)
        #expect(facts.cards.map(\.id) == [old, new])
        #expect(facts.cards.map(\.status) == [.blocked, .active])
    }

    @Test func `A replacement spends off line only when every kiosk has uploaded past the old card's block`()
        async throws
    {
        let salon = try await TestSalon()
        let old = try await salon.issueCard()
        for kiosk in TestSalon.kiosks { try await synchronise(salon, kiosk, sequence: 0) }
        #expect(try await salon.facts().cards.map(\.spendsOffline) == [true])
        let new = try await salon.issueCard(2, replaces: old)
        #expect(try await rights(salon) == [false, false])
        try await synchronise(salon, "xuhui-1", sequence: 0)
        #expect(try await rights(salon) == [false, false])
        // The other kiosk has a spend of the old card that it has not uploaded when it hears of the block.
        var journal = TestJournal(kiosk: "jingan-1")
        journal.append(salon.intent(.test(1), kiosk: "jingan-1", card: old, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), kiosk: "jingan-1", card: old, .posted))
        try await synchronise(salon, "jingan-1", sequence: 2)
        #expect(try await rights(salon) == [false, false])
        _ = try await salon.database.upload(journal.request(), kiosk: "jingan-1")
        #expect(try await rights(salon) == [false, true])
        #expect(try await salon.facts().cards.last?.id == new)
        #expect(try await salon.database.audit() == [])
    }

    @Test func `What a kiosk writes after it heard of a block does not put the right off`() async throws {
        let salon = try await TestSalon()
        let old = try await salon.issueCard()
        for kiosk in TestSalon.kiosks { try await synchronise(salon, kiosk, sequence: 0) }
        _ = try await salon.issueCard(2, replaces: old)
        try await synchronise(salon, "xuhui-1", sequence: 0)
        var journal = TestJournal(kiosk: "jingan-1")
        journal.append(salon.seen(.test(1), kiosk: "jingan-1", card: old, odometers: none))
        try await synchronise(salon, "jingan-1", sequence: 1)
        journal.append(salon.seen(.test(2), kiosk: "jingan-1", card: old, odometers: none))
        try await synchronise(salon, "jingan-1", sequence: 2)
        _ = try await salon.database.upload(journal.request(0..<1), kiosk: "jingan-1")
        #expect(try await rights(salon) == [false, true])
    }

    @Test func `A kiosk that has never asked for anything holds no spends, and is not waited for`() async throws {
        let salon = try await TestSalon()
        let old = try await salon.issueCard()
        try await synchronise(salon, "xuhui-1", sequence: 0)
        _ = try await salon.issueCard(2, replaces: old)
        #expect(try await rights(salon) == [false, false])
        for _ in 0..<2 { try await synchronise(salon, "xuhui-1", sequence: 0) }
        #expect(try await rights(salon) == [false, true])
    }

    private func rights(_ salon: TestSalon) async throws -> [Bool] {
        try await salon.facts().cards.map(\.spendsOffline)
    }

    /// What a kiosk does: fetches the feed to its end, comes back with that cursor, then sends a heartbeat.
    private func synchronise(_ salon: TestSalon, _ kiosk: String, sequence: Int64) async throws {
        let page = try await salon.database.feed(kiosk: kiosk, cursor: nil, hubEpoch: nil)
        let epoch = page.position.hubEpoch
        _ = try await salon.database.feed(kiosk: kiosk, cursor: page.cursor, hubEpoch: epoch)
        let heartbeat = Heartbeat(
            version: "1", startedAtMs: 0, sentAtMs: 0, lastFrameAtMs: nil, screen: "", reader: "",
            storeEpoch: "epoch of \(kiosk)", journalSequence: sequence, notUploaded: sequence, snapshotAsOfMs: nil,
            freeDiskBytes: 0)
        _ = try await salon.database.heartbeat(heartbeat, kiosk: kiosk)
    }

    @Test func `Of two cards of one account only the first spends off line`() async throws {
        let salon = try await TestSalon()
        _ = try await salon.issueCard(1)
        _ = try await salon.issueCard(2)
        #expect(try await rights(salon) == [true, false])
    }

    @Test func `A card with only a UID is linked, moved to another member, and never spends`() async throws {
        let salon = try await TestSalon()
        let request = LinkRequest(uid: try TestSalon.uid(9), member: salon.member, memberNumber: nil)
        let link = try await salon.database.link(request)
        #expect(link.status == .active)
        #expect(try await salon.database.link(request) == link)
        #expect(try await salon.facts().cards.map(\.kind) == [.uidOnly])
        #expect(try await salon.facts().cards.map(\.spendsOffline) == [false])
        let moved = LinkRequest(uid: try TestSalon.uid(9), member: salon.showcase[1].member, memberNumber: nil)
        #expect(try await salon.database.link(moved).id.issueNumber == 2)
        #expect(try await salon.facts().cards.map(\.status) == [.closed])
        let random = LinkRequest(
            uid: try #require(CardUID([0x08, 1, 2, 3])), member: salon.member, memberNumber: nil)
        await #expect(throws: HubStoreError.self) { try await salon.database.link(random) }
    }

    @Test func `The odometers reported when a card is erased are judged like any reading`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let change = CardChange(reason: "erased", odometers: Amount(points: 25, fen: 0))
        #expect(try await salon.database.close(card, change).status == .closed)
        #expect(try await salon.incidents().map(\.kind) == [.unexplainedAdvance])
    }

    private func suspected(_ salon: TestSalon) async throws -> (CardID, TestJournal) {
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.behind(.test(50), card: card))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.facts().cards[0].status == .blocked)
        return (card, journal)
    }

    @Test func `Staff unblock a suspect card with a reason, and a new suspicion is a new incident`() async throws {
        let salon = try await TestSalon()
        let (card, journal) = try await suspected(salon)
        await #expect(throws: HubStoreError.refused(.reasonMissing)) {
            try await salon.database.unblock(card, CardChange(reason: " \n"))
        }
        let change = CardChange(reason: "two kiosks had swapped files")
        #expect(try await salon.database.unblock(card, change).status == .active)
        #expect(try await salon.database.unblock(card, change).status == .active)
        #expect(try await salon.facts().cards.map(\.status) == [.active])
        #expect(try await salon.facts().cards.map(\.spendsOffline) == [true])
        #expect(try await salon.incidents(.resolved).map(\.reason) == ["two kiosks had swapped files"])
        #expect(try await salon.incidents().isEmpty)
        let hold = HoldRequest(
            id: .test(60), member: salon.member, card: card, amount: Amount(points: 1), reward: nil, odometers: none)
        #expect(try await salon.database.hold(hold, kiosk: "xuhui-1").granted)

        var later = journal
        later.append(salon.behind(.test(51), card: card))
        _ = try await salon.database.upload(later.request(), kiosk: "xuhui-1")
        #expect(try await salon.facts().cards.map(\.status) == [.blocked])
        #expect(try await salon.incidents().count == 1)
        #expect(try await salon.database.audit() == [])
    }

    @Test func `What was held against a card is not held against it again`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        for (number, points) in [(1, Int64(100)), (2, 60)] {
            journal.append(
                salon.seen(.test(number), card: card, odometers: Amount(points: points, fen: 0)))
        }
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.facts().cards.map(\.status) == [.blocked])
        _ = try await salon.database.unblock(card, CardChange(reason: "another kiosk's file was put back"))
        for (number, points, status) in [(3, Int64(60), CardFacts.Status.active), (4, 50, .blocked)] {
            journal.append(
                salon.seen(.test(number), card: card, odometers: Amount(points: points, fen: 0)))
            _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
            #expect(try await salon.facts().cards.map(\.status) == [status])
        }
    }

    @Test func `The decision is one row that only grows`() async throws {
        let salon = try await TestSalon()
        let (card, _) = try await suspected(salon)
        for _ in 0..<2 { _ = try await salon.database.unblock(card, CardChange(reason: "looked at it")) }
        // A second row under its number is refused, as the first stands there.
        let row = "(id, card, decision, reason, decided_at_ms)"
        for statement in [
            "UPDATE card_decision SET reason = 'other'", "DELETE FROM card_decision",
            "INSERT INTO card_decision \(row) SELECT id, card, decision, reason, 0 FROM card_decision",
            "INSERT INTO card_decision \(row) SELECT 9, card, decision, '', 0 FROM card_decision",
        ] {
            await #expect(throws: DatabaseError.self, "\(statement)") { try await salon.database.attempt(statement) }
        }
    }

    @Test func `Only a suspicion is lifted: not a loss, not a replacement, not a proof`() async throws {
        let salon = try await TestSalon()
        func expectRefused(_ card: CardID, _ words: String) async throws {
            do {
                _ = try await salon.database.unblock(card, CardChange(reason: "please"))
                Issue.record("unblocked: \(words)")
            } catch HubStoreError.refused(let why) { #expect(why.words.en.contains(words)) }
            #expect(try await salon.database.card(card).status == .blocked)
        }
        let (replaced, journal) = try await suspected(salon)
        let card = try await salon.issueCard(2, replaces: replaced)
        try await expectRefused(replaced, "has been replaced")
        var both = journal
        for (number, kiosk) in [(1, "xuhui-1"), (3, "xuhui-1")] {
            both.append(salon.intent(.test(number), kiosk: kiosk, card: card, before: none, points: 30))
            both.append(salon.outcome(.test(number + 1), of: .test(number), kiosk: kiosk, card: card, .posted))
        }
        _ = try await salon.database.upload(both.request(), kiosk: "xuhui-1")
        try await expectRefused(card, "prove that there are two")
        let lost = try await salon.issueCard(3)
        _ = try await salon.database.block(lost, CardChange(reason: "lost"))
        try await expectRefused(lost, "not suspected")
    }

    @Test func `A reward paid for is claimed once`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(
            salon.intent(.test(1), card: card, before: none, points: 80, reward: "mask", claimCode: "A1B2C3"))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.database.claims(.open).claims.isEmpty)
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let claim = try #require(try await salon.database.claims(.open).claims.first)
        #expect(claim.code == "A1B2C3" && claim.reward == "mask" && claim.member == salon.member)
        #expect(try await salon.database.handOver(code: "A1B2C3").status == .handedOver)
        await #expect(throws: HubStoreError.refused(.claimOver(.handedOver))) {
            try await salon.database.handOver(code: "A1B2C3")
        }
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.database.claims(.open).claims.isEmpty)
    }
}
