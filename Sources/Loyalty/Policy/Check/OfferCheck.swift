extension PolicyCheck {
    mutating func offers() {
        let offers = policy.offers
        distinct("offers", offers.map(\.id))
        if Set(policy.stacking.order) != Set(Offer.Layer.allCases) || policy.stacking.order.count != 4 {
            error("stacking.order", "must name every layer once")
        }
        let groups = Set(offers.compactMap(\.group))
        for offer in offers where groups.contains(offer.id) {
            error("offers.\(offer.id)", "has the name of a group; excludes could not tell them apart")
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
            error("\(path).awayDays", "nobody has stayed away before the first purchase")
        }
        if conditions.firstPurchase, let first = policy.tiers.tiers.first, !conditions.tiers.isEmpty,
            !conditions.tiers.contains(first.id)
        {
            warning("\(path).tiers", "a first purchase comes with the tier \(first.id), unless staff set another")
        }
        if conditions.perMember?.count == 0 { error("\(path).perMember", "nobody may have it") }
        if conditions.total == 0 { error("\(path).total", "nobody may have it") }
        let uses: [(FairnessRules.Attribute, String, Bool)] = [
            (.age, "age", conditions.age != nil), (.sex, "sexes", !conditions.sexes.isEmpty),
            (.occupation, "occupations", !conditions.occupations.isEmpty),
        ]
        for (attribute, key, isUsed) in uses where isUsed && policy.fairness.reasons[attribute] == nil {
            error("\(path).\(key)", "is protected, and fairness.\(attribute.rawValue) gives no reason")
        }
    }

    private mutating func effect(of offer: Offer) {
        let path = "offers.\(offer.id)"
        someItem(offer.scope, "\(path).scope")
        if let scope = offer.threshold?.scope { someItem(scope, "\(path).threshold.scope") }
        if let threshold = offer.threshold {
            if threshold.fen > Bounds.amount { error("\(path).threshold.from", "no bill comes so far") }
            if threshold.quantity > Bounds.quantity { error("\(path).threshold.quantity", "no bill has so many units") }
        }
        switch offer.effect {
        case .percentOff(let share, let cap), .cheapestOff(let share, let cap):
            if share <= 0 { error("\(path).effect.percent", "0% takes nothing off") }
            if cap == 0 { error("\(path).effect.cap", "takes nothing off") }
        case .amountOff(let off): if off <= 0 { error("\(path).effect.amount", "takes nothing off") }
        case .amountOffEvery(let every, let off, let times):
            if off <= 0 || times == 0 { error("\(path).effect.amount", "takes nothing off") }
            if every <= 0 { error("\(path).effect.every", "is zero, and amounts would be divided by it") }
            if off > every {
                warning("\(path).effect.amount", "takes off more than every full \(MoneyWords.text(every)) is")
            }
        case .fixedPrice(let price):
            let dearest = policy.items.values.lazy.filter(offer.scope.contains).map(\.price).max()
            if let dearest, price >= dearest {
                error("\(path).effect.price", "no item in scope costs more than that, so nothing becomes cheaper")
            }
        case .buyGet(let buy, let free, let share, let times):
            if share <= 0 || free <= 0 || times == 0 { error("\(path).effect", "takes nothing off") }
            if max(buy, free) > Bounds.quantity { error("\(path).effect.buy", "no line has so many units") }
        case .gift(let gift):
            if case .coupon(offer.id) = gift.kind {
                warning("\(path).effect.gift", "gives a coupon for itself, again and again")
            }
            if case .points(let points) = gift.kind, points <= 0 { error("\(path).effect.gift", "gives nothing") }
        }
    }

    private mutating func exclusions(of offer: Offer) {
        let path = "offers.\(offer.id).excludes"
        if offer.excludes.contains(offer.id) { error(path, "it excludes itself") }
        if let group = offer.group, offer.excludes.contains(group) {
            warning(path, "of its own group \(group) at most one is applied anyway")
        }
    }

    private mutating func coupon(of offer: Offer) {
        let path = "offers.\(offer.id)"
        guard let rule = offer.coupon else {
            if offer.layer == .coupon { warning("\(path).layer", "is coupon, but it asks for none") }
            return
        }
        if rule.uses <= 0 { error("\(path).coupon.uses", "nobody can use it") }
        guard rule.isPersonal, !issued.contains(offer.id) else { return }
        warning("\(path).coupon", "no rule gives it to anybody; only staff can")
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
            if !isUsed { warning("fairness.\(attribute.rawValue)", "gives a reason, but no offer looks at it") }
        }
    }
}

/// Fen as people read them.
enum MoneyWords {
    static func text(_ fen: Int64) -> String {
        let rest = fen % 100
        return "¥\(fen / 100)" + (rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }
}
