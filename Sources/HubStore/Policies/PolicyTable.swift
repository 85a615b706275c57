internal import Loyalty

/// All published policies, with what every evaluation asks of them worked out once.
final class PolicyTable: Sendable {
    let book: PolicyBook
    /// Of all versions; kiosks are told of their uses only.
    let rewardIDs: Set<String>
    /// Of all versions, the offers of which the hub counts the uses: codes, and those with a total.
    let limitedOffers: Set<String>
    /// Whether any version has tiers that depend on a balance.
    let usesBalance: Bool

    init(_ book: PolicyBook) {
        self.book = book
        let policies = book.policies
        usesBalance = policies.contains { $0.tiers.usesBalance }
        rewardIDs = Set(policies.flatMap { $0.rewards.map(\.id) })
        limitedOffers = Set(
            policies.flatMap { policy in
                policy.offers.filter { $0.conditions.total != nil || $0.coupon.map { !$0.isPersonal } ?? false }
                    .map(\.id)
            })
    }
}
