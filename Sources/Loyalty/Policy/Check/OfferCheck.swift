internal import Vocabulary

extension PolicyCheck {
    mutating func offers() {
        let offers = policy.offers
        distinct("offers", offers.map(\.id))
        if Set(policy.stacking.order) != Set(Offer.Layer.allCases) || policy.stacking.order.count != 4 {
            error("stacking.order", .checkLayers)
        }
        let groups = Set(offers.compactMap(\.group))
        for offer in offers where groups.contains(offer.id) {
            error("offers.\(offer.id)", .checkGroupName)
        }
        let reaches = reaches
        for (index, offer) in offers.enumerated() {
            conditions(of: offer)
            effect(of: offer)
            exclusions(of: offer)
            coupon(of: offer)
            dominance(of: index, reaches)
        }
        ties(reaches)
        reasonsWithoutUse()
    }

    private mutating func conditions(of offer: Offer) {
        let (path, conditions) = ("offers.\(offer.id).conditions", offer.conditions)
        occasion(conditions.when, "\(path).when")
        split(conditions.perMember, conditions.when, "\(path).perMember")
        if conditions.firstPurchase, conditions.awayDays != nil {
            error("\(path).awayDays", .checkNeverAway)
        }
        if conditions.firstPurchase, let first = policy.tiers.tiers.first, !conditions.tiers.isEmpty,
            !conditions.tiers.contains(first.id)
        {
            warning("\(path).tiers", .checkFirstTier, .id(first.id))
        }
        if conditions.perMember?.count == 0 { error("\(path).perMember", .checkNobody) }
        if conditions.total == 0 { error("\(path).total", .checkNobody) }
        let uses: [(FairnessRules.Attribute, String, Bool)] = [
            (.age, "age", conditions.age != nil), (.sex, "sexes", !conditions.sexes.isEmpty),
            (.occupation, "occupations", !conditions.occupations.isEmpty),
        ]
        for (attribute, key, isUsed) in uses where isUsed && policy.fairness.reasons[attribute] == nil {
            error("\(path).\(key)", .checkProtected, .id("fairness.\(attribute.rawValue)"))
        }
    }

    private mutating func effect(of offer: Offer) {
        let path = "offers.\(offer.id)"
        someItem(offer.scope, "\(path).scope")
        if let scope = offer.threshold?.scope { someItem(scope, "\(path).threshold.scope") }
        if let threshold = offer.threshold {
            if threshold.fen > Bounds.amount { error("\(path).threshold.from", .checkNoBillSoFar) }
            if threshold.quantity > Bounds.quantity { error("\(path).threshold.quantity", .checkNoBillSoMany) }
        }
        switch offer.effect {
        case .percentOff(let share, let cap), .cheapestOff(let share, let cap):
            if share <= 0 { error("\(path).effect.percent", .checkZeroPercent) }
            if cap == 0 { error("\(path).effect.cap", .checkNothingOff) }
        case .amountOff(let off): if off <= 0 { error("\(path).effect.amount", .checkNothingOff) }
        case .amountOffEvery(let every, let off, let times):
            if off <= 0 || times == 0 { error("\(path).effect.amount", .checkNothingOff) }
            if every <= 0 { error("\(path).effect.every", .checkEveryZero) }
            if off > every {
                warning("\(path).effect.amount", .checkMoreThanEvery, .fen(every))
            }
        case .fixedPrice(let price):
            let dearest = policy.items.values.lazy.filter(offer.scope.contains).map(\.price).max()
            if let dearest, price >= dearest.fen {
                error("\(path).effect.price", .checkNotCheaper)
            }
        case .buyGet(let buy, let free, let share, let times):
            if share <= 0 || free <= 0 || times == 0 { error("\(path).effect", .checkNothingOff) }
            if max(buy, free) > Bounds.quantity { error("\(path).effect.buy", .checkNoLineSoMany) }
        case .gift(let gift):
            if case .coupon(offer.id) = gift.kind {
                warning("\(path).effect.gift", .checkCouponForItself)
            }
            if case .points(let points) = gift.kind, points <= 0 { error("\(path).effect.gift", .checkGivesNothing) }
        }
    }

    private mutating func exclusions(of offer: Offer) {
        let path = "offers.\(offer.id).excludes"
        if offer.excludes.contains(offer.id) { error(path, .checkExcludesItself) }
        if let group = offer.group, offer.excludes.contains(group) {
            warning(path, .checkOwnGroup, .id(group))
        }
    }

    private mutating func coupon(of offer: Offer) {
        let path = "offers.\(offer.id)"
        guard let rule = offer.coupon else {
            if offer.layer == .coupon { warning("\(path).layer", .checkCouponLayer) }
            return
        }
        if rule.uses <= 0 { error("\(path).coupon.uses", .checkNobodyUses) }
        guard rule.isPersonal, !issued.contains(offer.id) else { return }
        warning("\(path).coupon", .checkNobodyGives)
    }

    /// Coupons that some rule hands out.
    private var issued: Set<String> {
        var ids = Set(policy.earning.actions.compactMap(\.coupon) + policy.earning.bonuses.compactMap(\.coupon))
        for offer in policy.offers {
            if case .gift(let gift) = offer.effect, case .coupon(let id) = gift.kind { ids.insert(id) }
        }
        for reward in policy.rewards {
            if case .coupon(let id) = reward.kind { ids.insert(id) }
        }
        return ids
    }

    private mutating func reasonsWithoutUse() {
        let conditions = policy.offers.map(\.conditions)
        for attribute in policy.fairness.reasons.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            let isUsed =
                switch attribute {
                case .age: conditions.contains { $0.age != nil }
                case .sex: conditions.contains { !$0.sexes.isEmpty }
                case .occupation: conditions.contains { !$0.occupations.isEmpty }
                }
            if !isUsed { warning("fairness.\(attribute.rawValue)", .checkReasonUnused) }
        }
    }
}
