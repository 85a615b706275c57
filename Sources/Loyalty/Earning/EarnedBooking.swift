internal import Vocabulary

extension MemberAccount {
    /// Books what was earned: one lot for each rule, coupons, and the counters of caps and tiers.
    mutating func book(_ earned: Earned, _ entry: MemberEntry, _ policy: Policy, on day: Day) {
        for part in earned.parts where part.points > .zero {
            grant(part.points, id: "\(DerivedID.part(.rule(part.rule), of: entry.id))", entry, policy)
        }
        for (index, offer) in earned.coupons.enumerated() {
            addCoupon("\(DerivedID.part(.coupon(index), of: entry.id))", of: offer, entry, policy)
        }
        countEarned(earned, on: day, policy)
        if earned.points > .zero { qualification.change(on: day) { $0.pointsEarned += earned.points } }
    }

    /// Grants points that live, and are pending first, for as long as the policy says.
    mutating func grant(_ points: Points, id: String, _ entry: MemberEntry, _ policy: Policy) {
        let rules = policy.points
        let active =
            rules.pendingDays == 0
            ? entry.atMs
            : policy.zone.startMs(of: policy.zone.day(atMs: entry.atMs).adding(days: rules.pendingDays))
        purse.grant(
            PurseLot(
                id: id, currency: .points, source: entry.id, granted: points.count, gainedAtMs: entry.atMs,
                activeFromMs: active, expiresAtMs: rules.validity.endMs(fromMs: entry.atMs, policy.zone)))
    }

    mutating func addCoupon(_ id: String, of offer: String, _ entry: MemberEntry, _ policy: Policy) {
        guard let rule = policy.offers.first(where: { $0.id == offer })?.coupon else { return }
        let coupon = Coupon(
            id: id, offer: offer, issuedAtMs: entry.atMs,
            expiresAtMs: rule.validity.endMs(fromMs: entry.atMs, policy.zone), usesLeft: rule.uses, source: entry.id)
        coupons.add(coupon, id: id)
    }
}
