import Vocabulary

extension MemberAccount {
    /// Books a reward that a kiosk has sold already, perhaps off line and under an older policy. No rule refuses it any
    /// more: it is booked at the price that was shown, counts towards limits, and what the lots do not cover becomes
    /// debt. The derivation says which rule would have refused it.
    mutating func acceptRedemption(
        of reward: String, at price: Amount, store: String?, _ entry: MemberEntry,
        _ policy: borrowing Policy
    ) throws(RuleError) -> Derivation {
        try RuleError.require("redeemed points", price.points.count, in: 0...Bounds.amount)
        try RuleError.require("redeemed fen", price.money.fen, in: 0...Bounds.amount)
        let rule = policy.rewards.first { $0.id == reward }
        var derivation = Derivation()
        let balance = pointsBalance(atMs: entry.atMs)
        if let objection = objection(to: price, of: reward, rule, store, entry, policy) {
            derivation.note(reward, .rewardAccepted, .name(objection.words))
        }
        let points = purse.take(price.points.count, .points, atMs: entry.atMs, entry: entry.id, intoDebt: true)
        let value = payByStoredValue(price.money, atMs: entry.atMs, entry: entry.id, policy, intoDebt: true)
        var redemption = Redemption(
            id: entry.id, reward: reward, atMs: entry.atMs, price: price, parts: points + value)
        if let rule, case .coupon(let offer) = rule.kind,
            let coupon = policy.offers.first(where: { $0.id == offer })?.coupon
        {
            issueCoupon((offer, coupon), for: &redemption, policy)
        }
        redemptions.add(redemption, id: entry.id)
        uses.add(of: UseKey.reward(reward), on: policy.zone.day(atMs: entry.atMs))
        derivation.append(policy.redeemDerivation(reward, rule?.name, redemption, balance, purse))
        if price.points.count > max(0, balance) {
            derivation.note("points", .rewardOverdrawn, .points(price.points.count - max(0, balance)))
        }
        return derivation
    }

    /// Why the rules would have refused it, or that the price has changed; `nil` for no objection.
    private func objection(
        to price: Amount, of reward: String, _ rule: RewardRule?, _ store: String?, _ entry: MemberEntry,
        _ policy: borrowing Policy
    ) -> Step? {
        guard let rule else { return Step(rule: reward, phrase: .rewardUnknown, values: [.id(reward)]) }
        let place = store.map { RewardPlace.store($0) } ?? .anywhere
        switch offered(rule, atMs: entry.atMs, at: place, copy policy) {
        case .refused(let reason): return reason
        case .for(let asked) where asked != price:
            return Step(
                rule: rule.id, phrase: .rewardPriceThen,
                values: [price, asked].flatMap { [.points($0.points.count), .fen($0.money.fen)] })
        case .for: return nil
        }
    }
}
