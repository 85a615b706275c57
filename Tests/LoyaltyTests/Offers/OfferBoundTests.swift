import Testing

@testable import Loyalty

@Suite struct OfferBoundTests {
    /// A gift with a threshold is applied to no line. Were its bound free too, a bill of many parts with one such gift
    /// each could be searched without an end.
    @Test func `Each look at a bound is a step, also where amounts are only added up`() {
        #expect(OfferBound([], []).steps == 1)
    }
}
