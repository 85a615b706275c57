internal import Vocabulary

extension Quote {
    /// What a bill comes to for a member, and why.
    ///
    /// Offers are applied in the policy's order, each once a bill, then points, then the rounding of the bill.
    ///
    /// - Parameters:
    ///   - bill: `best` finds the cheapest permitted combination; `these` takes those named.
    ///   - account: as it stands at the moment of the bill.
    ///   - edition: the bill's own.
    ///   - detail: with `proof` the derivation says what was not applied too, and, with `these`, what the best would
    ///     come to. Without it bills that were settled long ago are replayed at little cost; `search.best` is then
    ///     what the offers named come to.
    /// - Throws: what is wrong with the bill, or a figure in the policy with which nothing can be computed.
    package static func of(
        _ bill: Bill, _ account: borrowing MemberAccount, _ policy: borrowing Policy,
        detail: ReasonDetail = .proof, edition: Edition = .current
    ) throws(RuleError) -> Quote {
        try policy.checkOfferFigures()
        let named = try named(bill, policy)
        let isProving = detail == .proof
        let isSearched = isProving || named == nil
        var list = try OfferShortlist(bill, account, policy, edition, keepsRefusals: isProving) {
            isSearched || named?.contains($0) ?? true
        }
        let moneyOff = MoneyOff(bill, account, policy, &list.sheet)
        let best = isSearched ? OfferPlan.best(&list, moneyOff, policy, explains: isProving) : OfferPlan()
        let plan = named.map { OfferPlan.these($0, &list, policy) } ?? best

        var making = QuoteMaking(lending: &list.sheet, rows: plan.taken.count + 3, explains: detail != .figures)
        making.take(plan.taken, list, policy)
        var quote = making.finish(bill, moneyOff, policy)
        making.endLoan(&list.sheet)
        quote.search = best.search
        if !isSearched { quote.search.best = quote.payable }
        if isProving {
            quote.search.held = try held(bill, account, policy, edition, beside: quote)
            quote.noteRefused(list, plan, named, policy)
            quote.derivation.note(quote.search, chosen: named == nil ? nil : quote.payable, policy)
            if let held = quote.search.held { quote.derivation.note(held, account, policy) }
            quote.derivation.noteUnarranged(policy, on: policy.zone.day(atMs: bill.atMs))
        }
        return quote
    }

    /// - Returns: the offers that the bill names, each once; `nil` where the best are asked for.
    private static func named(_ bill: Bill, _ policy: borrowing Policy) throws(RuleError) -> [String]? {
        guard case .these(let ids) = bill.choice else { return nil }
        var seen: Set<String> = []
        var named: [String] = []
        for id in ids where seen.insert(id).inserted {
            let offers = policy.offers.span
            guard offers.indices.contains(where: { offers[$0].id == id }) else {
                throw .unknown(kind: "offer", id: id)
            }
            named.append(id)
        }
        return named
    }

    private mutating func noteRefused(_ list: OfferShortlist, _ plan: OfferPlan, _ named: [String]?, _ policy: Policy) {
        let offers = policy.offers.span
        for coupon in list.coupons where coupon.refusal != nil { derivation.noteRefused(coupon) }
        for (offer, refusal) in list.refusals + plan.left {
            guard named?.contains(offers[offer].id) ?? true else {
                derivation.noteNearly(offers[offer], refusal)
                continue
            }
            // A coupon offer without a coupon is not mentioned, unless the offer was asked for.
            if named == nil, case .noCoupon = refusal { continue }
            derivation.noteRefused(offers[offer], refusal)
        }
        for applied in plan.taken { derivation.noteNextTime(offers[applied.offer], applied, list.sheet) }
    }
}

/// A quote as it comes together: offer by offer on the rows of a sheet.
private struct QuoteMaking {
    private var sheet: BillSheet
    private var row = 0
    private var applied: [Quote.Applied] = []
    private var derivation = Derivation()
    private let explains: Bool

    /// - Parameter rows: one for each offer, plus three.
    init(lending sheet: inout BillSheet, rows: Int, explains: Bool) {
        self.explains = explains
        self.sheet = .none
        swap(&self.sheet, &sheet)
        self.sheet.reserve(rows: rows)
    }

    mutating func endLoan(_ sheet: inout BillSheet) { swap(&self.sheet, &sheet) }

    mutating func take(
        _ offers: ContiguousArray<OfferFigures>, _ list: OfferShortlist, _ policy: borrowing Policy
    ) {
        let rows = policy.offerTable.rows
        applied.reserveCapacity(offers.count)
        if explains { derivation.steps.reserveCapacity(offers.count + 8) }
        for (index, figures) in offers.enumerated() {
            let isAhead = figures.isTriedAhead && offers[(index + 1)...].contains { isBefore($0, figures, list) }
            take(figures, rows[figures.offer], isAhead, list, policy)
        }
    }

    private func isBefore(_ left: OfferFigures, _ right: OfferFigures, _ list: OfferShortlist) -> Bool {
        left.layer == right.layer && !left.isPlainGift && list.place(of: left) < list.place(of: right)
    }

    private mutating func take(
        _ figures: OfferFigures, _ offered: OfferTable.Row, _ isAhead: Bool, _ list: OfferShortlist,
        _ policy: borrowing Policy
    ) {
        guard let discount = sheet.apply(figures, to: row) else { return }
        let coupon = figures.takesCoupon ? list.coupon(for: offered.offer.id) : nil
        if explains {
            if isAhead {
                derivation.note(offered.offer.id, .offerAhead, .name(offered.offer.name), .fen(figures.restFrom))
            }
            sheet.explain(figures, offered.offer, row: row, discount: discount, policy, &derivation)
            if let coupon { derivation.note(offered.offer.id, .offerCoupon, .name(offered.offer.name), .id(coupon)) }
            // A member who is treated differently because of age, sex or occupation is told why.
            derivation.noteReasons(of: offered.offer, policy)
        }
        var result = Quote.Applied(offer: offered.offer.id, coupon: coupon, discounts: [], gift: nil)
        if case .gift(let gift) = offered.offer.effect { result.gift = gift }
        result.discounts = (0..<sheet.count).map {
            sheet.money(line: $0, row: row) - sheet.money(line: $0, row: row + 1)
        }
        applied.append(result)
        row += 1
    }

    /// Points, then rounding; both are shared among the lines, so that what is paid for lines sums to the bill's.
    mutating func finish(_ bill: Bill, _ moneyOff: MoneyOff, _ policy: borrowing Policy) -> Quote {
        let rest = sheet.totals[row]
        let left = sheet.rest(row: row, moneyOff.scope)
        let (steps, payable) = moneyOff.settle(left)
        let pointsOff = steps * moneyOff.stepFen
        let roundedOff = rest - pointsOff - payable
        sheet.takeOff(pointsOff, moneyOff.scope, row: row)
        sheet.takeOff(roundedOff, moneyOff.purchases, row: row + 1)
        if explains { notePoints(steps, bill, moneyOff, moneyOff.most(of: left), policy) }
        if roundedOff > 0, explains {
            derivation.note(
                "stacking.roundBillToFen", .roundedOff, .fen(roundedOff), .fen(rest - pointsOff), .fen(payable))
        }
        let lines = bill.lines.indices.map { index in
            Quote.Line(
                item: bill.lines[index].item, quantity: bill.lines[index].quantity,
                list: sheet.money(line: index, row: 0), net: sheet.money(line: index, row: row),
                payable: sheet.money(line: index, row: row + 2), isTopUp: sheet.isTopUp(index))
        }
        return Quote(
            bill: bill.id, policy: policy.version, lines: lines, applied: applied,
            pointsUsed: Points(steps * moneyOff.stepPoints), pointsOff: Money(fen: pointsOff),
            roundedOff: Money(fen: roundedOff), payable: Money(fen: payable),
            search: Quote.Search(), derivation: derivation)
    }

    /// - Parameter most: fen that points may pay of what offers left.
    private mutating func notePoints(
        _ steps: Int64, _ bill: Bill, _ moneyOff: MoneyOff, _ most: Int64, _ policy: borrowing Policy
    ) {
        guard bill.points != .none, let rule = policy.moneyOff else { return }
        if steps > 0 {
            derivation.note(
                "moneyOff", .pointsOff, .points(steps * moneyOff.stepPoints), .fen(steps * moneyOff.stepFen),
                .points(rule.points), .fen(rule.fen))
        } else if moneyOff.most == 0 {
            derivation.note(
                "moneyOff", .pointsOffNone, .points(moneyOff.available),
                .points(max(rule.minimumPoints, moneyOff.stepPoints)))
        } else if most == 0 {
            derivation.note("moneyOff", .pointsOffNothing)
        } else if most < moneyOff.leastFen {
            derivation.note("moneyOff", .pointsOffTooLittle, .fen(most), .fen(moneyOff.leastFen))
        } else {
            derivation.note("moneyOff", .pointsOffRounding)
        }
        if rule.maximumShare < 10_000 {
            derivation.note("moneyOff.maximumShare", .pointsOffBound, .basisPoints(rule.maximumShare))
        }
    }
}

extension BillSheet {
    fileprivate func money(line: Int, row: Int) -> Money { Money(fen: value(line: line, row: row)) }
}
