package import Vocabulary

extension Policy {
    /// What an action that is no purchase earns, such as feedback, a birthday or a referral. An action that a limit or
    /// a cap stops earns nothing; an action that no rule names is an error.
    ///
    /// If a cap rejects, it rejects everything (B16): no points, no coupon, and no use of the rule's limit, so that the
    /// member can have it when the cap leaves room again.
    ///
    /// - Throws: `unknown` where no rule names the action.
    package func earned(action: String, _ account: MemberAccount, atMs now: Int64) throws(RuleError) -> Earned {
        let day = zone.day(atMs: now)
        var earned = Earned()
        var isKnown = false
        var counted: [ActionRule] = []
        for rule in earning.actions where rule.action == action {
            isKnown = true
            let uses = account.uses[UseKey.action(rule.id)]
            guard uses.isWithin(rule.limit, on: day, account.birthdays()) else {
                earned.derivation.noteNearly(
                    rule.id, .actionLimit, .name(rule.name), .count(rule.limit?.count ?? 0),
                    .name((rule.limit?.period ?? .ever).name))
                continue
            }
            counted.append(rule)
            if rule.points > 0 {
                earned.grant(rule.points, by: rule.id)
                earned.derivation.note(rule.id, .earnAction, .name(rule.name), .points(rule.points))
            }
            if let coupon = rule.coupon {
                earned.coupons.append(coupon)
                let name = offers.first { $0.id == coupon }?.name
                earned.derivation.note(
                    rule.id, .earnActionCoupon, .name(rule.name), name.map { .name($0) } ?? .id(coupon))
            }
        }
        guard isKnown else { throw .unknown(kind: "action", id: action) }
        let left = earning.caps.map {
            max(0, $0.limit.count - account.earned.used(in: $0.limit.period, of: day))
        }
        if applyCaps(left, to: &earned) {
            earned.coupons = []
            earned.derivation.steps.removeAll { $0.phrase == .earnActionCoupon }
        }
        earned.actions = counted.map(\.id).filter { id in
            earned.parts.contains { $0.rule == id && $0.points > .zero }
                || counted.contains { $0.id == id && $0.coupon.map(earned.coupons.contains) ?? false }
        }
        return earned
    }
}

extension MemberAccount {
    /// Adds what a bill earned to the counts that visit rules and caps compare: points, and uses of visit rules.
    ///
    /// - Parameter before: what was counted for the bill so far, if a refund has reduced it.
    package mutating func countEarned(
        _ earned: Earned, instead before: Earned? = nil, on day: Day, _ policy: Policy
    ) {
        let points = earned.points - (before?.points ?? .zero)
        if points != .zero { self.earned.add(points.count, on: day) }
        for rule in policy.earning.visits {
            let isNow = earned.parts.contains { $0.rule == rule.id }
            let was = before?.parts.contains { $0.rule == rule.id } ?? false
            if isNow != was { uses.add(isNow ? 1 : -1, of: UseKey.visit(rule.id), on: day) }
        }
    }
}
