package import Vocabulary

extension RewardRule {
    /// What it costs a member of a tier; `nil` when that tier may not have it.
    package func price(inTier tier: String?) -> Amount? { tier.flatMap { tierPrices[$0] } ?? price }
}

/// Where somebody asks for a reward.
enum RewardPlace: Hashable, Sendable {
    /// A store; `nil` if it is not known, and rewards that only some stores give are refused then.
    case store(String?)
    /// The store is not checked: the reward has been given already, or a night redeems it for any store.
    case anywhere
}

/// A reward's price for one member at one moment, or why it is refused; the member's points are not compared.
package enum RewardOffered: Hashable, Sendable {
    case `for`(Amount)
    case refused(Step)
}

extension MemberAccount {
    /// Takes the points of a reward, earliest expiry first, and opens the claim to it. A coupon is issued at once.
    ///
    /// The same entry twice counts once.
    /// - Parameter store: where the member stands; a reward of some stores only is refused without it.
    /// - Throws: `unknown` for a reward, or the offer of its coupon, that the policy does not have.
    package mutating func redeem(
        entry id: String, reward: String, atMs now: Int64, _ policy: Policy, store: String? = nil
    ) throws(RuleError) -> Answer {
        try redeem(entry: id, reward: reward, atMs: now, policy, at: .store(store))
    }

    mutating func redeem(
        entry id: String, reward: String, atMs now: Int64, _ policy: Policy, at place: RewardPlace
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(now)
        guard let rule = policy.rewards.first(where: { $0.id == reward }) else {
            throw .unknown(kind: "reward", id: reward)
        }
        if let known = redemptions[id] {
            guard known.reward == reward, known.atMs == now else { throw .conflict(kind: "redemption", id: id) }
            return .done(rule.id, .doneBefore, .id(id))
        }
        let couponRule = try policy.couponRule(of: rule)
        purse.advance(toMs: now, entry: id)
        let price: Amount
        switch offered(rule, atMs: now, at: place, policy) {
        case .for(let asked): price = asked
        case .refused(let reason): return .refused(reason, Derivation())
        }
        try RuleError.require("rewards.\(rule.id).points", price.points.count, in: 0...Bounds.amount)
        let balance = pointsBalance(atMs: now)
        guard price.points.count <= balance else {
            return .refused(
                rule.id, .rewardShort, .name(rule.name), .points(price.points.count), .points(balance),
                .points(price.points.count - balance))
        }
        let parts = purse.take(price.points.count, .points, atMs: now, entry: id, intoDebt: false)
        var redemption = Redemption(id: id, reward: reward, atMs: now, price: price, parts: parts)
        if let couponRule { issueCoupon(couponRule, for: &redemption, policy) }
        redemptions.add(redemption, id: id)
        uses.add(of: UseKey.reward(reward), on: policy.zone.day(atMs: now))
        return .done(policy.redeemDerivation(rule.id, rule.name, redemption, balance, purse))
    }

    /// The coupon that a reward is.
    mutating func issueCoupon(
        _ issued: (offer: String, rule: CouponRule), for redemption: inout Redemption, _ policy: Policy
    ) {
        let coupon = Coupon(
            id: "\(redemption.id)-coupon", offer: issued.offer, issuedAtMs: redemption.atMs,
            expiresAtMs: issued.rule.validity.endMs(fromMs: redemption.atMs, policy.zone),
            usesLeft: issued.rule.uses, source: redemption.id)
        coupons.add(coupon, id: coupon.id)
        redemption.give(coupon)
    }

    /// What a reward costs this member here and now, or what keeps it from them, points aside; `nil` where the policy
    /// has none of this name.
    package func price(of reward: String, atMs now: Int64, _ policy: Policy, store: String?) -> RewardOffered? {
        policy.rewards.first { $0.id == reward }.map { offered($0, atMs: now, at: .store(store), policy) }
    }

    /// What a reward costs this member here and now, or the rule that keeps it from them; points aside.
    func offered(
        _ rule: RewardRule, atMs now: Int64, at place: RewardPlace, _ policy: Policy
    ) -> RewardOffered {
        func refuse(_ phrase: Phrase, _ values: Value...) -> RewardOffered {
            .refused(Step(rule: rule.id, phrase: phrase, values: values))
        }
        let tier = tierID(atMs: now, policy)
        guard let price = rule.price(inTier: tier) else {
            let tiers = policy.tiers.tiers.filter { rule.tierPrices[$0.id] != nil }
            return refuse(.rewardNotForTier, .name(rule.name), .name(.enumerated(tiers.map(\.name))))
        }
        guard rule.when.holds(atMs: now, policy, person) else { return refuse(.rewardNotNow, .name(rule.name)) }
        if case .store(let store) = place, !rule.stores.isEmpty, !(store.map(rule.stores.contains) ?? false) {
            return refuse(.rewardNotHere, .name(rule.name), .id(rule.stores.sorted().joined(separator: ", ")))
        }
        let day = policy.zone.day(atMs: now)
        let used = uses[UseKey.reward(rule.id)]
        let birthdays = birthdays(rule.when)
        if let limit = rule.perMember, !used.isWithin(limit, on: day, birthdays) {
            return refuse(
                .rewardLimit, .name(rule.name), .name(limit.period.timesWords), .count(limit.count),
                .count(used.used(in: limit.period, of: day, birthdays)))
        }
        return .for(price)
    }
}

extension Policy {
    fileprivate func couponRule(of reward: RewardRule) throws(RuleError) -> (offer: String, rule: CouponRule)? {
        guard case .coupon(let id) = reward.kind else { return nil }
        guard let rule = offers.first(where: { $0.id == id })?.coupon else { throw .unknown(kind: "coupon", id: id) }
        return (id, rule)
    }

    /// - Parameter name: `nil` where the policy does not know the reward.
    func redeemDerivation(
        _ reward: String, _ name: Bilingual?, _ redemption: Redemption, _ balance: Int64, _ purse: Purse
    ) -> Derivation {
        let price = redemption.price
        var derivation = Derivation()
        derivation.note(
            reward, .rewardRedeemed, name.map { .name($0) } ?? .id(reward), .points(balance),
            .points(price.points.count),
            .points(balance - price.points.count))
        for part in redemption.parts where part.currency == .points && part.lot != Purse.debtLot(.points) {
            guard let end = purse.lot(part.lot)?.expiresAtMs else {
                derivation.note("points", .rewardPointsForever, .points(part.amount))
                continue
            }
            derivation.note("points", .rewardPointsTaken, .points(part.amount), .day(zone.day(atMs: end - 1)))
        }
        if price.money.fen > 0 { derivation.note(reward, .rewardExtra, .fen(price.money.fen)) }
        if redemption.coupon == nil {
            let last = zone.day(atMs: redemption.atMs).adding(days: claims.days)
            derivation.note("claims.days", .claimOpen, .count(Int64(claims.days)), .day(last))
        } else {
            derivation.note(reward, .rewardCoupon)
        }
        return derivation
    }
}
