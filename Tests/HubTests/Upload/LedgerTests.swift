import HubAPI
import HubStore
import Testing
import Vocabulary

private let none = Amount.zero

private func odometers(_ points: Int64, _ fen: Int64 = 0) -> Amount { Amount(points: points, fen: fen) }

@Suite struct LedgerTests {
    @Test func `A pending intent holds and neither spends nor settles`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let before = try await salon.summary()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.held == [.test(1)])
        #expect(receipt.position.lastSequence == 1)
        let after = try await salon.summary()
        #expect(after.points == before.points)
        #expect(after.heldPoints == 30)
        #expect(after.cards[0].settled == none)
        #expect(after.cards[0].open == [OpenIntent(id: .test(1), before: none, after: odometers(30))])
    }

    @Test(arguments: [true, false])
    func `An outcome settles, whether it comes after its intent or before, from any kiosk`(isFirst: Bool) async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var intent = TestJournal(kiosk: "xuhui-1")
        intent.append(salon.intent(.test(1), card: card, before: none, points: 30))
        var outcome = TestJournal(kiosk: "jingan-1")
        outcome.append(salon.outcome(.test(2), of: .test(1), kiosk: "jingan-1", card: card, .posted, .cardRecord))
        for journal in isFirst ? [outcome, intent] : [intent, outcome] {
            _ = try await salon.database.upload(journal.request(), kiosk: journal.kiosk)
        }
        let after = try await salon.summary()
        #expect(after.points == balance - 30)
        #expect(after.heldPoints == 0)
        #expect(after.cards[0].settled == odometers(30))
        #expect(try await salon.database.audit() == [])
    }

    @Test func `A voided intent leaves no trace in balance, hold or settled`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .voided, .notSent))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let after = try await salon.summary()
        #expect(after.points == balance)
        #expect(after.heldPoints == 0)
        #expect(after.cards[0].open.isEmpty)
        #expect(after.cards[0].settled == none)
    }

    @Test func `What a kiosk never uploaded is booked from the card's records, and its late upload changes nothing`()
        async throws
    {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var seen = TestJournal(kiosk: "jingan-1")
        let records = [
            salon.record(.test(2), points: 20, after: odometers(50)),
            salon.record(.test(1), points: 30, after: odometers(30)),
        ]
        seen.append(salon.seen(.test(9), kiosk: "jingan-1", card: card, odometers: odometers(50), records: records))
        _ = try await salon.database.upload(seen.request(), kiosk: "jingan-1")
        #expect(try await salon.summary().points == balance - 50)
        let settled = try await salon.summary().cards[0].settled
        #expect(settled == odometers(50))
        let digest = try await salon.digest()
        var late = TestJournal(kiosk: "xuhui-1")
        late.append(salon.intent(.test(1), card: card, before: none, points: 30))
        late.append(salon.outcome(.test(3), of: .test(1), card: card, .posted))
        late.append(salon.intent(.test(2), card: card, before: odometers(30), points: 20))
        _ = try await salon.database.upload(late.request(), kiosk: "xuhui-1")
        #expect(try await salon.digest() == digest)
        #expect(try await salon.database.audit() == [])
    }

    @Test func `An advance that nothing explains is shown, never charged, and can be written off`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.seen(.test(1), card: card, odometers: odometers(40)))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let incident = try #require(try await salon.incidents().first)
        #expect(incident.kind == .unexplainedAdvance)
        #expect(incident.amount.points.count == 40)
        #expect(try await salon.facts().cards[0].unexplained == odometers(40))
        #expect(try await salon.summary().points == balance)
        let resolution = IncidentResolution(action: .writeOff, reason: "test kiosk")
        let resolved = try await salon.database.resolve(incident: incident.id, resolution)
        #expect(resolved.status == .resolved)
        let facts = try await salon.facts().cards[0]
        #expect(facts.settled == odometers(40))
        #expect(facts.unexplained == nil)
        #expect(try await salon.summary().points == balance)
        // The missing spend turns up after all: it is charged, and settled does not count it twice.
        var late = TestJournal(kiosk: "jingan-1")
        late.append(salon.intent(.test(2), kiosk: "jingan-1", card: card, before: none, points: 40))
        late.append(salon.outcome(.test(3), of: .test(2), kiosk: "jingan-1", card: card, .posted))
        _ = try await salon.database.upload(late.request(), kiosk: "jingan-1")
        #expect(try await salon.summary().points == balance - 40)
        #expect(try await salon.facts().cards[0].settled == odometers(40))
        #expect(try await salon.database.audit() == [])
    }

    @Test func `A later upload explains an advance and closes its incident`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var seen = TestJournal(kiosk: "jingan-1")
        seen.append(salon.seen(.test(1), kiosk: "jingan-1", card: card, odometers: odometers(40)))
        _ = try await salon.database.upload(seen.request(), kiosk: "jingan-1")
        #expect(try await salon.incidents().map(\.kind) == [.unexplainedAdvance])
        var late = TestJournal(kiosk: "xuhui-1")
        late.append(salon.intent(.test(2), card: card, before: none, points: 40))
        _ = try await salon.database.upload(late.request(), kiosk: "xuhui-1")
        #expect(try await salon.incidents().isEmpty)
        #expect(try await salon.incidents(.explained).count == 1)
        #expect(try await salon.facts().cards[0].settled == odometers(40))
    }

    @Test func `Two posted spends on one range block the card as a clone, and both are booked`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        for (index, kiosk) in TestSalon.kiosks.enumerated() {
            var journal = TestJournal(kiosk: kiosk)
            journal.append(
                salon.intent(.test(index * 2 + 1), kiosk: kiosk, card: card, before: none, points: 30))
            journal.append(
                salon.outcome(.test(index * 2 + 2), of: .test(index * 2 + 1), kiosk: kiosk, card: card, .posted))
            _ = try await salon.database.upload(journal.request(), kiosk: kiosk)
        }
        #expect(try await salon.incidents().map(\.kind) == [.forkOrClone])
        let facts = try await salon.facts().cards[0]
        #expect(facts.status == .blocked)
        #expect(!facts.spendsOffline)
        #expect(facts.settled == odometers(60))
        #expect(try await salon.summary().points == balance - 60)
    }

    @Test func `Odometers that went back within one journal block the card`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        journal.append(salon.seen(.test(3), card: card, odometers: odometers(10)))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.incidents().map(\.kind) == [.forkOrClone])
        #expect(try await salon.facts().cards[0].status == .blocked)
    }

    @Test func `A kiosk's report of odometers below settled blocks the card`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        let fault = FaultReport(.odometerBehind, detail: "")
        journal.append(salon.entry(.test(1), card: card, .fault(fault)))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.incidents().map(\.kind) == [.forkOrClone])
        #expect(try await salon.facts().cards[0].status == .blocked)
    }

    @Test func `Staff settle a spend whose card is gone, and the card corrects them later`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 30))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let byHand = HandSettlement(outcome: .posted, reason: "member says so")
        let view = try await salon.database.settle(.test(1), byHand)
        #expect(view.state == .posted && view.settledByHand)
        #expect(try await salon.summary().points == balance - 30)
        #expect(try await salon.facts().cards[0].settled == none)
        #expect(try await salon.facts().cards[0].open.map(\.id) == [.test(1)])
        await #expect(throws: HubStoreError.self) { try await salon.database.settle(.test(1), byHand) }
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .voided, .odometer))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().points == balance)
        #expect(try await salon.database.entry(.test(1)).state == .voided)
        #expect(try await salon.database.audit() == [])
    }

    /// rules.md E25 b, and the floor as a debt.
    @Test func `Two kiosks off line with one card, uploaded in either order, end the same`() async throws {
        var digests: [[String]] = []
        for order in [[0, 1], [1, 0]] {
            let salon = try await TestSalon()
            let card = try await salon.issueCard()
            var one = TestJournal(kiosk: "xuhui-1")
            one.append(salon.intent(.test(1), card: card, before: none, points: 80))
            one.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
            var two = TestJournal(kiosk: "jingan-1")
            let records = [salon.record(.test(1), points: 80, after: odometers(80))]
            two.append(
                salon.seen(.test(5), kiosk: "jingan-1", card: card, odometers: odometers(80), records: records))
            two.append(salon.intent(.test(3), kiosk: "jingan-1", card: card, before: odometers(80), points: 20))
            two.append(salon.outcome(.test(4), of: .test(3), kiosk: "jingan-1", card: card, .posted))
            for index in order {
                let journal = [one, two][index]
                _ = try await salon.database.upload(journal.request(), kiosk: journal.kiosk)
            }
            #expect(try await salon.facts().cards[0].settled == odometers(100))
            #expect(try await salon.database.audit() == [])
            let card1 = try await salon.facts()
            digests.append(card1.lots.map { "\($0)" } + (try await salon.incidents()).map(\.detail))
        }
        #expect(digests[0] == digests[1])
    }

    @Test func `A late spend reverses an expiry that was booked meanwhile`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let tapMs = salon.clock.nowMs
        try await salon.database.tidy()
        let soonest = try #require(
            try await salon.facts().lots.first { $0.expiresAtMs ?? .max < tapMs + 40 * 86_400_000 })
        let expiresAtMs = try #require(soonest.expiresAtMs)
        salon.clock.set(ms: expiresAtMs + 1000)
        try await salon.database.tidy()
        #expect(try await salon.facts().lots.allSatisfy { $0.id != soonest.id })
        let balance = try await salon.summary().points
        var journal = TestJournal(kiosk: "xuhui-1")
        let part = min(soonest.remaining, 20)
        journal.append(salon.intent(.test(1), atMs: tapMs, card: card, before: none, points: part))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().points == balance)
        #expect(try await salon.database.audit() == [])
        try await salon.database.tidy()
        #expect(try await salon.database.audit() == [])
    }

    @Test func `A check-in marks the booking once and only for its member`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let booking = try #require(try await salon.facts().bookings.first { $0.status == .booked })
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.entry(.test(1), card: card, .checkIn(CheckIn(booking: booking.id, offline: false))))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let after = try await salon.facts().bookings.first { $0.id == booking.id }
        #expect(after?.status == .checkedIn)
    }

    @Test func `A card never issued here is booked, blocked and reported`() async throws {
        let salon = try await TestSalon()
        let balance = try await salon.summary().points
        let stranger = CardID(uid: try TestSalon.uid(99), issueNumber: 3)
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: stranger, before: none, points: 10))
        journal.append(salon.outcome(.test(2), of: .test(1), card: stranger, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.summary().points == balance - 10)
        #expect(try await salon.incidents().map(\.kind) == [.unknownCard])
        #expect(try await salon.facts().cards.first?.status == .blocked)
    }
}
