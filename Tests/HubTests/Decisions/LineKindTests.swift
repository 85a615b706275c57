import Loyalty
import Testing

@testable import HubStore

@Suite struct LineKindTests {
    @Test(arguments: Posting.Kind.allCases) func `Every posting has a line of its own name`(_ kind: Posting.Kind) {
        #expect(LineKind(kind).rawValue == kind.rawValue)
        #expect(LineKind(rawValue: kind.rawValue) == LineKind(kind))
    }

    @Test(
        arguments: [
            "spendReversal", "repaymentReversal", "expiryReversal", "clawbackReversal", "refundReversal",
            "transferReversal",
        ])
    func `A reversal is of the family that it reverses`(_ text: String) throws {
        let kind = try #require(LineKind(rawValue: text))
        #expect(kind.isReversal && kind.rawValue == text && text == "\(kind.family)Reversal")
        #expect(LineKind(kind.family) != kind)
    }

    @Test func `A spend given back is the reversal of a spend`() {
        #expect(LineKind(.spendReversal) == LineKind(.spend, isReversal: true))
    }

    @Test(arguments: ["", "Reversal", "grantReversal", "spendReversalReversal", "Grant", "gone"])
    func `What the ledger does not hold is no kind`(_ text: String) { #expect(LineKind(rawValue: text) == nil) }
}
