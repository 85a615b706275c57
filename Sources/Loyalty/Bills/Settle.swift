extension MemberAccount {
    /// Settles a bill: offers, points, stored value, what it earns, what it counts for.
    mutating func settle(
        _ bill: Bill, _ entry: MemberEntry, _ policy: borrowing Policy, _ detail: ReasonDetail,
        _ outcome: inout Outcome
    ) throws(RuleError) {
        guard bills[bill.id] == nil else { throw .conflict(kind: "bill", id: bill.id) }
        for tender in bill.tenders where !(0...Bounds.amount).contains(tender.amount) {
            throw .outOfBounds(what: "tender", amount: tender.amount)
        }
        let quote = try Quote.of(bill, self, policy, detail: detail)
        let day = policy.zone.day(atMs: bill.atMs)
        let context = EarningContext(self, policy, atMs: bill.atMs)
        let askedAgain = policy.askedAgain(of: bill, quote, self)
        var paying = Derivation()
        let (tenders, valueParts) = pay(quote, bill, entry, policy, &paying)
        let pointParts = purse.take(quote.pointsUsed, .points, atMs: entry.atMs, entry: entry.id, intoDebt: false)
        let lines = policy.earningLines(quote.lines, tenders: tenders)
        let earned = policy.earned(lines, context, explains: detail != .figures)
        let qualifying = policy.qualifying(lines)
        useOffers(quote, entry, policy, on: day)
        book(earned, entry, policy, on: day)
        qualification.change(on: day) {
            $0.spend += qualifying.spend
            $0.services += qualifying.services
            $0.bills += 1
        }
        var settled = SettledBill(
            bill: bill, entry: entry.id, policy: policy.version, edition: entry.edition, quote: quote,
            earning: context, earned: earned, qualifying: qualifying, pointParts: pointParts, valueParts: valueParts,
            tenders: tenders)
        settled.askedAgain = askedAgain
        let hasPackages = lines.contains { $0.item.kind == .package }
        let packages = hasPackages ? try buyPackages(of: settled, policy) : Derivation()
        purchases += 1
        lastVisit = qualification.lastVisit
        outcome.derivation.append(quote.derivation)
        outcome.derivation.append(paying)
        outcome.derivation.append(earned.derivation)
        outcome.derivation.append(packages)
        if detail != .figures { policy.noteUncounted(quote.lines, into: &outcome.derivation) }
        settled.credit = credit(quote, best: bill.best, entry, policy, &outcome)
        settled.visitPaid = lines.paidIfAny
        bills[bill.id] = settled
        outcome.quote = quote
        outcome.earned = earned
    }

    /// Takes stored value as the bill asks and the balance permits; the rest is cash.
    private mutating func pay(
        _ quote: Quote, _ bill: Bill, _ entry: MemberEntry, _ policy: borrowing Policy,
        _ derivation: inout Derivation
    ) -> ([Tender], [LotPart]) {
        var left = quote.payable
        var tenders: [Tender] = []
        var parts: [LotPart] = []
        for tender in bill.tenders {
            let amount = min(tender.amount, left)
            guard amount > 0 else { continue }
            switch tender.kind {
            case .principal, .gift:
                derivation.append(explainStoredValue(amount, atMs: entry.atMs, policy))
                let taken = payByStoredValue(amount, atMs: entry.atMs, entry: entry.id, policy)
                parts += taken
                for (kind, currency) in [(Tender.Kind.principal, LotCurrency.principal), (.gift, .gift)] {
                    let sum = taken.reduce(0) { $1.currency == currency ? $0 + $1.amount : $0 }
                    if sum > 0 { tenders.append(Tender(kind, sum)) }
                    left -= sum
                }
            case .package, .cash:
                tenders.append(Tender(tender.kind, amount))
                left -= amount
            case .points: break
            }
        }
        if left > 0 { tenders.append(Tender(.cash, left)) }
        return (tenders, parts)
    }

    /// Uses up coupons, counts uses, hands out gifts.
    private mutating func useOffers(_ quote: Quote, _ entry: MemberEntry, _ policy: borrowing Policy, on day: Day) {
        for (index, applied) in quote.applied.enumerated() {
            uses[UseKey.offer(applied.offer), default: UseCount()].add(1, on: day)
            if let coupon = applied.coupon { coupons[coupon]?.usesLeft -= 1 }
            switch applied.gift?.kind {
            case .points(let points): grant(points, id: Self.giftID(entry.id, index), entry, policy)
            case .coupon(let offer): addCoupon(Self.giftID(entry.id, index), of: offer, entry, policy)
            case .item, nil: break
            }
        }
    }

    static func giftID(_ entry: String, _ index: Int) -> String { "\(entry)/gift\(index)" }

    /// Best for you: whoever paid more than the cheapest permitted combination gets the difference.
    ///
    /// - Returns: what was given, as the lot it is; a refund takes it back.
    private mutating func credit(
        _ quote: Quote, best: Int64?, _ entry: MemberEntry, _ policy: borrowing Policy, _ outcome: inout Outcome
    ) -> LotPart? {
        guard let best, best >= 0, quote.payable > best else { return nil }
        let difference = quote.payable - best
        var given = LotPart(lot: "\(entry.id)/best", currency: .gift, amount: difference)
        switch policy.stacking.credit {
        case .none: return nil
        case .storedValueGift:
            purse.grant(
                PurseLot(
                    id: given.lot, currency: .gift, source: entry.id, granted: difference, gainedAtMs: entry.atMs,
                    expiresAtMs: policy.storedValue.giftValidity.endMs(fromMs: entry.atMs, policy.zone)))
        case .points:
            guard let rule = policy.moneyOff, rule.fen > 0 else { return nil }
            given.currency = .points
            given.amount = Rounding.up.quotient(Int128(difference) * Int128(rule.points), Int128(rule.fen))
            grant(given.amount, id: given.lot, entry, policy)
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
}
