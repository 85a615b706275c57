internal import Vocabulary

/// What the check compares two offers by, computed once for all pairs.
struct OfferReach {
    /// Items of the price list in scope.
    var scope: Set<String>
    /// Items that the threshold counts.
    var counted: Set<String>
    /// Its place in the order of all: the rank of its layer, then its priority.
    var layer: Int
}

extension PolicyCheck {
    var reaches: [OfferReach] {
        policy.offers.map { offer in
            let scope = items(in: offer.scope)
            return OfferReach(
                scope: scope, counted: offer.threshold?.scope.map(items) ?? scope,
                layer: policy.stacking.rank(of: offer.layer))
        }
    }

    /// Reports an offer that can never win: another offer of its group has no stricter terms and gives more, or gives
    /// as much and comes first.
    ///
    /// It is an error only if no combination can change that: no other offer may change the price between the two, and
    /// no threshold on what is left may favour the smaller discount. Points are ignored; they pay in steps. Otherwise
    /// it is a warning.
    mutating func dominance(of loser: Int, _ reaches: [OfferReach]) {
        let offers = policy.offers
        guard let group = offers[loser].group else { return }
        let better = offers.indices.filter {
            $0 != loser && offers[$0].group == group && covers($0, loser, reaches)
        }
        let sure = better.first { winner in
            (isStrictlyMore(winner, loser) || precedes(winner, loser, reaches)) && isSettled(winner, loser, reaches)
        }
        if let sure {
            error("offers.\(offers[loser].id)", .checkNeverWins, .id(offers[sure].id))
        } else if let winner = better.first(where: { !precedes(loser, $0, reaches) || !covers(loser, $0, reaches) }) {
            warning("offers.\(offers[loser].id)", .checkHardlyWins, .id(offers[winner].id))
        }
    }

    /// Whether the winner applies whenever the loser does, and then gives at least as much on every line.
    private func covers(_ winner: Int, _ loser: Int, _ reaches: [OfferReach]) -> Bool {
        let (mine, its) = (policy.offers[winner], policy.offers[loser])
        guard mine.base == its.base, mine.coupon == nil, mine.excludes.isSubset(of: its.excludes),
            mine.conditions.isNoStricter(than: its.conditions), !isExcludedMore(mine, than: its),
            reaches[winner].scope.isSuperset(of: reaches[loser].scope)
        else { return false }
        let isSame = reaches[winner].scope == reaches[loser].scope
        let countsMore = reaches[winner].counted.isSuperset(of: reaches[loser].counted)
        return mine.isNoStricter(its.threshold, countsMore: countsMore)
            && mine.isAtLeast(its, isSameScope: isSame, countsMore: countsMore)
    }

    /// Whether an offer outside the group is combined with the second and never with the first.
    private func isExcludedMore(_ mine: Offer, than its: Offer) -> Bool {
        policy.offers.contains { other in
            other.id != its.id && other.id != mine.id && other.isExclusive(with: mine) && !other.isExclusive(with: its)
        }
    }

    /// Whether the winner gives more wherever the loser gives anything, apart from rounding.
    private func isStrictlyMore(_ winner: Int, _ loser: Int) -> Bool {
        switch (policy.offers[winner].effect, policy.offers[loser].effect) {
        case (.percentOff(let mine, let cap), .percentOff(let its, let itsCap)):
            mine > its && (cap ?? .max > itsCap ?? .max || cap == nil)
        case (.percentOff(let mine, nil), .cheapestOff(let its, _)),
            (.percentOff(let mine, nil), .buyGet(_, _, let its, _)):
            mine > its
        case (.gift(let mine), .gift(let its)): (mine.value, mine.points) > (its.value, its.points)
        default: false
        }
    }

    /// Whether the winner is taken if both give the same.
    private func precedes(_ winner: Int, _ loser: Int, _ reaches: [OfferReach]) -> Bool {
        let (mine, its) = (policy.offers[winner], policy.offers[loser])
        let (place, other) = ((reaches[winner].layer, mine.priority), (reaches[loser].layer, its.priority))
        guard place == other else { return place < other }
        guard reaches[winner].scope == reaches[loser].scope else { return false }
        let (turn, itsTurn) = (OfferTurn(mine), OfferTurn(its))
        return turn == itsTurn ? (mine.id, winner) < (its.id, loser) : turn < itsTurn
    }

    /// Whether no offer that can be combined with the loser could make it better than the winner.
    private func isSettled(_ winner: Int, _ loser: Int, _ reaches: [OfferReach]) -> Bool {
        let (mine, its) = (policy.offers[winner], policy.offers[loser])
        guard !mine.hasRunningThreshold, !its.hasRunningThreshold else { return false }
        let (one, other) = ((reaches[winner].layer, mine.priority), (reaches[loser].layer, its.priority))
        let (first, last) = one < other ? (one, other) : (other, one)
        return policy.offers.indices.allSatisfy { index in
            let third = policy.offers[index]
            if index == winner || index == loser || third.isExclusive(with: its) { return true }
            if third.hasRunningThreshold { return false }
            let place = (reaches[index].layer, third.priority)
            return !third.takesOff || !mine.takesOff || place < first || place > last
        }
    }
}

extension Offer {
    /// Whether it has a threshold on what is left, so that what comes before it decides whether it applies.
    var hasRunningThreshold: Bool {
        guard let threshold, threshold.base == .running else { return false }
        if case .amountOffEvery = effect { return true }
        return threshold.fen > 0
    }

    var takesOff: Bool { if case .gift = effect { false } else { true } }

    fileprivate func isNoStricter(_ other: OfferThreshold?, countsMore: Bool) -> Bool {
        guard let threshold, threshold.fen > 0 || threshold.quantity > 0 else { return true }
        guard let other, threshold.base == other.base, countsMore else { return false }
        return threshold.fen <= other.fen && threshold.quantity <= other.quantity
    }

    /// Whether its effect is at least that of another whose scope lies within its own.
    ///
    /// What is shared out over a wider scope takes less off each line, so that only percentages without a cap and fixed
    /// prices are sure to do as much there.
    fileprivate func isAtLeast(_ other: Offer, isSameScope: Bool, countsMore: Bool) -> Bool {
        switch (effect, other.effect) {
        case (.percentOff(let mine, let cap), .percentOff(let its, let itsCap)):
            mine >= its && Self.bound(cap, isAtLeast: itsCap) && (isSameScope || cap == nil)
        case (.percentOff(let mine, nil), .cheapestOff(let its, _)),
            (.percentOff(let mine, nil), .buyGet(_, _, let its, _)):
            mine >= its
        case (.cheapestOff(let mine, let cap), .cheapestOff(let its, let itsCap)):
            isSameScope && mine >= its && Self.bound(cap, isAtLeast: itsCap)
        case (.amountOff(let mine), .amountOff(let its)): isSameScope && mine >= its
        case (.amountOffEvery(let every, let off, let times), .amountOffEvery(let itsEvery, let itsOff, let itsTimes)):
            isSameScope && countsMore && threshold?.base ?? .list == other.threshold?.base ?? .list
                && every <= itsEvery && off >= itsOff && Self.bound(times, isAtLeast: itsTimes)
        case (.amountOffEvery(let every, let off, let times), .amountOff(let its)):
            isSameScope && countsMore && !hasRunningThreshold && !other.hasRunningThreshold && off >= its
                && times ?? 1 > 0 && other.threshold?.fen ?? 0 >= every
        case (.fixedPrice(let mine), .fixedPrice(let its)): mine <= its
        case (
            .buyGet(let buy, let free, let off, let times), .buyGet(let itsBuy, let itsFree, let itsOff, let itsTimes)
        ):
            isSameScope && buy == itsBuy && free == itsFree && off >= itsOff
                && Self.bound(times, isAtLeast: itsTimes)
        case (.gift(let mine), .gift(let its)): (mine.value, mine.points) >= (its.value, its.points)
        default: false
        }
    }

    /// Whether one bound is at least as wide as another; `nil` is no bound.
    private static func bound(_ mine: Int64?, isAtLeast its: Int64?) -> Bool {
        guard let mine else { return true }
        return its.map { mine >= $0 } ?? false
    }
}

extension Conditions {
    fileprivate func isNoStricter(than other: Conditions) -> Bool {
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
