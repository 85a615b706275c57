internal import Vocabulary

extension MemberAccount {
    /// Settles a bill: offers, points, stored value, what it earns, what it counts for.
    mutating func settle(
        _ bill: Bill, _ entry: MemberEntry, _ policy: borrowing Policy, _ detail: ReasonDetail,
        _ outcome: inout Outcome
    ) throws(RuleError) {
        guard bills[bill.id] == nil else { throw .conflict(kind: "bill", id: bill.id) }
        for tender in bill.tenders where !(0...Bounds.amount).contains(tender.amount.fen) {
            throw .outOfBounds(what: "tender", amount: tender.amount.fen)
        }
        let quote = try Quote.of(bill, self, policy, detail: detail, edition: entry.edition)
        let payment = Payment(bill, entry, quote, self, policy)
        outcome.refusal = payment.refusal
        guard payment.refusal == nil else { return }
        let day = policy.zone.day(atMs: bill.atMs)
        let context = EarningContext(self, policy, atMs: bill.atMs)
        let reevaluatedOffers = policy.reevaluatedOffers(of: bill, quote, self)
        // Without reasons, no derivation of the payment is made.
        var paying: Derivation? = detail == .figures ? nil : Derivation()
        let (tenders, valueParts) = pay(quote, bill, payment, entry, policy, &paying)
        policy.note(payment.sessions, into: &paying)
        let pointParts = purse.take(quote.pointsUsed.count, .points, atMs: entry.atMs, entry: entry.id, intoDebt: false)
        let lines = policy.earningLines(quote.lines, tenders: tenders, apart: payment.apart(lines: quote.lines.count))
        let earned = policy.earned(lines, context, explains: detail != .figures)
        let qualifying = policy.qualifying(lines)
        useOffers(quote, entry, policy, on: day)
        book(earned, entry, policy, on: day)
        var settled = SettledBill(
            bill: bill, entry: entry.id, policy: policy.version, edition: entry.edition, quote: quote,
            earning: context, earned: earned, qualifying: qualifying, pointParts: pointParts, valueParts: valueParts,
            tenders: tenders)
        settled.reevaluatedOffers = reevaluatedOffers
        settled.sessions = payment.sessions.sessions
        let hasPackages = lines.contains { $0.item.kind == .package }
        let packages = hasPackages ? try buyPackages(of: settled, policy) : Derivation()
        if !payment.topUps.isEmpty {
            settled.topUps = payIn(payment.topUps, of: settled, lines, copy policy, &paying)
        }
        count(settled, on: day)
        outcome.derivation.append(quote.derivation)
        if let paying { outcome.derivation.append(paying) }
        outcome.derivation.append(earned.derivation)
        outcome.derivation.append(packages)
        if detail != .figures { policy.noteUncounted(quote.lines, into: &outcome.derivation) }
        settled.credit = credit(quote, best: bill.best, entry, policy, &outcome)
        settled.amountForVisitRules = lines.amountForVisitRules
        bills.add(settled, id: bill.id)
        outcome.quote = quote
        outcome.earned = earned
    }

    /// Adds the bill to the counters. A bill of top-ups only is no purchase and no visit.
    private mutating func count(_ settled: SettledBill, on day: Day) {
        let isPurchase = settled.hasPurchase(without: settled.refunded.units)
        qualification.change(on: day) {
            $0.spend += settled.qualifying.spend
            $0.services += settled.qualifying.services
            if isPurchase { $0.bills += 1 }
        }
        if isPurchase { purchases += 1 }
        lastVisit = qualification.lastVisit
    }

    /// Uses up coupons, counts uses, hands out gifts.
    private mutating func useOffers(_ quote: Quote, _ entry: MemberEntry, _ policy: borrowing Policy, on day: Day) {
        for (index, applied) in quote.applied.enumerated() {
            uses.add(of: UseKey.offer(applied.offer), on: day)
            if let coupon = applied.coupon { coupons.change(coupon) { $0.use() } }
            switch applied.gift?.kind {
            case .points(let points): grant(Points(points), id: Self.giftID(entry.id, index), entry, policy)
            case .coupon(let offer): addCoupon(Self.giftID(entry.id, index), of: offer, entry, policy)
            case .item, nil: break
            }
        }
    }

    static func giftID(_ entry: String, _ index: Int) -> String { "\(DerivedID.part(.offerGift(index), of: entry))" }

    /// Credits the difference to a member who paid more than the cheapest permitted combination.
    ///
    /// - Returns: the lot credited and its amount, so that a refund can take it back.
    private mutating func credit(
        _ quote: Quote, best: Money?, _ entry: MemberEntry, _ policy: borrowing Policy, _ outcome: inout Outcome
    ) -> LotPart? {
        guard let best, best >= .zero, quote.payable > best else { return nil }
        let difference = quote.payable - best
        var given = LotPart(lot: "\(DerivedID.part(.credit, of: entry.id))", currency: .gift, amount: difference.fen)
        switch policy.stacking.credit {
        case .none: return nil
        case .storedValueGift:
            purse.grant(
                PurseLot(
                    id: given.lot, currency: .gift, source: entry.id, granted: difference.fen, gainedAtMs: entry.atMs,
                    expiresAtMs: policy.storedValue.giftValidity.endMs(fromMs: entry.atMs, policy.zone)))
        case .points:
            guard let rule = policy.moneyOff, rule.fen > 0 else { return nil }
            given.currency = .points
            given.amount = Rounding.up.quotient(Int128(difference.fen) * Int128(rule.points), Int128(rule.fen))
            grant(Points(given.amount), id: given.lot, entry, policy)
        }
        outcome.derivation.note(
            "stacking.credit", .bestCredit, .fen(quote.payable), .fen(best), .fen(difference))
        return given
    }
}

extension Phrase {
    static let bestCredit = Phrase(
        "best.credit", zh: "应付 {0}，最优组合为 {1}，差额 {2} 返还给会员",
        en: "{0} was to be paid, the best combination comes to {1}: the difference of {2} is credited")

    static let ofBills: [Phrase] = [bestCredit]
}

extension SettledBill {
    /// Whether it bought anything but top-ups that is not among the returned units.
    func hasPurchase(without units: [Int64]) -> Bool {
        bill.lines.indices.contains { topUps[$0] == nil && units[$0] < bill.lines[$0].quantity }
    }
}

extension Policy {
    /// Ids of the offers that a refund may apply to the rest of the bill. If refunds evaluate offers again and the bill
    /// took the best combination, these are the offers it took and all others that the member may have without a
    /// coupon; otherwise only those it took.
    ///
    /// - Parameter account: as it was just before the sale.
    fileprivate func reevaluatedOffers(of bill: Bill, _ quote: Quote, _ account: borrowing MemberAccount) -> [String] {
        let taken = quote.applied.map(\.offer)
        guard reversal.discount == .reevaluate, bill.choice == .best || bill.best == quote.payable else { return taken }
        let now = OfferOccasion(bill, account, self)
        var open: [String] = []
        for row in offerTable.rows where !taken.contains(row.offer.id) && row.offer.coupon == nil {
            if row.refusal(now, bill, account, self) == nil { open.append(row.offer.id) }
        }
        return taken + open
    }

    fileprivate borrowing func note(_ payment: SessionPayment, into derivation: inout Derivation?) {
        for paid in payment.sessions {
            guard let lot = payment.lots[paid.lot],
                let item = lot.sessions.first(where: { $0.id == paid.session })?.item
            else { continue }
            derivation?.note(
                "tenders.package", .sessionPaid, .name(lot.terms.name), .fen(paid.paid),
                items[item].map { .name($0.name) } ?? .id(item))
        }
    }
}
