/// Which offers a bill gets, and how that was found.
struct OfferPlan {
    /// In the order in which they are applied; gifts whose turn does not matter come last.
    var taken: ContiguousArray<OfferFigures> = []
    var search = Quote.Search()
    /// Offers that would have done something and are not taken.
    var left: [(offer: Int, OfferRefusal)] = []
    /// What there was beside the candidates: gifts that nothing excludes and no discount can undo.
    private var gifts: ContiguousArray<OfferFigures> = []
    private var candidates: ContiguousArray<OfferFigures> = []
    private var notTried: ContiguousArray<OfferFigures> = []

    /// The cheapest combination of a short list.
    ///
    /// - Parameter explains: whether it says why the others are left.
    static func best(
        _ list: inout OfferShortlist, _ moneyOff: MoneyOff, _ policy: borrowing Policy, explains: Bool
    ) -> OfferPlan {
        var plan = OfferPlan()
        plan.divide(list, moneyOff, policy)
        var search = OfferSearch(plan.candidates, lending: &list.sheet, moneyOff, policy)
        let (payable, path) = search.run()
        search.endLoan(&list.sheet)
        plan.search.best = payable
        plan.search.combinations = search.combinations
        plan.search.candidates = plan.candidates.map { policy.offers[$0.offer].id }
        plan.search.notTried = plan.notTried.map { policy.offers[$0.offer].id }
        plan.search.notTriedAhead = search.notTriedAhead.map { policy.offers[plan.candidates[$0].offer].id }
        for candidate in path where !plan.candidates[candidate].isPlainGift {
            plan.taken.append(plan.candidates[candidate])
        }
        let chosen = path.sorted().map { plan.candidates[$0] }.filter(\.isPlainGift)
        plan.taken += chosen.isEmpty ? plan.gifts : Self.merged(plan.gifts, chosen, list.offers)
        if explains { plan.noteLeft(list.offers, &list.sheet, policy) }
        return plan
    }

    private static func merged(
        _ gifts: ContiguousArray<OfferFigures>, _ chosen: [OfferFigures], _ order: ContiguousArray<OfferFigures>
    ) -> ContiguousArray<OfferFigures> {
        ContiguousArray(
            order.filter { offer in
                offer.isPlainGift && (gifts + chosen).contains { $0.offer == offer.offer }
            })
    }

    /// Candidates are what costs or excludes something. Of too many, first those go that another of their group beats
    /// on this bill whatever else is taken: they were compared. Then only some are kept, and the rest is not tried.
    private mutating func divide(_ list: OfferShortlist, _ moneyOff: MoneyOff, _ policy: Policy) {
        let offers = list.offers
        for offer in offers {
            let isFree =
                offer.isPlainGift
                && !offers.contains {
                    $0.mayExclude(offer) && $0.offer != offer.offer
                        && policy.offers[$0.offer].isExclusive(with: policy.offers[offer.offer])
                }
            if isFree { gifts.append(offer) } else { candidates.append(offer) }
        }
        let limit = min(max(0, policy.stacking.searchLimit), OfferSearch.mostCandidates)
        guard candidates.count > limit else { return }
        if let rivalry = OfferRivalry(candidates, list.sheet, moneyOff, policy) {
            candidates = ContiguousArray(candidates.indices.filter { !rivalry.isBeaten($0) }.map { candidates[$0] })
        }
        guard candidates.count > limit else { return }
        let kept = Set(OfferRivalry.order(candidates, policy).prefix(limit))
        notTried = ContiguousArray(candidates.indices.filter { !kept.contains($0) }.map { candidates[$0] })
        candidates = ContiguousArray(candidates.indices.filter(kept.contains).map { candidates[$0] })
    }

    private mutating func noteLeft(
        _ offers: ContiguousArray<OfferFigures>, _ sheet: inout BillSheet, _ policy: Policy
    ) {
        guard taken.count < offers.count else { return }
        let last = applyTaken(&sheet)
        for offer in offers where !taken.contains(where: { $0.offer == offer.offer }) {
            if notTried.contains(where: { $0.offer == offer.offer }) {
                left.append((offer.offer, .notTried))
            } else {
                left.append((offer.offer, reason(offer, taken, &sheet, row: last, policy)))
            }
        }
    }

    private func applyTaken(_ sheet: inout BillSheet) -> Int {
        sheet.reserve(rows: taken.count + 2)
        var row = 0
        for offer in taken where !offer.isGift && sheet.apply(offer, to: row) != nil { row += 1 }
        return row
    }

    /// Why an offer is not among those taken.
    /// - Parameter row: what they left.
    private func reason(
        _ offer: OfferFigures, _ taken: ContiguousArray<OfferFigures>, _ sheet: inout BillSheet, row: Int,
        _ policy: Policy
    ) -> OfferRefusal {
        let excluding = taken.first { policy.offers[$0.offer].isExclusive(with: policy.offers[offer.offer]) }
        if let excluding { return .excludedBy(policy.offers[excluding.offer].name) }
        if sheet.apply(offer, to: row) != nil { return .notCheapest }
        let rest = sheet.sum(offer.counted, row: row)
        return rest < offer.restFrom ? .tooLittleLeft(rest, of: offer.restFrom) : .noEffectLeft
    }
}

extension OfferPlan {
    /// Just the offers named, in the policy's order. Of two that exclude each other the first is taken. One with a
    /// threshold on what is left goes ahead of its layer if it is named before one of that layer that it would
    /// follow: so the offers of a quote, named in their order, come to that quote again.
    static func these(
        _ named: [String], _ list: inout OfferShortlist, _ policy: Policy
    ) -> OfferPlan {
        var plan = OfferPlan()
        var wanted = ContiguousArray(list.offers.filter { named.contains(policy.offers[$0.offer].id) })
        moveAhead(&wanted, named, policy)
        list.sheet.reserve(rows: wanted.count + 2)
        var row = 0
        var gifts: ContiguousArray<OfferFigures> = []
        for offer in wanted {
            let before = plan.taken + gifts
            guard !before.contains(where: { policy.offers[$0.offer].isExclusive(with: policy.offers[offer.offer]) }),
                list.sheet.apply(offer, to: row) != nil
            else {
                plan.left.append((offer.offer, plan.reason(offer, before, &list.sheet, row: row, policy)))
                continue
            }
            if offer.isPlainGift { gifts.append(offer) } else { plan.taken.append(offer) }
            row += offer.isGift ? 0 : 1
        }
        plan.taken += gifts.sorted { (left, right) in
            (list.place(of: left), left.offer) < (list.place(of: right), right.offer)
        }
        return plan
    }

    private static func moveAhead(
        _ wanted: inout ContiguousArray<OfferFigures>, _ named: [String], _ policy: Policy
    ) {
        func turn(_ offer: OfferFigures) -> Int { named.firstIndex(of: policy.offers[offer.offer].id) ?? 0 }
        let isAhead = wanted.indices.map { index in
            wanted[index].isTriedAhead
                && wanted[..<index].contains {
                    $0.layer == wanted[index].layer && !$0.isPlainGift && turn($0) > turn(wanted[index])
                }
        }
        guard isAhead.contains(true) else { return }
        let order = wanted.indices.sorted { left, right in
            if wanted[left].layer != wanted[right].layer { return wanted[left].layer < wanted[right].layer }
            if isAhead[left] != isAhead[right] { return isAhead[left] }
            guard isAhead[left], wanted[left].restFrom != wanted[right].restFrom else { return left < right }
            return wanted[left].restFrom > wanted[right].restFrom
        }
        wanted = ContiguousArray(order.map { wanted[$0] })
    }
}

extension OfferShortlist {
    /// In the order in which the policy applies offers.
    func place(of figures: OfferFigures) -> Int { offers.firstIndex { $0.offer == figures.offer } ?? 0 }
}
