internal import Vocabulary

/// The offers that a bill may have, as figures, in the order in which the policy applies them; and the others with
/// the reason.
struct OfferShortlist {
    var sheet: BillSheet
    /// Those that do something by themselves: a discount or a gift.
    private(set) var offers: ContiguousArray<OfferFigures> = []
    /// By place in the policy's list; kept only where somebody asks.
    private(set) var refusals: [(offer: Int, OfferRefusal)] = []
    private(set) var coupons: [BroughtCoupon]

    /// - Parameter isAsked: whether an offer is looked at; the others are neither listed nor refused.
    init(
        _ bill: Bill, _ account: borrowing MemberAccount, _ policy: borrowing Policy, _ edition: Edition,
        keepsRefusals: Bool, where isAsked: (String) -> Bool
    ) throws(RuleError) {
        sheet = try BillSheet(bill, policy, edition)
        coupons = bill.coupons.isEmpty ? [] : try BroughtCoupon.all(bill, account, policy)
        sheet.reserve(rows: 2)
        let now = OfferOccasion(bill, account, policy)
        for (index, row) in policy.offerTable.rows.enumerated() where isAsked(row.offer.id) {
            let refusal = consider(row, at: index, now, bill, account, policy)
            if keepsRefusals, let refusal { refusals.append((index, refusal)) }
        }
        sort(policy.offerTable.rows)
    }

    /// The coupon that an offer would use.
    func coupon(for offer: String) -> String? { coupons.first { $0.offer == offer && $0.refusal == nil }?.id }

    private mutating func consider(
        _ row: OfferTable.Row, at index: Int, _ now: OfferOccasion, _ bill: Bill,
        _ account: borrowing MemberAccount, _ policy: borrowing Policy
    ) -> OfferRefusal? {
        if row.offer.coupon != nil, !settleCoupons(of: row.offer.id) { return .noCoupon }
        if let refusal = row.refusal(now, bill, account, policy) { return refusal }
        let layer = policy.stacking.rank(of: row.offer.layer)
        var figures = sheet.figures(of: row, at: index, layer: layer)
        if let threshold = row.offer.threshold, let refusal = refusal(threshold, figures) { return refusal }
        guard figures.breadth > 0 else { return .noEffect }
        guard let discount = sheet.apply(figures, to: 0) else { return ineffective(row.offer, figures) }
        figures.alone = discount
        offers.append(figures)
        return nil
    }

    /// Keeps one coupon for the offer, if there are several good ones: the one that ends first, then the lower id.
    /// - Returns: whether there is one.
    private mutating func settleCoupons(of offer: String) -> Bool {
        let good = coupons.indices.filter { coupons[$0].offer == offer && coupons[$0].refusal == nil }
        let first = good.min {
            (coupons[$0].expiresAtMs, coupons[$0].id) < (coupons[$1].expiresAtMs, coupons[$1].id)
        }
        for index in good where index != first { coupons[index].refusal = .oneOfOffer }
        return first != nil
    }

    /// Compares a threshold with the list prices only; what is left later is never more.
    private func refusal(_ threshold: borrowing OfferThreshold, _ figures: OfferFigures) -> OfferRefusal? {
        let sum = sheet.sum(figures.counted, row: 0)
        if sum < threshold.fen { return .tooLittle(sum, of: threshold.fen) }
        guard threshold.quantity > 0 else { return nil }
        let quantity = sheet.quantity(figures.counted)
        return quantity < threshold.quantity ? .tooFew(quantity, of: threshold.quantity) : nil
    }

    private func ineffective(_ offer: borrowing Offer, _ figures: OfferFigures) -> OfferRefusal {
        switch offer.effect {
        case .amountOffEvery(let every, let off, _):
            let sum = sheet.sum(figures.counted, row: 0)
            return off > 0 && sum < every ? .tooLittle(sum, of: every) : .noEffect
        case .buyGet(let buy, let free, let rate, _):
            let scope = sheet.lineNumbers(in: offer.scope)
            let quantity = scope.reduce(0) { sheet.unitPrices[$1] > 0 ? $0 + sheet.quantities[$1] : $0 }
            return rate > 0 && quantity < buy + free ? .tooFew(quantity, of: buy + free) : .noEffect
        case .percentOff, .amountOff, .fixedPrice, .cheapestOff, .gift: return .noEffect
        }
    }

    /// By layer in the policy's order, then priority, then the narrower scope on this bill. Between offers that are
    /// even so far: what takes off more by itself, the greater gift by value and then by points, the contents
    /// (`OfferTurn`); and only then the id, which decides no figure.
    private mutating func sort(_ rows: [OfferTable.Row]) {
        guard offers.count > 1 else { return }
        offers.sort { left, right in
            if left.layer != right.layer { return left.layer < right.layer }
            if left.priority != right.priority { return left.priority < right.priority }
            if left.breadth != right.breadth { return left.breadth < right.breadth }
            if let doesMore = left.doesMore(than: right) { return doesMore }
            let (first, second) = (rows[left.offer], rows[right.offer])
            if first.turn != second.turn { return first.turn < second.turn }
            return first.offer.id == second.offer.id ? left.offer < right.offer : first.offer.id < second.offer.id
        }
    }
}

extension BillSheet {
    func lineNumbers(in scope: ItemScope) -> [Int] { (0..<count).filter { reaches(scope, line: $0) } }
}

extension StackingRules {
    /// Layers that the order does not name come last, in the order of their declaration.
    func rank(of layer: Offer.Layer) -> Int {
        if let rank = order.firstIndex(of: layer) { return rank }
        return order.count + (Offer.Layer.allCases.firstIndex(of: layer) ?? 0)
    }
}
