internal import Vocabulary

extension MemberAccount {
    /// What a refund would do, without doing it: figures and reasons are those that booking it would give.
    ///
    /// - Parameters:
    ///   - now: the moment of the refund; not before the last entry.
    ///   - policy: the one that the bill was made under: `PolicyBook.sale`.
    package func refundPreview(_ refund: Refund, atMs now: Int64, _ policy: Policy) throws(RuleError) -> RefundPlan {
        var plan = try self.plan(refund, atMs: now, policy, .current)
        previewLots(&plan, atMs: now, policy)
        return plan
    }

    /// Adds to a plan that is only a preview what booking it would do to lots.
    func previewLots(_ plan: inout RefundPlan, atMs now: Int64, _ policy: Policy) {
        guard plan.refusal == nil, let settled = bills[plan.bill] else { return }
        var later = purse
        later.advance(toMs: now, entry: "preview")
        later.settle(&plan, of: settled, entry: "preview", atMs: now, policy)
    }

    private func plan(
        _ refund: Refund, atMs now: Int64, _ policy: Policy, _ edition: Edition
    ) throws(RuleError) -> RefundPlan {
        guard let settled = bills[refund.bill] else { throw .missing(kind: "bill", id: refund.bill) }
        let asked = try expandedIntoLines(refund, of: settled, atMs: now, policy)
        guard asked.refusal == nil else {
            let kept = sharedVisitPoints(of: refund.bill)
            var plan = try RefundPlan([], of: settled, policy, edition, sharedVisitPoints: kept) { _ in true }
            plan.refusal = asked.refusal
            plan.derivation = asked.derivation
            return plan
        }
        var plan = try self.plan(asked.parts, of: settled, policy, edition)
        plan.packages = asked.lots
        plan.derivation.steps = asked.derivation.steps + plan.derivation.steps
        return plan
    }

    /// The plan for parts whose packages are expanded into lines already.
    func plan(
        _ parts: [Refund.Part], of settled: SettledBill, _ policy: Policy, _ edition: Edition
    ) throws(RuleError) -> RefundPlan {
        let (bill, day) = (settled.bill.id, settled.earning.day)
        var plan = try RefundPlan(parts, of: settled, policy, edition, sharedVisitPoints: sharedVisitPoints(of: bill)) {
            isVisit(on: day, from: $0, without: bill)
        }
        withdrawSharedVisits(with: &plan, on: day)
        takeOffers(with: &plan, of: settled, policy)
        for part in parts {
            if case .units = part.what, let topUp = settled.topUps[part.line] { plan.topUps.append(topUp) }
        }
        noteSessions(of: &plan)
        return plan
    }

    /// Takes back a bill or a part of it, under the policy that the bill was made under.
    mutating func refund(
        _ refund: Refund, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        let plan = try self.plan(refund, atMs: entry.atMs, policy, entry.edition)
        outcome.refusal = plan.refusal
        guard plan.refusal == nil else {
            outcome.derivation.append(plan.derivation)
            return
        }
        book(plan, entry, policy, &outcome)
    }

    /// Carries out a plan that no rule refuses, and adds it to the outcome.
    mutating func book(_ plan: RefundPlan, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome) {
        guard let settled = bills[plan.bill] else { return }
        var plan = plan
        let day = settled.earning.day
        purse.settle(&plan, of: settled, entry: entry.id, atMs: entry.atMs, policy)
        for index in plan.offersReturned {
            uses.add(-1, of: UseKey.offer(settled.quote.applied[index].offer), on: day)
        }
        let graceEndMs = policy.graceEndMs(atMs: entry.atMs)
        for coupon in plan.couponsBack { coupons.change(coupon) { $0.giveBack(graceEndMs: graceEndMs) } }
        for coupon in plan.couponsTaken + plan.couponsUsedUp { coupons.remove(coupon) }
        let isGone =
            settled.hasPurchase(without: settled.refunded.units) && !settled.hasPurchase(without: plan.after.units)
        qualification.change(on: day) {
            $0.spend -= plan.qualifying.spend
            $0.services -= plan.qualifying.services
            $0.pointsEarned -= plan.pointsTaken
            if isGone { $0.bills -= 1 }
        }
        earned.add(-plan.pointsTaken.count, on: day)
        if isGone { purchases -= 1 }
        lastVisit = qualification.lastVisit
        bills.change(plan.bill) { $0.note(plan.after, amountForVisitRules: plan.amountForVisitRules) }
        recordSharedVisits(plan, on: day)
        for lot in plan.packages { packages.change(lot) { $0.goBack() } }
        for paid in plan.sessions { packages.change(paid.lot) { $0.takeBack(paid.session) } }
        for topUp in plan.topUps { takeBack(topUp: topUp, entry.id, atMs: entry.atMs, policy) }
        outcome.refund = plan
        outcome.derivation.append(plan.derivation)
    }

    private func noteSessions(of plan: inout RefundPlan) {
        for lot in Set(plan.sessions.map(\.lot)).sorted() {
            let count = Int64(plan.sessions.count { $0.lot == lot })
            let name = packages[lot].map { Value.name($0.terms.name) } ?? .id(lot)
            plan.derivation.note("tenders.package", .refundSession, name, .count(count))
        }
    }

    /// Adds to the plan, and to its derivation, which coupons come back and which gifts are taken back.
    private func takeOffers(with plan: inout RefundPlan, of settled: SettledBill, _ policy: Policy) {
        for index in plan.offersReturned {
            let applied = settled.quote.applied[index]
            let name = policy.offerName(applied.offer)
            if policy.reversal.couponsReturn, let id = applied.coupon, let coupon = coupons[id] {
                plan.couponsBack.append(id)
                plan.derivation.note("reversal.coupons", .refundCouponBack, policy.offerName(coupon.offer))
            }
            guard policy.reversal.giftsReturn, let gift = applied.gift else { continue }
            switch gift.kind {
            case .points(let points):
                plan.giftPoints += Points(points)
                plan.derivation.note(applied.offer, .refundGiftPoints, name, .points(points))
            case .coupon:
                takeCoupon(Self.giftID(settled.entry, index), of: applied.offer, with: &plan, policy)
                continue
            case .item(let item):
                let thing = policy.items[item].map { Value.name($0.name) } ?? .id(item)
                plan.derivation.note(applied.offer, .refundGiftItem, name, thing, .fen(gift.value))
            }
            plan.giftsBack.append(RefundPlan.GiftBack(offer: applied.offer, gift: gift))
        }
        guard policy.reversal.giftsReturn else { return }
        for place in plan.bonusCouponsTaken {
            takeCoupon(
                "\(DerivedID.part(.coupon(place), of: settled.entry))", of: settled.earned.coupons[place], with: &plan,
                policy)
        }
    }

    /// Takes back a coupon that the bill gave, with the uses left of it; one that is used up stays used.
    private func takeCoupon(_ id: String, of rule: String, with plan: inout RefundPlan, _ policy: Policy) {
        guard let coupon = coupons[id] else { return }
        let isUsedUp = coupon.usesLeft <= 0
        if isUsedUp { plan.couponsUsedUp.append(id) } else { plan.couponsTaken.append(id) }
        plan.derivation.note(
            rule, isUsedUp ? .refundCouponUsed : .refundCouponTaken, policy.offerName(coupon.offer))
    }
}

extension Policy {
    fileprivate func offerName(_ id: String) -> Value {
        offers.first { $0.id == id }.map { .name($0.name) } ?? .id(id)
    }
}

extension Purse {
    /// Books a refund to the lots: what was used goes back to the lots it came from, and what the bill gave is taken
    /// back, from its own lots first. The plan's derivation says what was done.
    fileprivate mutating func settle(
        _ plan: inout RefundPlan, of settled: SettledBill, entry: String, atMs now: Int64, _ policy: Policy
    ) {
        let before = settled.refunded
        let points = Self.part(
            of: settled.pointParts, from: before.pointsBack.count, to: plan.after.pointsBack.count, .points)
        restore(points, atMs: now, entry: entry, policy)
        if plan.pointsBack > .zero {
            plan.derivation.note("reversal.points", .refundPointsBack, .points(plan.pointsBack))
        }
        for (kind, currency) in [(Tender.Kind.principal, LotCurrency.principal), (.gift, .gift)] {
            let parts = Self.part(
                of: settled.valueParts, from: before.tenders[kind]?.fen ?? 0, to: plan.after.tenders[kind]?.fen ?? 0,
                currency)
            restore(parts, atMs: now, entry: entry, policy)
        }
        let refund = ClawbackCause(
            entry: entry, atMs: now, sources: Set([settled.entry] + plan.withdrawnVisits.map(\.entry)))
        takeBack(plan.pointsTakenInAll.count, .points, refund, policy, &plan.derivation)
        if plan.creditCurrency == .gift { takeBack(plan.creditTaken, .gift, refund, policy, &plan.derivation) }
    }

    /// The parts of a spend that come back when the sum given back rises from `from` to `to`. Counts from the part
    /// taken last, so that what lives longest comes back first.
    private static func part(of parts: [LotPart], from: Int64, to: Int64, _ currency: LotCurrency) -> [LotPart] {
        var found: [LotPart] = []
        var position: Int64 = 0
        for part in parts.reversed() where part.currency == currency {
            let amount = min(to, position + part.amount) - max(from, position)
            if amount > 0 { found.append(LotPart(lot: part.lot, currency: currency, amount: amount)) }
            position += part.amount
        }
        return found
    }

    /// Takes back what a bill gave, whether earned, a gift or a credit: from its own lots first what is pending, then
    /// what is active, then by the policy's rule for a shortfall (E9). Takes the whole sum of a currency at once, so
    /// that the order of refunds does not matter.
    private mutating func takeBack(
        _ amount: Int64, _ currency: LotCurrency, _ cause: ClawbackCause, _ policy: Policy,
        _ derivation: inout Derivation
    ) {
        let (now, entry, sources) = (cause.atMs, cause.entry, cause.sources)
        guard amount > 0 else { return }
        func value(_ sum: Int64) -> Value { currency == .points ? .points(sum) : .fen(sum) }
        var missing = amount
        func noted(_ parts: [LotPart], _ phrase: Phrase) {
            let sum = parts.reduce(0) { $0 + $1.amount }
            missing -= sum
            if sum > 0 { derivation.note("reversal.shortfall", phrase, value(sum)) }
        }
        noted(
            takePending(
                missing, currency, atMs: now, entry: entry, kind: .clawback, from: { sources.contains($0.source) }),
            .refundPointsPending)
        if policy.reversal.shortfall != .onlyPending {
            var active = take(
                missing, currency, atMs: now, entry: entry, kind: .clawback, intoDebt: false,
                from: { sources.contains($0.source) })
            let rest = missing - active.reduce(0) { $0 + $1.amount }
            active += take(rest, currency, atMs: now, entry: entry, kind: .clawback, intoDebt: false)
            noted(active, currency == .points ? .refundPointsBalance : .refundValueBalance)
        }
        guard missing > 0 else { return }
        if policy.reversal.shortfall == .debt {
            _ = take(missing, currency, atMs: now, entry: entry, kind: .clawback, intoDebt: true)
            derivation.note(
                "reversal.shortfall", currency == .points ? .refundPointsDebt : .refundValueDebt, value(missing))
        } else {
            derivation.note("reversal.shortfall", .refundPointsForgiven, value(missing))
        }
    }
}

/// The refund that takes back what a bill gave.
private struct ClawbackCause {
    var entry: String
    /// Milliseconds since 1970 UTC.
    var atMs: Int64
    /// The entries whose lots are taken first.
    var sources: Set<String>
}
