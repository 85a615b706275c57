import Foundation
import HubAPI
import HubStore
import PolicyFile
import Testing
import Vocabulary

/// A salon that is written for measuring: copies of members, straight into the tables.
@Suite struct MemberCopyTests {
    /// A salon of which one member has a card, lines of a journal and a spend.
    private func salon() async throws -> TestSalon {
        let salon = try await TestSalon(members: 9)
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.entry(.test(1), card: card, .checkIn(CheckIn(booking: nil, offline: false))))
        journal.append(
            salon.intent(.test(2), card: card, before: .zero, points: 20, reward: "facial", claimCode: "AB12CD"))
        journal.append(salon.outcome(.test(3), of: .test(2), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        try await salon.database.tidy()
        return salon
    }

    @Test func `The hub's check of its books finds nothing in a salon of copies, and each member is one of its own`()
        async throws
    {
        let salon = try await salon()
        try await salon.database.copyMembers(until: 40, seed: 1)
        #expect(try await salon.database.audit() == [])
        let page = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(page.members.count == 40)
        #expect(Set(page.members.map(\.id)).count == 40)
        let cards = page.members.flatMap(\.cards).map(\.id)
        #expect(cards.count == 5 && Set(cards).count == 5, "of each nine members the first has one")
        let codes = try await salon.database.claims(.open).claims.map(\.code)
        #expect(Set(codes).count == codes.count, "each claim is fetched by a code of its own")
    }

    @Test func `Copies live on by the rules`() async throws {
        let salon = try await salon()
        try await salon.database.copyMembers(until: 30, seed: 1)
        let last = try await salon.database.members(number: "YR000030", after: nil, limit: nil).members
        let member = try #require(last.first?.id)
        let order = try DeskOrder.decode(#"{"id": "t", "kind": "topUp", "paidFen": 10000}"#, file: "order")
        #expect(try await salon.database.enter(order, for: member).refusal == nil)
        #expect(try await salon.database.audit() == [])
    }

    @Test func `The same seed gives the same ids, and another one others`() async throws {
        var ids: [[MemberID]] = []
        for seed: UInt64 in [1, 1, 2] {
            let salon = try await TestSalon(members: 9)
            try await salon.database.copyMembers(until: 20, seed: seed)
            ids.append(
                try await salon.database.members(number: nil, after: "YR000009", limit: nil).members.map(\.id))
        }
        #expect(ids[0] == ids[1])
        #expect(Set(ids[0]).isDisjoint(with: ids[2]))
    }
}
