package import Vocabulary

/// What the rewards look like to one member at one moment.
package struct RewardShelf: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var reward: String
        package var name: Bilingual
        package var price: Amount
        /// Points that are still missing; 0 for one that can be had now.
        package var missing: Int64
    }

    /// Can be had now; the dearest first.
    package var now: [Entry] = []
    /// Only points are missing; the nearest first.
    package var nearly: [Entry] = []
    /// Kept back by another rule, by reward, with the reason.
    package var refused: [String: Step] = [:]
    package var derivation = Derivation()

    package init() {}
}

extension MemberAccount {
    /// What the member can redeem now, and what nearly ("another 40 points").
    ///
    /// - Parameter store: where; without it what is for some stores only is kept back, with the stores.
    package func affordable(
        atMs now: Int64, _ policy: Policy, store: String? = nil
    ) throws(RuleError) -> RewardShelf {
        try RuleError.requireMoment(now)
        let balance = pointsBalance(atMs: now)
        var shelf = RewardShelf()
        shelf.derivation.note("points", .rewardPointsThere, .points(balance))
        for rule in policy.rewards {
            let price: Amount
            switch offered(rule, atMs: now, at: .store(store), policy) {
            case .for(let asked): price = asked
            case .refused(let reason):
                shelf.refused[rule.id] = reason
                continue
            }
            let entry = RewardShelf.Entry(
                reward: rule.id, name: rule.name, price: price, missing: max(0, price.points.count - max(balance, 0)))
            if price.points.count <= balance { shelf.now.append(entry) } else { shelf.nearly.append(entry) }
        }
        // With a debt even what costs nothing has to wait until it is paid back.
        if balance < 0 { for index in shelf.nearly.indices { shelf.nearly[index].missing -= balance } }
        shelf.now.sort { ($1.price.points, $0.reward) < ($0.price.points, $1.reward) }
        shelf.nearly.sort { ($0.missing, $0.reward) < ($1.missing, $1.reward) }
        for entry in shelf.nearly {
            shelf.derivation.noteNearly(entry.reward, .rewardNearly, .points(entry.missing), .name(entry.name))
        }
        return shelf
    }
}
