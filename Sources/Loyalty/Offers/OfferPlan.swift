internal import Vocabulary

/// Which offers a bill gets, and how that was found.
struct OfferPlan {
    /// In the order in which they are applied; gifts whose turn does not matter come last.
    var taken: ContiguousArray<OfferFigures> = []
    var search = Quote.Search()
    /// Offers that would have done something and are not taken.
    var left: [(offer: Int, OfferRefusal)] = []
    private var notTried: [Int] = []

    /// The cheapest combination of a short list.
    ///
    /// - Parameter explains: whether it says why the others are left.
    static func best(
        _ list: inout OfferShortlist, _ moneyOff: MoneyOff, _ policy: borrowing Policy, explains: Bool
    ) -> OfferPlan {
        var plan = OfferPlan()
        guard !list.offers.isEmpty else {
            plan.search.best = Money(fen: moneyOff.settle(list.sheet.rest(row: 0, moneyOff.scope)).payable)
            plan.search.combinations = 1
            return plan
        }
        let exclusive = exclusive(list, policy)
        // Only offers that take something off or exclude another one need a search.
        let numbers = list.offers.indices.filter { !list.offers[$0].isPlainGift || !exclusive[$0].isEmpty }
        let candidates =
            numbers.count == list.offers.count ? list.offers : ContiguousArray(numbers.map { list.offers[$0] })
        var search = OfferSearch(candidates, renumbered(exclusive, numbers), lending: &list.sheet, moneyOff, policy)
        let finding = search.run()
        search.endLoan(&list.sheet)
        plan.note(finding, candidates, policy)
        for place in ordered(finding.path, candidates) where !candidates[place.number].isPlainGift {
            plan.taken.append(candidates[place.number])
        }
        // Gifts whose turn does not matter come last.
        for (index, offer) in list.offers.enumerated() where offer.isPlainGift {
            let isChosen = exclusive[index].isEmpty || finding.path.contains { numbers[$0.number] == index }
            if isChosen { plan.taken.append(offer) }
        }
        if explains { plan.noteLeft(list.offers, &list.sheet, policy) }
        return plan
    }

    /// By offer of the list, those that exclude it on this bill.
    private static func exclusive(_ list: OfferShortlist, _ policy: borrowing Policy) -> ContiguousArray<[Int]> {
        let offers = list.offers
        var exclusive = ContiguousArray<[Int]>(repeating: [], count: offers.count)
        for one in offers.indices {
            for other in offers.indices.dropFirst(one + 1)
            where list.sheet.isExclusive(offers[one], offers[other], policy) {
                exclusive[one].append(other)
                exclusive[other].append(one)
            }
        }
        return exclusive
    }

    /// The exclusions by number among the candidates. Offers that were left out exclude nothing and are excluded by
    /// nothing.
    private static func renumbered(_ exclusive: ContiguousArray<[Int]>, _ numbers: [Int]) -> ContiguousArray<[Int]> {
        guard numbers.count < exclusive.count else { return exclusive }
        var places = ContiguousArray(repeating: 0, count: exclusive.count)
        for (place, number) in numbers.enumerated() { places[number] = place }
        return ContiguousArray(numbers.map { exclusive[$0].map { places[$0] } })
    }

    /// Layer by layer; in each, those ahead by falling threshold, then the others, both in the policy's order.
    private static func ordered(
        _ path: ContiguousArray<OfferPlace>, _ candidates: ContiguousArray<OfferFigures>
    ) -> ContiguousArray<OfferPlace> {
        guard path.count > 1 else { return path }
        var path = path
        path.sort { left, right in
            let (one, other) = (candidates[left.number], candidates[right.number])
            if one.layer != other.layer { return one.layer < other.layer }
            if left.isAhead != right.isAhead { return left.isAhead }
            guard left.isAhead, one.restFrom != other.restFrom else { return left.number < right.number }
            return one.restFrom > other.restFrom
        }
        return path
    }

    private mutating func note(
        _ finding: OfferSearch.Finding, _ candidates: ContiguousArray<OfferFigures>, _ policy: borrowing Policy
    ) {
        search.best = Money(fen: finding.payable)
        search.combinations = finding.combinations
        search.isCutShort = finding.isCutShort
        search.candidates = candidates.map { policy.offers[$0.offer].id }
        search.notTried = finding.notTried.sorted().map { policy.offers[candidates[$0].offer].id }
        search.notTriedAhead = finding.notTriedAhead.sorted().map { policy.offers[candidates[$0].offer].id }
        notTried = finding.notTried.map { candidates[$0].offer }
    }

    private mutating func noteLeft(
        _ offers: ContiguousArray<OfferFigures>, _ sheet: inout BillSheet, _ policy: Policy
    ) {
        guard taken.count < offers.count else { return }
        let last = applyTaken(&sheet)
        for offer in offers where !taken.contains(where: { $0.offer == offer.offer }) {
            if notTried.contains(offer.offer) {
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

    /// Why an offer was not taken.
    /// - Parameter row: the row after the offers that were taken.
    private func reason(
        _ offer: OfferFigures, _ taken: ContiguousArray<OfferFigures>, _ sheet: inout BillSheet, row: Int,
        _ policy: Policy
    ) -> OfferRefusal {
        let excluding = taken.first { sheet.isExclusive($0, offer, policy) }
        if let excluding { return .excludedBy(policy.offers[excluding.offer].name) }
        if sheet.apply(offer, to: row) != nil { return .notCheapest }
        let rest = sheet.sum(offer.counted, row: row)
        return rest < offer.restFrom ? .tooLittleLeft(rest, of: offer.restFrom) : .noEffectLeft
    }
}

extension OfferPlan {
    /// Applies just the offers named, in the policy's order. Of two that exclude each other the first is taken. An
    /// offer with a threshold on what is left is applied ahead of its layer if it is named before an offer of that
    /// layer that would precede it otherwise. So naming the offers of a quote in their order gives the same quote
    /// again.
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
            guard !before.contains(where: { list.sheet.isExclusive($0, offer, policy) }),
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
