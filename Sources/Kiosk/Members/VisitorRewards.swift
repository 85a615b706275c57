internal import KioskSession
internal import KioskStore
internal import Loyalty
internal import Vocabulary

/// What the rewards look like to this member, here and now.
extension VisitorView {
    /// The rewards as the rules see them, after subtracting points that are spent and not booked yet or held elsewhere,
    /// and adding uses by this kiosk's redemptions that the hub has not counted yet.
    var shelf: RewardShelf {
        var account = account
        let underWay = funds.balance.points - funds.available.points
        if underWay > .zero {
            _ = account.purse.take(underWay.count, .points, atMs: nowMs, entry: DerivedID.timePassing, intoDebt: true)
        }
        for spend in own {
            guard let reward = spend.reward else { continue }
            let day = policy.zone.day(atMs: spend.tappedAtMs ?? nowMs)
            account.uses.add(of: UseKey.reward(reward), on: day)
        }
        // Only a moment that no calendar has is refused, and then nothing can be had.
        return (try? account.affordable(atMs: nowMs, policy, store: store)) ?? RewardShelf()
    }

    /// All of them: first those the rules allow, by price; then those kept back.
    func rewards(_ shelf: RewardShelf) -> [Reward] {
        let asked = (shelf.now + shelf.nearly).map { ($0.reward, $0.price) }
        let prices = Dictionary(asked) { first, _ in first }
        let tier = account.tierID(atMs: nowMs, policy)
        return policy.rewards.compactMap { rule -> (isRefused: Bool, reward: Reward)? in
            guard let price = prices[rule.id] ?? rule.price(inTier: tier) ?? rule.lowestTierPrice else { return nil }
            return (prices[rule.id] == nil, Reward(id: rule.id, name: rule.name, price: price))
        }.sorted {
            let (left, right) = ($0.reward, $1.reward)
            if $0.isRefused != $1.isRefused { return $1.isRefused }
            return (left.price.points, left.price.money, left.id) < (right.price.points, right.price.money, right.id)
        }.map(\.reward)
    }
}

extension RewardRule {
    /// The price for a member whose tier cannot have the reward.
    fileprivate var lowestTierPrice: Amount? {
        tierPrices.values.min { ($0.points, $0.money) < ($1.points, $1.money) }
    }
}
