internal import Vocabulary

extension MemberAccount {
    /// Points, and perhaps a coupon, for something that is no purchase.
    mutating func reward(
        _ action: String, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        let earned = try policy.earned(action: action, self, atMs: entry.atMs)
        let day = policy.zone.day(atMs: entry.atMs)
        for rule in earned.actions { uses.add(of: UseKey.action(rule), on: day) }
        book(earned, entry, policy, on: day)
        outcome.derivation.append(earned.derivation)
        outcome.earned = earned
    }

    /// Money paid in: its gift and points by the rule, and what top-ups earn where the policy says so.
    mutating func topUp(
        _ paid: Money, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        let context = EarningContext(self, policy, atMs: entry.atMs)
        let answer = try topUp(entry: entry.id, paid: paid, atMs: entry.atMs, policy)
        outcome.refusal = answer.refusal
        outcome.derivation.append(answer.derivation)
        var lines = policy.earningLines(topUp: paid)
        // In the first edition top-ups never counted towards tiers.
        if entry.edition == .first { lines = lines.filter { $0.amount > .zero } }
        guard answer.isDone, !lines.isEmpty else { return }
        let earned = policy.earned(lines, context)
        let counted = entry.edition == .first ? .zero : policy.qualifying(lines).spend
        book(earned, entry, policy, on: context.day)
        outcome.earned = earned
        outcome.derivation.append(earned.derivation)
        guard entry.edition != .first else { return }
        topUps.change(entry.id) { $0.note(earned: earned.points, qualifying: counted) }
        guard counted > .zero else { return }
        qualification.change(on: context.day) { $0.spend += counted }
        outcome.derivation.note("tiers.scope", .topUpCounted, .fen(counted))
    }

    mutating func issue(
        _ coupon: String, of offer: String, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        guard let rule = policy.offers.first(where: { $0.id == offer }), rule.coupon != nil else {
            throw .unknown(kind: "coupon offer", id: offer)
        }
        guard coupons[coupon] == nil else { throw .conflict(kind: "coupon", id: coupon) }
        addCoupon(coupon, of: offer, entry, policy)
        outcome.derivation.note(offer, .couponIssued, .name(rule.name))
    }

    /// A spend of a card that no reward explains: points, and stored value in the policy's order. What is not there
    /// becomes debt: it happened, and the hub never drops what a kiosk accepted.
    mutating func spend(
        _ amount: Amount, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        for part in [amount.points.count, amount.money.fen] where !(0...Bounds.amount).contains(part) {
            throw .outOfBounds(what: "spend", amount: part)
        }
        _ = purse.take(amount.points.count, .points, atMs: entry.atMs, entry: entry.id, intoDebt: true)
        _ = payByStoredValue(amount.money, atMs: entry.atMs, entry: entry.id, policy, intoDebt: true)
        outcome.derivation.note("spend", .spent, .points(amount.points.count), .fen(amount.money.fen))
    }

    mutating func adjust(
        _ adjustment: Adjustment, _ entry: MemberEntry, _ outcome: inout Outcome
    ) throws(RuleError) {
        guard adjustment.amount != 0, (-Bounds.amount...Bounds.amount).contains(adjustment.amount) else {
            throw .outOfBounds(what: "adjustment", amount: adjustment.amount)
        }
        if adjustment.amount > 0 {
            purse.grant(
                PurseLot(
                    id: entry.id, currency: adjustment.currency, source: entry.id, granted: adjustment.amount,
                    gainedAtMs: entry.atMs, expiresAtMs: adjustment.expiresAtMs))
        } else {
            _ = purse.take(
                -adjustment.amount, adjustment.currency, atMs: entry.atMs, entry: entry.id, intoDebt: true)
        }
        outcome.derivation.note("adjustment", .adjusted, .count(adjustment.amount), .id(adjustment.reason))
    }

    /// Runs the nightly job, and ends claims that nobody fetched in time.
    mutating func night(
        _ day: Day, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        let due = claimsDue(atMs: entry.atMs, policy)
        // Points that come back now were not there at midnight, when tiers were looked at.
        if !due.isEmpty { outcome.derivation.append(passTierTime(toMs: entry.atMs, policy)) }
        for redemption in due {
            let answer = try claim(redemption, .unclaimed, entry: entry.id, atMs: entry.atMs, policy)
            outcome.derivation.append(answer.derivation)
        }
        var redeemed = 0
        outcome.derivation.append(
            Night.run(day, &self, policy, entry: entry.id) { account, reward, atMs in
                // A refusal leaves the account as it is; a reward that the policy does not have was found by its check.
                redeemed += 1
                _ = try? account.redeem(
                    entry: "\(DerivedID.part(.redemption(redeemed), of: entry.id))", reward: reward, atMs: atMs, policy,
                    at: .anywhere)
            })
        outcome.derivation.append(passTierTime(toMs: entry.atMs, policy))
        outcome.derivation.append(expirePackages(atMs: entry.atMs, policy))
    }
}

extension Phrase {
    static let couponIssued = Phrase("coupon.issued", zh: "获得优惠券“{0}”", en: "a coupon for {0} was issued")
    static let spent = Phrase("spend", zh: "使用 {0} 和储值 {1}", en: "{0} and {1} of stored value were used")
    static let mergedAway = Phrase("merge.away", zh: "账户并入 {0}", en: "the account was merged into {0}")
    static let adjusted = Phrase("adjustment", zh: "人工调整 {0}：{1}", en: "set right by hand by {0}: {1}")

    static let ofSteps: [Phrase] = [
        couponIssued, spent, mergedAway, mergedHere, mergedMoney, mergedSessions, mergedClaims, adjusted,
    ]
}
