package import Vocabulary

/// What giving up stored value would pay back, before anything is done (E23).
///
/// The methods follow drafts and reports, not the final text of any law: a lawyer must confirm the figures.
package struct PrepaidRefundPreview: Hashable, Sendable {
    /// What bears on a refund without a reason within the first days, as far as the account knows it.
    package struct CoolingOff: Hashable, Sendable {
        /// Whole days of the store's calendar; the day of paying itself is 0.
        package var daysSince: Int
        package var isWithin: Bool
        package var isUnused: Bool
        /// Bills before the top-up: who knew the services before may not have the right.
        package var billsBefore: Int

        package var applies: Bool { isWithin && isUnused }
    }

    /// One top-up, or principal that no top-up brought.
    package struct Part: Hashable, Sendable {
        /// Its entry, or the lot.
        package var topUp: String
        package var principal: Money
        package var gift: Money
        /// Spent of principal and gift together.
        package var consumed: Money
        /// What of that counts against principal.
        package var counted: Money
        /// Paid back now.
        package var refund: Money
        /// What the card loses with it.
        package var principalLeft: Money
        package var giftLeft: Money
        /// Points of the top-up that go back.
        package var points: Points
        package var coolingOff: CoolingOff
    }

    package var parts: [Part] = []
    /// Always: no figure here is legal advice.
    package var needsLawyer = true
    package var derivation = Derivation()

    package var refund: Money { parts.sum(\.refund) }
}

extension MemberAccount {
    /// - Parameter topUp: `nil` for all of them; a lot's id for principal that no top-up brought.
    /// - Throws: `missing` for a top-up that was never made.
    package func previewPrepaidRefund(
        topUp id: String?, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> PrepaidRefundPreview {
        try RuleError.requireMoment(now)
        if let id, topUps[id] == nil, !isLoosePrincipal(id) { throw .missing(kind: "topUp", id: id) }
        var later = self
        later.purse.advance(toMs: now, entry: "")
        return later.prepaidRefund(topUp: id, atMs: now, policy)
    }

    private func prepaidRefund(topUp id: String?, atMs now: Int64, _ policy: Policy) -> PrepaidRefundPreview {
        let chosen = funds(atMs: now).filter { id == nil || $0.id == id }
        var preview = PrepaidRefundPreview()
        preview.derivation.note("region.\(policy.region.id)", .prepaidLawyer, .name(policy.region.note))
        for fund in chosen {
            if let topUp = topUps[fund.id] {
                preview.parts.append(part(topUp, fund, atMs: now, policy, &preview.derivation))
            } else if fund.principalLeft > .zero {
                preview.parts.append(part(ofLoose: fund, atMs: now, policy, &preview.derivation))
            } else {
                preview.derivation.note("storedValue.refund", .giftStays, .fen(fund.giftLeft))
            }
        }
        if preview.parts.isEmpty { preview.derivation.note("storedValue.refund", .nothingToReturn) }
        return preview
    }

    private func isLoosePrincipal(_ id: String) -> Bool {
        purse.lot(id).map { $0.currency == .principal && topUp(of: $0) == nil } ?? false
    }

    /// The refund of an opening balance, or of principal corrected by hand. Neither its gift nor its day of payment is
    /// known, so all that is left of it is paid back, and the cooling-off right does not apply.
    private func part(
        ofLoose fund: Fund, atMs now: Int64, _ policy: Policy, _ derivation: inout Derivation
    ) -> PrepaidRefundPreview.Part {
        let consumed = max(.zero, fund.paid - fund.principalLeft)
        derivation.note(
            "storedValue.refund", .refundLoose, .fen(fund.paid), .fen(consumed), .fen(fund.principalLeft))
        let days = policy.zone.day(atMs: now).number - policy.zone.day(atMs: fund.gainedAtMs).number
        return PrepaidRefundPreview.Part(
            topUp: fund.id, principal: fund.paid, gift: .zero, consumed: consumed, counted: consumed,
            refund: fund.principalLeft, principalLeft: fund.principalLeft, giftLeft: .zero, points: .zero,
            coolingOff: PrepaidRefundPreview.CoolingOff(
                daysSince: days, isWithin: false, isUnused: consumed == .zero, billsBefore: 0))
    }

    private func part(
        _ topUp: TopUp, _ fund: Fund, atMs now: Int64, _ policy: Policy, _ derivation: inout Derivation
    ) -> PrepaidRefundPreview.Part {
        let consumed = consumed(of: topUp)
        let facts = coolingOff(topUp, consumed, atMs: now, policy)
        derivation.note(
            "region.coolingOffDays", .coolingOffFacts, .count(Int64(facts.daysSince)),
            .count(Int64(policy.region.coolingOffDays)), .fen(consumed), .count(Int64(facts.billsBefore)))
        let counted = facts.applies ? .zero : counted(consumed, of: topUp, policy.storedValue.refund)
        noteMethod(topUp, consumed, counted, facts, policy, &derivation)
        let due = max(.zero, topUp.principal - counted - topUp.returned.paid)
        let refund = min(due, fund.left)
        if topUp.returned.paid > .zero {
            derivation.note("storedValue.refund", .refundBefore, .fen(topUp.returned.paid), .fen(due))
        }
        if refund < due { derivation.note("storedValue.refund", .refundBound, .fen(fund.left)) }
        if fund.giftLeft > .zero { derivation.note("storedValue.refund", .giftWithdrawn, .fen(fund.giftLeft)) }
        let paidBack = topUp.returned.paid + refund
        let points = pointsOwed(topUp, paidBack) - topUp.returned.points
        if points > .zero {
            derivation.note(
                topUp.rule ?? "storedValue", .topUpPointsWithdrawn, .points(points), .points(topUp.pointsInAll),
                .fen(paidBack), .fen(topUp.principal))
        }
        return PrepaidRefundPreview.Part(
            topUp: topUp.id, principal: topUp.principal, gift: topUp.gift, consumed: consumed, counted: counted,
            refund: refund, principalLeft: fund.principalLeft, giftLeft: fund.giftLeft, points: points,
            coolingOff: facts)
    }

    /// What counts against principal.
    ///
    /// By ratio the refund is what is rounded, once, to the nearest fen and at half a fen for the member: ¥100 + ¥20
    /// with ¥50 used leave 100 × 70 / 120 = ¥58.33 (E23). It depends on the sum consumed only, so no split of the
    /// spending changes it.
    private func counted(_ consumed: Money, of topUp: TopUp, _ method: PrepaidRefundMethod) -> Money {
        switch method {
        case .principalFirst: return min(topUp.principal, consumed)
        case .ratio:
            let whole = topUp.principal + topUp.gift
            let left = max(.zero, whole - consumed)
            return topUp.principal - Rounding.half.share(left.fen, of: whole.fen, topUp.principal)
        }
    }

    /// All points to take back once so much was paid back; the points kept are rounded down.
    private func pointsOwed(_ topUp: TopUp, _ paidBack: Money) -> Points {
        Points(topUp.share(topUp.pointsInAll.count, ofPaidBack: paidBack))
    }

    private func noteMethod(
        _ topUp: TopUp, _ consumed: Money, _ counted: Money, _ facts: PrepaidRefundPreview.CoolingOff,
        _ policy: Policy, _ derivation: inout Derivation
    ) {
        let rest = topUp.principal - counted
        if facts.applies {
            derivation.note(
                "region.coolingOffDays", .refundCoolingOff, .count(Int64(facts.daysSince)),
                .count(Int64(policy.region.coolingOffDays)), .fen(topUp.principal))
        } else if policy.storedValue.refund == .ratio {
            derivation.note(
                "storedValue.refund", .refundRatio, .fen(consumed), .fen(topUp.principal),
                .fen(topUp.principal + topUp.gift), .fen(counted), .fen(rest))
        } else {
            derivation.note(
                "storedValue.refund", .refundPrincipalFirst, .fen(consumed), .fen(topUp.principal), .fen(rest))
        }
    }

    private func coolingOff(
        _ topUp: TopUp, _ consumed: Money, atMs now: Int64, _ policy: Policy
    ) -> PrepaidRefundPreview.CoolingOff {
        let days = policy.zone.day(atMs: now).number - policy.zone.day(atMs: topUp.atMs).number
        return PrepaidRefundPreview.CoolingOff(
            daysSince: days, isWithin: policy.region.coolingOffDays > 0 && days <= policy.region.coolingOffDays,
            isUnused: consumed == .zero,
            billsBefore: topUp.carried.bills + bills.all.count { $0.bill.atMs < topUp.atMs })
    }

    /// What was spent of a top-up, principal and gift together; what was restored or given up is not spent.
    package func consumed(of topUp: TopUp) -> Money {
        var sum = topUp.carried.consumed - topUp.returned.emptied
        for lot in purse.all where lot.currency != .points && self.topUp(of: lot)?.id == topUp.id {
            let isRestored =
                lot.id != topUp.principalLot && lot.id != topUp.giftLot && topUpOfLot[lot.id] == nil
            sum += Money(fen: lot.taken - (isRestored ? lot.granted : 0))
        }
        return max(.zero, sum)
    }

    /// Pays stored value back: empties the lots, voids the gift, takes the top-up's points back.
    ///
    /// What the desk pays out is the preview's `refund`. An entry that returned a part of a top-up counts once; other
    /// repeats are recognised by `apply`, by their id.
    ///
    /// - Parameter topUp: `nil` for all of them.
    package mutating func refundPrepaid(
        entry: String, topUp id: String?, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        if topUps.all.contains(where: { $0.returned.entries.contains(entry) }) {
            return .done("storedValue.refund", .doneBefore, .id(entry))
        }
        let preview = try previewPrepaidRefund(topUp: id, atMs: now, policy)
        purse.advance(toMs: now, entry: entry)
        guard !preview.parts.isEmpty else { return .refused("storedValue.refund", .nothingToReturn) }
        for part in preview.parts {
            uncount(part, policy)
            giveUp(part, entry, atMs: now, policy)
        }
        return .done(preview.derivation)
    }

    /// Takes what this part had earned and counted towards tiers out of the counters of the day of payment.
    private mutating func uncount(_ part: PrepaidRefundPreview.Part, _ policy: Policy) {
        guard let topUp = topUps[part.topUp], topUp.qualifying > .zero || topUp.earned > .zero else { return }
        func lost(_ amount: Int64) -> Int64 {
            let before = topUp.share(amount, ofPaidBack: topUp.returned.paid)
            return topUp.share(amount, ofPaidBack: topUp.returned.paid + part.refund) - before
        }
        let day = policy.zone.day(atMs: topUp.atMs)
        let points = Points(lost(topUp.earned.count))
        earned.add(-points.count, on: day)
        qualification.change(on: day) {
            $0.spend -= Money(fen: lost(topUp.qualifying.fen))
            $0.pointsEarned -= points
        }
    }

    /// Takes back an unspent top-up with its gift and the points its rule gave. What it earned and counted belongs to
    /// its bill, whose refund takes that back.
    mutating func takeBack(topUp id: String, _ entry: String, atMs now: Int64, _ policy: Policy) {
        guard let part = try? previewPrepaidRefund(topUp: id, atMs: now, policy).parts.first else { return }
        var own = part
        own.points = topUps[id]?.points ?? .zero
        giveUp(own, entry, atMs: now, policy)
    }

    private mutating func giveUp(
        _ part: PrepaidRefundPreview.Part, _ entry: String, atMs now: Int64, _ policy: Policy
    ) {
        guard let topUp = topUps[part.topUp] else {
            _ = purse.take(
                part.principalLeft.fen, .principal, atMs: now, entry: entry, kind: .refund, intoDebt: false,
                from: { $0.id == part.topUp })
            return
        }
        let own = Set(purse.lots.filter { self.topUp(of: $0)?.id == topUp.id }.map(\.id))
        _ = purse.take(
            part.principalLeft.fen, .principal, atMs: now, entry: entry, kind: .refund, intoDebt: false,
            from: { own.contains($0.id) })
        _ = purse.take(
            part.giftLeft.fen, .gift, atMs: now, entry: entry, kind: .clawback, intoDebt: false,
            from: { own.contains($0.id) })
        takeBackPoints(part.points.count, of: topUp, entry, atMs: now, policy)
        topUps.change(topUp.id) { $0.giveUp(part.given(up: entry)) }
    }

    /// Takes points of a top-up back, first from their own lot, then by the policy's rule for a shortfall (E9). Points
    /// that expired unused are not asked for.
    private mutating func takeBackPoints(
        _ amount: Int64, of topUp: TopUp, _ entry: String, atMs now: Int64, _ policy: Policy
    ) {
        guard amount > 0 else { return }
        let id = topUp.pointsLot
        let lot = id.flatMap { purse.lot($0) }
        let expired = lot.map { $0.expired + ($0.hasExpired(atMs: now) ? $0.remaining : 0) } ?? 0
        var missing = amount - min(amount, topUp.carried.pointsExpired.count + expired)
        missing -= purse.takePending(
            missing, .points, atMs: now, entry: entry, kind: .clawback, from: { $0.id == id }
        ).reduce(0) { $0 + $1.amount }
        guard policy.reversal.shortfall != .onlyPending else { return }
        missing -= purse.take(
            missing, .points, atMs: now, entry: entry, kind: .clawback, intoDebt: false, from: { $0.id == id }
        ).reduce(0) { $0 + $1.amount }
        _ = purse.take(
            missing, .points, atMs: now, entry: entry, kind: .clawback,
            intoDebt: policy.reversal.shortfall == .debt)
    }
}

extension PrepaidRefundPreview.Part {
    fileprivate func given(up entry: String) -> TopUp.Returned {
        var returned = TopUp.Returned()
        returned.paid = refund
        returned.emptied = principalLeft + giftLeft
        returned.points = points
        returned.entries = [entry]
        return returned
    }
}

extension TopUp {
    /// Points that it gave and that paying it in earned.
    var pointsInAll: Points { points + earned }

    /// The part of an amount that is taken back once so much of the principal was paid back; the part kept is rounded
    /// down.
    func share(_ amount: Int64, ofPaidBack paidBack: Money) -> Int64 {
        amount - Rounding.down.quotient(Int128(amount) * Int128((principal - paidBack).fen), Int128(principal.fen))
    }
}
