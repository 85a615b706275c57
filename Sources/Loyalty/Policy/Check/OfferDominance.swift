extension PolicyCheck {
    /// An offer that can never win: another of its group asks for no more and gives at least as much.
    mutating func dominance(of offer: Offer, at index: Int) {
        guard let group = offer.group else { return }
        let better = policy.offers.enumerated().first { other, its in
            guard other != index, its.group == group, its.dominates(offer) else { return false }
            // Of two that are the same the first stays.
            return other < index || !offer.dominates(its)
        }
        guard let better else { return }
        error(
            "offers.\(offer.id)",
            "can never win: \(better.element.id) of its group asks for no more and gives at least as much")
    }

    /// Two offers of which chance, or the alphabet, would decide which goes first.
    mutating func ties() {
        let offers = policy.offers
        let scopes = offers.map { items(in: $0.scope) }
        for (index, first) in offers.enumerated() {
            for (other, second) in offers.enumerated().dropFirst(index + 1) {
                // A narrower scope goes first by rule: that is decided.
                guard first.layer == second.layer, first.priority == second.priority,
                    scopes[index].count == scopes[other].count, !scopes[index].isDisjoint(with: scopes[other]),
                    first.canMeet(second), Offer.orderMatters(first, second)
                else { continue }
                error(
                    "offers.\(second.id).priority",
                    "ties with \(first.id): both can apply to the same lines, and which goes first changes what is paid"
                )
            }
        }
    }
}

extension Offer {
    /// Whether it may be had whenever the other may, and then is worth at least as much, by itself.
    fileprivate func dominates(_ other: Offer) -> Bool {
        layer == other.layer && base == other.base && coupon == nil && excludes.isSubset(of: other.excludes)
            && scope == other.scope && conditions.asksNoMore(than: other.conditions)
            && asksNoMore(other.threshold) && effect.isAtLeast(other.effect)
    }

    private func asksNoMore(_ other: OfferThreshold?) -> Bool {
        guard let threshold else { return true }
        guard let other, threshold.base == other.base, threshold.scope == other.scope else { return false }
        return threshold.fen <= other.fen && threshold.quantity <= other.quantity
    }

    fileprivate func canMeet(_ other: Offer) -> Bool {
        if let group, group == other.group { return false }
        if isExcluded(by: other) || other.isExcluded(by: self) { return false }
        let (mine, its) = (conditions, other.conditions)
        if mine.firstPurchase && its.awayDays != nil || its.firstPurchase && mine.awayDays != nil { return false }
        if let mine = mine.age, let its = its.age, !mine.overlaps(its) { return false }
        return mine.when.canMeet(its.when) && Occasion.meet(mine.tiers, its.tiers)
            && Occasion.meet(mine.stores, its.stores) && Occasion.meet(mine.sexes, its.sexes)
            && Occasion.meet(mine.occupations, its.occupations)
    }

    private func isExcluded(by other: Offer) -> Bool {
        other.excludes.contains(id) || group.map(other.excludes.contains) ?? false
    }

    /// Whether applying two offers to the same lines comes to something else the other way round.
    fileprivate static func orderMatters(_ first: Offer, _ second: Offer) -> Bool {
        if first.watchesRest && second.takesOff || second.watchesRest && first.takesOff { return true }
        guard first.takesOff, second.takesOff else { return false }
        switch (first.effect, second.effect) {
        // Factors commute, sums commute; a factor and a sum do not. A bound makes a sum of a factor.
        case (.percentOff(_, nil), .percentOff(_, nil)): return first.base != second.base || first.scope != second.scope
        case (.amountOff, .amountOff), (.amountOff, .amountOffEvery), (.amountOffEvery, .amountOff): return false
        default: return !(first.base == .list && second.base == .list && first.isShare && second.isShare)
        }
    }

    private var watchesRest: Bool { threshold?.base == .running }

    private var takesOff: Bool { if case .gift = effect { false } else { true } }

    private var isShare: Bool {
        switch effect {
        case .percentOff, .cheapestOff: true
        case .amountOff, .amountOffEvery, .fixedPrice, .buyGet, .gift: false
        }
    }
}

extension Offer.Effect {
    fileprivate func isAtLeast(_ other: Offer.Effect) -> Bool {
        switch (self, other) {
        case (.percentOff(let mine, let cap), .percentOff(let its, let itsCap)),
            (.cheapestOff(let mine, let cap), .cheapestOff(let its, let itsCap)):
            mine >= its && Self.bound(cap, isAtLeast: itsCap)
        case (.amountOff(let mine), .amountOff(let its)): mine >= its
        case (.amountOffEvery(let every, let off, let times), .amountOffEvery(let itsEvery, let itsOff, let itsTimes)):
            every <= itsEvery && off >= itsOff && Self.bound(times, isAtLeast: itsTimes)
        case (.fixedPrice(let mine), .fixedPrice(let its)): mine <= its
        case (
            .buyGet(let buy, let free, let off, let times), .buyGet(let itsBuy, let itsFree, let itsOff, let itsTimes)
        ):
            buy == itsBuy && free == itsFree && off >= itsOff && Self.bound(times, isAtLeast: itsTimes)
        case (.gift(let mine), .gift(let its)): mine.kind == its.kind && mine.value >= its.value
        default: false
        }
    }

    /// Of bounds where none is the widest.
    private static func bound(_ mine: Int64?, isAtLeast its: Int64?) -> Bool {
        guard let mine else { return true }
        return its.map { mine >= $0 } ?? false
    }
}

extension Conditions {
    fileprivate func asksNoMore(than other: Conditions) -> Bool {
        when.isAtLeastAsOften(as: other.when) && Occasion.covers(stores, other.stores)
            && Occasion.covers(tiers, other.tiers) && Occasion.covers(segments, other.segments)
            && (!firstPurchase || other.firstPurchase) && Occasion.covers(sexes, other.sexes)
            && Occasion.covers(occupations, other.occupations)
            && (age.map { mine in
                other.age.map { mine.lowerBound <= $0.lowerBound && mine.upperBound >= $0.upperBound } ?? false
            }
                ?? true)
            && perMember == nil && total == nil
            && (awayDays.map { mine in other.awayDays.map { mine <= $0 } ?? false } ?? true)
    }
}
