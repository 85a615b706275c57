package import Vocabulary

/// What a bill comes to under a policy, and why.
package struct Quote: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package var item: String
        package var quantity: Int64
        /// Before any offer.
        package var list: Money
        /// After offers and coupons, before points.
        package var net: Money
        /// After points and the rounding of the bill too: what is to be paid for it.
        package var payable: Money
        /// Whether it pays in, and so is a top-up.
        package var isTopUp = false
    }

    /// An offer that took effect.
    package struct Applied: Hashable, Sendable {
        package var offer: String
        package var coupon: String?
        /// By line; the sum is the offer's discount.
        package var discounts: [Money]
        package var gift: Gift?

        package var discount: Money { discounts.sum() }
    }

    /// How the search went: whether it proved that no permitted combination is cheaper, or what it did not try.
    package struct Search: Hashable, Sendable {
        /// Offers that would have done something by themselves.
        package var candidates: [String] = []
        /// Those beyond the policy's limit that a search which was cut short did not combine with all others.
        package var notTried: [String] = []
        /// Those with a threshold on the rest that were tried in their own place only.
        package var notTriedAhead: [String] = []
        /// Combinations looked at or excluded by a bound; of a search that was cut short, those looked at.
        package var combinations: Int = 0
        /// Whether the bound on its steps was reached, so that some combinations were neither looked at nor excluded.
        package var isCutShort = false
        /// What the cheapest permitted combination comes to, found or, with `.these`, only looked for.
        package var best: Money = .zero
        /// What the bill would come to with everything that the member holds and did not bring; `nil` if that lowers
        /// nothing, or if nobody asked.
        package var held: Held?

        package var isComplete: Bool { notTried.isEmpty && notTriedAhead.isEmpty && !isCutShort }

        package init() {}
    }

    /// The cheapest permitted combination with every coupon that the member holds and all points that the policy takes.
    package struct Held: Hashable, Sendable {
        package var payable: Money
        /// The coupons it uses that were not brought to the bill.
        package var coupons: [String]
        /// All that it uses; 0 where it uses no more than the bill does.
        package var points: Points
        /// As `Search.isComplete`.
        package var isComplete: Bool
    }

    package var bill: String
    package var policy: String
    package var lines: [Line]
    /// In the order in which they were applied; gifts whose turn does not matter come last.
    package var applied: [Applied]
    package var pointsUsed: Points
    /// What the points were worth.
    package var pointsOff: Money
    /// Taken off at the end so that the bill is round.
    package var roundedOff: Money
    /// The amount to be paid, by whatever tender.
    package var payable: Money
    package var search: Search
    package var derivation: Derivation

    package var list: Money { lines.sum(\.list) }
    package var discount: Money { applied.sum(\.discount) }
}
