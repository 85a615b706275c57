package import Vocabulary

/// The circumstances of a sale that decide what it earns, frozen at that moment, so that a refund can ask what the
/// rest of the bill would have earned and nothing that happened since changes the answer.
///
/// Rules are named by their place in the policy version of the sale.
package struct EarningContext: Hashable, Sendable {
    /// A higher tier that this sale may reach: its ratio counts once the sale brings so much spend or so many services.
    package struct Step: Hashable, Sendable {
        package var spend: Money?
        package var services: Int64?
        package var basisPoints: Int64
    }

    package var day: Day
    /// Ratio of the tier before the sale; 10000 earns like everybody.
    package var tierBasisPoints: Int64
    /// Where the sale itself may lead (`after`, `split`); ascending by tier.
    package var steps: [Step] = []
    /// The best campaign that holds, by its place; `nil` for none.
    package var campaign: Int?
    package var campaignBasisPoints: Int64 = 10_000
    /// Visit rules that did not count on this day yet.
    package var visits: [Int] = []
    /// Bonuses whose occasion holds.
    package var bonuses: [Int] = []
    /// What each cap leaves, in the policy's order.
    package var capsLeft: [Int64] = []
}
