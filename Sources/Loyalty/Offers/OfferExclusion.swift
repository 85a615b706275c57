extension Offer {
    /// Whether the two are never applied together, by name or by a group. Those of a group by the line are never
    /// applied to one line.
    borrowing func isExclusive(with other: borrowing Offer) -> Bool {
        isOfGroup(of: other) || isExclusiveByName(with: other)
    }

    borrowing func isOfGroup(of other: borrowing Offer) -> Bool {
        guard let group else { return false }
        return group == other.group
    }

    borrowing func isExclusiveByName(with other: borrowing Offer) -> Bool {
        excluded(by: other) || other.excluded(by: self)
    }

    private borrowing func excluded(by other: borrowing Offer) -> Bool {
        guard !other.excludes.isEmpty else { return false }
        if other.excludes.holds(id) { return true }
        guard let group else { return false }
        return other.excludes.holds(group)
    }
}

extension BillSheet {
    /// Whether two offers are never both applied to this bill.
    func isExclusive(_ one: OfferFigures, _ other: OfferFigures, _ policy: borrowing Policy) -> Bool {
        guard one.mayExclude(other) else { return false }
        let offers = policy.offers.span
        if offers[one.offer].isExclusiveByName(with: offers[other.offer]) { return true }
        guard offers[one.offer].isOfGroup(of: offers[other.offer]) else { return false }
        return !one.isOnePerLine || meet(one.scope, other.scope)
    }
}
