import Vocabulary
import Loyalty
import Testing

@testable import HubStore

/// Ids that the hub makes itself.
@Suite struct HubEntryIDTests {
    @Test func `Each says what it follows from, and the same cause makes the same id`() throws {
        let member = try #require(MemberID("c1675e0b-b980-4575-a896-61fec08aa83b"))
        let day = try #require(Day("2026-03-02"))
        #expect("\(HubEntryID.night(day, member))" == "night-2026-03-02-c1675e0b-b980-4575-a896-61fec08aa83b")
        #expect("\(HubEntryID.night(day, member, again: 2))".hasSuffix("aa83b-again-again"))
        #expect("\(HubEntryID.handedOver(redemption: "r-1"))" == "handed-over-r-1")
        #expect("\(HubEntryID.received(gift: "g-1"))" == "received-g-1")
        for id in [HubEntryID.night(day, member), .handedOver(redemption: "r"), .received(gift: "g")] {
            #expect(HubEntryID.isReserved("\(id)"))
        }
    }

    @Test(
        arguments: [
            ("b-1", false), ("night", false), ("midnight-1", false), ("gift", false), ("principal-1", false),
            ("received", false), ("mend", false), ("night-", true), ("handed-over-b", true), ("received-b", true),
            ("debt-points", true), ("mend-1", true), ("b-principal", true), ("b-gift", true), ("b/gift0", true),
        ])
    func `A desk cannot take an id of the hub's`(_ id: String, _ isReserved: Bool) {
        #expect(HubEntryID.isReserved(id) == isReserved)
        let entry = MemberEntry(id: id, atMs: 0, policy: "p", fact: .topUp(paid: Money(fen: 1)))
        #expect(OrderCheck(nowMs: 0).refusal(of: entry) == (isReserved ? .idReserved(id) : nil))
    }
}
