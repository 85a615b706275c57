extension MemberAccount {
    /// What a refund would do, without doing it.
    package func refundPreview(_ refund: Refund, _ policy: Policy) throws(RuleError) -> RefundPlan {
        guard let settled = bills[refund.bill] else { throw .missing(kind: "bill", id: refund.bill) }
        var plan = try RefundPlan(refund, of: settled, policy)
        takePackages(with: &plan, of: settled)
        return plan
    }

    /// Takes back a bill or a part of it, under the policy that the bill was made under.
    mutating func refund(
        _ refund: Refund, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        let plan = try refundPreview(refund, policy)
        outcome.derivation.append(plan.derivation)
        outcome.refusal = plan.refusal
        if plan.refusal == nil { book(plan, entry, policy, &outcome) }
    }

    /// Lets a plan that nothing speaks against happen. Its derivation is the caller's to tell.
    mutating func book(_ plan: RefundPlan, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome) {
        guard var settled = bills[plan.bill] else { return }
        let day = policy.zone.day(atMs: settled.bill.atMs)
        giveBack(plan, settled, entry, policy, &outcome.derivation)
        takeBack(plan.pointsTaken, of: settled, entry, policy, &outcome.derivation)
        undoOffers(plan, settled, entry, policy, on: day, &outcome.derivation)
        qualification.change(on: day) {
            $0.spend -= plan.qualifying.spend
            $0.services -= plan.qualifying.services
            $0.pointsEarned -= plan.pointsTaken
            if plan.after.isWhole, !settled.refunded.isWhole { $0.bills -= 1 }
        }
        earned.add(-plan.pointsTaken, on: day)
        if plan.after.isWhole, !settled.refunded.isWhole { purchases -= 1 }
        settled.refunded = plan.after
        bills[plan.bill] = settled
        for lot in plan.packages { packages[lot]?.goBack() }
        outcome.refund = plan
    }

    /// Stored value and points used on the bill go back to the lots they came from.
    private mutating func giveBack(
        _ plan: RefundPlan, _ settled: SettledBill, _ entry: MemberEntry, _ policy: Policy,
        _ derivation: inout Derivation
    ) {
        let before = settled.refunded
        let points = Self.part(
            of: settled.pointParts, from: before.pointsBack, to: plan.after.pointsBack, .points)
        purse.restore(points, atMs: entry.atMs, entry: entry.id, policy)
        if plan.pointsBack > 0 { derivation.note("reversal.points", .refundPointsBack, .points(plan.pointsBack)) }
        for (kind, currency) in [(Tender.Kind.principal, LotCurrency.principal), (.gift, .gift)] {
            let parts = Self.part(
                of: settled.valueParts, from: before.tenders[kind] ?? 0, to: plan.after.tenders[kind] ?? 0, currency)
            purse.restore(parts, atMs: entry.atMs, entry: entry.id, policy)
        }
    }

    /// The parts of a spend between two cumulative sums, counted from the part taken last: what would live longest
    /// comes back first.
    static func part(of parts: [LotPart], from: Int64, to: Int64, _ currency: LotCurrency) -> [LotPart] {
        var found: [LotPart] = []
        var position: Int64 = 0
        for part in parts.reversed() where part.currency == currency {
            let amount = min(to, position + part.amount) - max(from, position)
            if amount > 0 { found.append(LotPart(lot: part.lot, currency: currency, amount: amount)) }
            position += part.amount
        }
        return found
    }

    /// Points that the bill had earned: of its own lots what is pending, then what is active, then by the policy.
    private mutating func takeBack(
        _ points: Int64, of settled: SettledBill, _ entry: MemberEntry, _ policy: Policy,
        _ derivation: inout Derivation
    ) {
        guard points > 0 else { return }
        var missing = points
        let source = settled.entry
        let now = entry.atMs
        let pending = purse.takePending(
            missing, .points, atMs: now, entry: entry.id, kind: .clawback, from: { $0.source == source })
        missing -= Self.noted(pending, .refundPointsPending, &derivation)
        if policy.reversal.shortfall != .onlyPending {
            var active = purse.take(
                missing, .points, atMs: now, entry: entry.id, kind: .clawback, intoDebt: false,
                from: { $0.source == source })
            let rest = missing - active.reduce(0) { $0 + $1.amount }
            active += purse.take(rest, .points, atMs: now, entry: entry.id, kind: .clawback, intoDebt: false)
            missing -= Self.noted(active, .refundPointsBalance, &derivation)
        }
        guard missing > 0 else { return }
        if policy.reversal.shortfall == .debt {
            _ = purse.take(missing, .points, atMs: now, entry: entry.id, kind: .clawback, intoDebt: true)
            derivation.note("reversal.shortfall", .refundPointsDebt, .points(missing))
        } else {
            derivation.note("reversal.shortfall", .refundPointsForgiven, .points(missing))
        }
    }

    private static func noted(_ parts: [LotPart], _ phrase: Phrase, _ derivation: inout Derivation) -> Int64 {
        let sum = parts.reduce(0) { $0 + $1.amount }
        if sum > 0 { derivation.note("reversal.shortfall", phrase, .points(sum)) }
        return sum
    }

    /// Coupons come back, gifts are taken back, uses do not count any more.
    private mutating func undoOffers(
        _ plan: RefundPlan, _ settled: SettledBill, _ entry: MemberEntry, _ policy: Policy, on day: Day,
        _ derivation: inout Derivation
    ) {
        for index in plan.offersReturned {
            let applied = settled.quote.applied[index]
            uses[applied.offer, default: UseCount()].add(-1, on: day)
            if policy.reversal.couponsReturn, let coupon = applied.coupon {
                giveBack(coupon, entry, policy, &derivation)
            }
            guard policy.reversal.giftsReturn, let gift = applied.gift else { continue }
            takeBack(gift, of: applied, MemberAccount.giftID(settled.entry, index), entry, &derivation)
        }
        // A bonus is a coupon of the bill's own; used ones stay used.
        guard policy.reversal.giftsReturn else { return }
        for place in plan.bonusCouponsTaken { coupons["\(settled.entry)/coupon\(place)"] = nil }
    }

    private mutating func giveBack(
        _ coupon: String, _ entry: MemberEntry, _ policy: Policy, _ derivation: inout Derivation
    ) {
        guard coupons[coupon] != nil else { return }
        coupons[coupon]?.usesLeft += 1
        if let end = coupons[coupon]?.expiresAtMs, let grace = policy.graceEndMs(atMs: entry.atMs), end < grace {
            coupons[coupon]?.expiresAtMs = grace
        }
        derivation.note("reversal.coupons", .refundCouponBack, .id(coupon))
    }

    private mutating func takeBack(
        _ gift: Gift, of applied: Quote.Applied, _ id: String, _ entry: MemberEntry, _ derivation: inout Derivation
    ) {
        switch gift.kind {
        case .points(let points):
            let pending = purse.takePending(
                points, .points, atMs: entry.atMs, entry: entry.id, kind: .clawback, from: { $0.id == id })
            let rest = points - pending.reduce(0) { $0 + $1.amount }
            _ = purse.take(rest, .points, atMs: entry.atMs, entry: entry.id, kind: .clawback, intoDebt: true)
            derivation.note(applied.offer, .refundGiftBack, .id(applied.offer))
        case .coupon:
            coupons[id] = nil
            derivation.note(applied.offer, .refundGiftBack, .id(applied.offer))
        case .item:
            derivation.note(applied.offer, .refundGiftItem, .id(applied.offer), .fen(gift.value))
        }
    }
}
