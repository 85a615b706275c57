import HubAPI
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct SnapshotTests {
    @Test func `Members are found by card and by plastic`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        var (one, two) = (bench.member(1), bench.member(2))
        one.cards[0].kind = .uidOnly
        // The same plastic was issued to somebody else before, and closed.
        let card = try #require(one.cards.first)
        var closed = card
        closed.status = .closed
        closed.id = CardID(uid: card.id.uid, issueNumber: 9)
        two.cards.append(closed)
        one.numberTail = "0001"
        #expect(try store.facts() == nil)
        try store.sync([one, two], from: &hub)
        #expect(try store.standing(of: card.id)?.member == one && store.standing(of: card.id)?.card == card)
        #expect(try store.standing(of: closed.id)?.member == two && store.standing(of: closed.id)?.card == closed)
        #expect(try store.standing(uid: card.id.uid)?.member == one)
        #expect(try store.standing(of: CardID(uid: card.id.uid, issueNumber: 2)) == nil)
        #expect(try store.facts()?.kiosk.number == 7)
        #expect(try store.facts()?.asOfMs == 1_790_000_000_001)
    }

    @Test func `Own spends are subtracted until the member's facts reflect them`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let (one, two) = (bench.member(1), bench.member(2))
        try store.sync([one, two], from: &hub)
        let spend = bench.spend(one, points: 30)
        try store.append(spend)
        try store.append(bench.outcome(spend.id, .posted, one))
        let late = bench.spend(two, points: 10)
        try store.drain(to: &hub)
        try store.append(late)
        // The hub changes member one; its second page is still to come.
        let request = try store.feedRequest()
        var changed = one
        changed.lots[0].remaining = 70
        try #expect(store.apply(hub.page([changed], to: request, more: true), to: request).askAgain)
        #expect(try store.standing(of: one).localSpends == [])
        #expect(try store.standing(of: two).localSpends.map(\.id) == [late.id])
        try store.sync([], from: &hub)
        #expect(try store.standing(of: two).localSpends.map(\.id) == [late.id])
        try store.drain(to: &hub)
        #expect(try store.standing(of: two).localSpends.map(\.id) == [late.id])
        try store.sync([], from: &hub)
        #expect(try store.standing(of: two).localSpends == [])
    }

    @Test func `A voided spend is not subtracted, a posted one is, a pending one is open`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        var hub = StandInHub()
        try store.sync([member], from: &hub)
        let spends = [10, 20, 30].map { bench.spend(member, points: $0) }
        for spend in spends { try store.append(spend) }
        try store.append(bench.outcome(spends[0].id, .voided, member))
        try store.append(bench.outcome(spends[1].id, .posted, member))
        #expect(try store.standing(of: member).localSpends.map(\.state) == [.posted, .pending])
        #expect(try store.standing(of: member).openIntents.map(\.id) == [spends[2].id])
        try store.append(bench.outcome(spends[0].id, .posted, member))
        #expect(
            try store.standing(of: member).localSpends.count == 3, "the card's own evidence corrects what staff decided"
        )
    }

    @Test func `Another kiosk's open intent is settled here and still explains the odometer`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let id = OperationID(bench.id())
        let open = OpenIntent(
            id: id, before: Amount.zero, after: Amount(points: 40, fen: 0))
        let member = bench.member(1, open: [open])
        try store.sync([member], from: &hub)
        #expect(try store.standing(of: member).openIntents == [open])
        try store.append(bench.outcome(id, .posted, member))
        #expect(try store.standing(of: member).openIntents == [])
        let known = try #require(try store.standing(of: member).localSpends.first)
        #expect(known.amount == Amount(points: 40) && known.heldByHub && known.state == .posted)
        try store.drain(to: &hub)
        try store.sync([bench.member(2)], from: &hub)
        #expect(try store.standing(of: member).localSpends == [])
    }

    @Test func `An older page, or an answer to an older request, is refused`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let first = try store.feedRequest()
        let page = hub.page([bench.member(1)], to: first)
        #expect(try store.apply(page, to: first).askAgain == false)
        #expect(throws: StoreError.olderSnapshot) { try store.apply(page, to: first) }
        let second = try store.feedRequest()
        var older = hub.page([], to: second)
        older.cursor = 0
        #expect(throws: StoreError.olderSnapshot) { try store.apply(older, to: second) }
        #expect(try store.status().members == 1)
    }

    @Test func `A new hub epoch permits an older snapshot, and the old members serve meanwhile`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let (gone, stays) = (bench.member(1), bench.member(2))
        try store.sync([gone, stays], from: &hub)
        try store.append(bench.spend(stays, points: 10))
        try store.drain(to: &hub)
        try store.sync([stays], from: &hub)
        #expect(try store.standing(of: stays).localSpends == [])
        hub = StandInHub(epoch: "hub-2")
        let first = try store.sync([], from: &hub)
        #expect(first.askAgain && first.acknowledged.putBack == 1)
        #expect(try store.feedRequest().cursor == nil)
        #expect(try store.standing(of: gone).member == gone)
        #expect(try store.standing(of: stays).localSpends == [], "the old facts still reflect it")
        var older = stays
        older.lots[0].remaining = 7
        let request = try store.feedRequest()
        #expect(try store.apply(hub.page([older], to: request), to: request).askAgain == false)
        #expect(try store.standing(of: #require(gone.cards.first?.id)) == nil)
        #expect(try store.standing(of: stays).member == older)
        let own = try store.standing(of: stays).localSpends.map(\.amount)
        #expect(own == [Amount(points: 10)], "the restored hub does not know it")
    }

    @Test func `A page that cannot be true changes nothing`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let request = try store.feedRequest()
        let good = hub.page([bench.member(1)], to: request)
        var (future, negative, crowded) = (good, good, good)
        future.asOfMs = .max
        negative.cursor = -1
        crowded.members = Array(repeating: good.members[0], count: HubLimits.membersPerFeedPage + 1)
        for page in [future, negative, crowded] {
            #expect(throws: StoreError.self) { try store.apply(page, to: request) }
        }
        #expect(try store.facts() == nil)
        #expect(try store.knownTime().lastMs == 0)
    }

    @Test func `A member that the hub removed is gone with the cards`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let member = bench.member(1)
        try store.sync([member], from: &hub)
        let request = try store.feedRequest()
        _ = try store.apply(hub.page([], to: request, removed: [member.id]), to: request)
        #expect(try store.standing(of: #require(member.cards.first?.id)) == nil)
        #expect(try store.status().members == 0)
    }
}
