import Testing
import Vocabulary

@testable import Loyalty

@Suite struct DerivedIDTests {
    /// The forms stand in the books of every salon: they are never changed.
    @Test(
        arguments: [
            (DerivedID.debt(.points), "debt-points"), (.debt(.principal), "debt-principal"),
            (.debt(.gift), "debt-gift"),
            (.principal(topUp: "t"), "t-principal"), (.gift(topUp: "t"), "t-gift"),
            (.part(.offerGift(0), of: "e"), "e/gift0"), (.part(.coupon(2), of: "e"), "e/coupon2"),
            (.part(.credit, of: "e"), "e/best"), (.part(.rule("base"), of: "e"), "e/base"),
            (.part(.copy(of: "t-gift"), of: "e"), "e/t-gift"), (.part(.line(3), of: "b"), "b/3"),
            (.part(.session(1), of: "b"), "b/1"), (.part(.unit(4, line: 3), of: "b"), "b/3.4"),
            (.part(.redemption(1), of: "n"), "n/1"),
        ])
    func `Each has its form, which nobody else can take`(_ id: DerivedID, _ text: String) {
        #expect("\(id)" == text)
        #expect(DerivedID.isReserved(text))
        if case .part(_, let owner) = id { #expect(DerivedID.owner(ofPart: text) == owner) }
    }

    @Test func `A copy is led back to what it is of, owner by owner`() {
        let once = DerivedID.copy(of: "t-principal", by: "r-1")
        let twice = DerivedID.copy(of: once, by: "r-2")
        #expect(twice == "r-2/r-1/t-principal")
        #expect(DerivedID.original(ofCopy: twice, by: "r-2") == once)
        #expect(DerivedID.original(ofCopy: once, by: "r-1") == "t-principal")
        for owner in ["r", "r-1/", "r-2", "", "r-1/t-principal"] {
            #expect(DerivedID.original(ofCopy: once, by: owner) == nil)
        }
    }

    @Test func `Ids of desks are free`() {
        for id in ["b-1", "gift", "principal-1", "debt", "time"] { #expect(!DerivedID.isReserved(id)) }
        #expect(DerivedID.owner(ofPart: "b-1") == nil)
    }
}
