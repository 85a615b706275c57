internal import Vocabulary

extension PolicyCheck {
    /// Reports two offers whose order changes what is paid, if neither the policy nor their scopes decide it. Only
    /// their contents decide then (`OfferTurn`), which the salon did not choose.
    mutating func ties(_ reaches: [OfferReach]) {
        let offers = policy.offers
        let aheadLimit = min(policy.stacking.aheadLimit, OfferSearch.mostAhead)
        let isAhead = offers.count { $0.hasRunningThreshold } <= aheadLimit
        for (index, first) in offers.enumerated() {
            for (other, second) in offers.enumerated().dropFirst(index + 1) {
                // A narrower scope goes first by rule: that is decided.
                guard first.layer == second.layer, first.priority == second.priority,
                    reaches[index].scope.count == reaches[other].scope.count,
                    !reaches[index].scope.isDisjoint(with: reaches[other].scope), !first.isExclusive(with: second),
                    Offer.orderMatters(first, second, reaches[index], reaches[other], isAhead: isAhead),
                    first.conditions.overlaps(second.conditions),
                    overlap(first.conditions.when, second.conditions.when)
                else { continue }
                error("offers.\(second.id).priority", .checkTies, .id(first.id))
            }
        }
    }
}

extension Conditions {
    /// Whether both may hold for one member at one store.
    fileprivate func overlaps(_ other: Conditions) -> Bool {
        if firstPurchase && other.awayDays != nil || other.firstPurchase && awayDays != nil { return false }
        if let mine = age, let its = other.age, !mine.overlaps(its) { return false }
        return Occasion.meet(tiers, other.tiers) && Occasion.meet(stores, other.stores)
            && Occasion.meet(sexes, other.sexes) && Occasion.meet(occupations, other.occupations)
    }
}

extension Offer {
    /// How an effect lowers what is left of a line; the order of two effects of one kind often does not matter.
    private enum Cut {
        /// A factor of what is left.
        case factor
        /// A share of the list price: an amount, as long as so much is left.
        case shareOfList
        /// An amount off the lines in scope together.
        case amount
        case price
        /// A factor up to a bound.
        case capped
        case nothing
    }

    private var cut: Cut {
        switch effect {
        case .percentOff(_, let cap), .cheapestOff(_, let cap):
            base == .list ? .shareOfList : cap == nil ? .factor : .capped
        case .buyGet: base == .list ? .shareOfList : .factor
        case .amountOff, .amountOffEvery: .amount
        case .fixedPrice: .price
        case .gift: .nothing
        }
    }

    /// Whether the order of two offers on the same lines can change the result by more than the rounding of a fen.
    ///
    /// - Parameter isAhead: whether every offer with a threshold on what is left is tried ahead of its layer too. The
    ///   order then matters only if coming second can be better.
    fileprivate static func orderMatters(
        _ first: Offer, _ second: Offer, _ its: OfferReach, _ others: OfferReach, isAhead: Bool
    ) -> Bool {
        switch (first.hasRunningThreshold, second.hasRunningThreshold) {
        case (true, true): if isAhead || !first.takesOff && !second.takesOff { return false } else { return true }
        case (true, false):
            if !isAhead { return second.takesOff } else if first.isBestAhead(of: second) { return false }
        case (false, true): if !isAhead { return first.takesOff } else if second.isBestAhead(of: first) { return false }
        case (false, false): break
        }
        let isSame = its.scope == others.scope
        if isSame, first.effect == second.effect, first.base == second.base { return false }
        switch (first.cut, second.cut) {
        case (.nothing, _), (_, .nothing): return false
        // Factors commute, and so does the lower of two prices.
        case (.factor, .factor), (.price, .price): return false
        // Amounts that the list prices fix commute until a line has nothing left, which hardly any bill comes to.
        case (.shareOfList, .shareOfList), (.amount, .shareOfList), (.shareOfList, .amount): return false
        case (.amount, .amount): return !isSame && !findsRoom(first, second, its, others)
        case (.capped, .amount), (.capped, .shareOfList): return isSame && !first.isSteady(besides: second, its)
        case (.amount, .capped), (.shareOfList, .capped): return isSame && !second.isSteady(besides: first, others)
        case (.capped, .capped):
            return isSame && !(first.isSteady(besides: second, its) && second.isSteady(besides: first, others))
        default: return true
        }
    }

    /// Whether coming first is never worse than coming second, if its threshold is ignored.
    private func isBestAhead(of other: Offer) -> Bool {
        switch (cut, other.cut) {
        case (.nothing, _), (_, .nothing), (.price, _): true
        case (.factor, .factor), (.factor, .amount), (.factor, .shareOfList), (.factor, .capped): true
        case (.capped, .amount), (.capped, .shareOfList), (.capped, .capped): true
        default: false
        }
    }

    /// Whether the thresholds guarantee that two amounts off partly different lines both fit, in either order (E19).
    private static func findsRoom(_ first: Offer, _ second: Offer, _ its: OfferReach, _ others: OfferReach) -> Bool {
        guard case .amountOff(let one) = first.effect, case .amountOff(let other) = second.effect else { return false }
        let (sum, isTooMuch) = one.addingReportingOverflow(other)
        return !isTooMuch && first.leastCounted(its) >= sum && second.leastCounted(others) >= sum
    }

    /// Whether a percentage always reaches its cap, even after the other offer; it then acts as an amount.
    private func isSteady(besides other: Offer, _ reach: OfferReach) -> Bool {
        guard case .percentOff(let rate, let cap?) = effect else { return false }
        let least = max(leastCounted(reach), other.leastCounted(reach))
        let rest: Int128 =
            switch other.effect {
            case .amountOff(let fen): Int128(least) - Int128(fen)
            case .amountOffEvery(let every, let off, _):
                Int128(least) * (Int128(every) - Int128(off)) / Int128(max(1, every))
            case .percentOff(_, let cap?): Int128(least) - Int128(cap)
            // At most that share of all lines, be it of some units only.
            case .percentOff(let rate, nil), .buyGet(_, _, let rate, _), .cheapestOff(let rate, _):
                Int128(least) * (10_000 - Int128(rate)) / 10_000
            case .fixedPrice, .gift: 0
            }
        return rest * Int128(rate) >= Int128(cap) * 10_000
    }

    /// The least sum of list prices, in fen, that its lines have whenever it applies.
    private func leastCounted(_ reach: OfferReach) -> Int64 {
        let threshold = self.threshold ?? OfferThreshold()
        guard threshold.scope == nil || reach.counted.isSubset(of: reach.scope) else { return 0 }
        guard case .amountOffEvery(let every, _, _) = effect else { return threshold.fen }
        return max(threshold.fen, every)
    }
}
