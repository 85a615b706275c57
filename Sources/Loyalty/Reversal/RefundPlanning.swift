import Vocabulary

extension RefundPlan {
    /// - Parameters:
    ///   - parts: exactly what is refunded; an empty list refunds nothing.
    ///   - edition: the refund's own.
    ///   - sharedVisitPoints: points of this bill's visit that stayed at an earlier refund.
    ///   - isVisit: whether another bill of the day is left that paid at least this much.
    /// - Throws: `senseless` for lines or quantities that the bill does not have, or has no longer.
    init(
        _ parts: [Refund.Part], of settled: SettledBill, _ policy: Policy, _ edition: Edition,
        sharedVisitPoints: Points,
        isVisit: (Money) -> Bool
    ) throws(RuleError) {
        let isFirst = edition == .first
        var after = try Self.counted(parts, settled)
        let remaining = Remaining(settled, after)
        var derivation = Derivation()
        after.payable = try Self.payable(remaining, settled, policy, isFirst, &derivation)
        after.tenders = isFirst ? settled.dividedInTurn(after.payable) : settled.divided(after.payable, remaining)
        after.pointsBack = Self.pointsBack(remaining, settled)
        after.isWhole = remaining.isNothing
        var lines: [EarningLine] = []
        if !after.isWhole {
            let left =
                isFirst
                ? remaining.linesAtFirst(afterPaying: after.payable) : remaining.lines(afterPaying: after.payable)
            lines = policy.earningLines(
                left, tenders: remaining.tenders(after.tenders), apart: remaining.apartLeft)
        }
        let kept = policy.earned(lines, settled.earning)
        let lost = Self.visitsLost(settled, kept, policy)
        let stay = lost.filter { isVisit($0.from) }
        let left = kept.points + sharedVisitPoints + stay.sum(\.points)
        after.visitsLost.formUnion(lost.map(\.rule))
        after.earnedTaken = max(settled.refunded.earnedTaken, settled.earned.points - left)
        let counts = policy.qualifying(lines)
        after.qualifying.spend = max(settled.refunded.qualifying.spend, settled.qualifying.spend - counts.spend)
        after.qualifying.services = settled.qualifying.services - counts.services
        let returned = remaining.offersWithoutHold(policy).subtracting(settled.refunded.offersReturned)
        after.offersReturned.formUnion(returned)
        let couponsLost = Self.lost(settled.earned.coupons, kept.coupons)
        after.bonusCouponsTaken.formUnion(couponsLost)
        after.creditTaken = Self.creditTaken(after, settled)

        let before = settled.refunded
        bill = settled.bill.id
        payable = after.payable - before.payable
        tenders = after.tenders.merging(before.tenders) { $0 - $1 }.filter { $0.value != .zero }
        pointsBack = after.pointsBack - before.pointsBack
        pointsTaken = after.earnedTaken - before.earnedTaken
        creditTaken = after.creditTaken - before.creditTaken
        creditCurrency = settled.credit?.currency ?? .gift
        offersReturned = returned.sorted()
        sessions = remaining.sessionsBack.filter { !Remaining(settled, before).sessionsBack.contains($0) }
        bonusCouponsTaken = couponsLost.subtracting(before.bonusCouponsTaken).sorted()
        sharedVisits = stay
        visitsUndone = lost.filter { !stay.contains($0) }.map(\.rule)
        amountForVisitRules = lines.amountForVisitRules
        qualifying = Qualifying(
            spend: after.qualifying.spend - before.qualifying.spend,
            services: after.qualifying.services - before.qualifying.services)
        self.after = after
        self.derivation = derivation
        noteTaken(kept, settled)
    }

    private mutating func noteTaken(_ kept: Earned, _ settled: SettledBill) {
        derivation.note(
            "reversal.points", .refundPoints, .points(settled.earned.points), .points(kept.points),
            .points(pointsTaken))
        for visit in sharedVisits { derivation.note(visit.rule, .refundVisitKept, .points(visit.points)) }
        Self.noteClamp(kept, settled, settled.refunded, &derivation)
        guard creditTaken > 0 else { return }
        let credit = creditCurrency == .points ? Value.points(creditTaken) : .fen(creditTaken)
        derivation.note("stacking.credit", .refundCredit, credit)
    }

    /// Visit points that the rest of the bill would not have earned, and that no earlier refund has dealt with.
    private static func visitsLost(_ settled: SettledBill, _ kept: Earned, _ policy: Policy) -> [SharedVisitPoints] {
        settled.earned.parts.compactMap { part in
            guard let rule = policy.earning.visits.first(where: { $0.id == part.rule }),
                !settled.refunded.visitsLost.contains(rule.id), !kept.parts.contains(where: { $0.rule == rule.id })
            else { return nil }
            return SharedVisitPoints(
                bill: settled.bill.id, entry: settled.entry, rule: rule.id, from: Money(fen: rule.fromFen),
                points: part.points, day: settled.earning.day)
        }
    }

    /// The part of the credit to take back so far: the share of the money that went back, so that the last fen of money
    /// takes back the last of the credit.
    private static func creditTaken(_ after: Refunded, _ settled: SettledBill) -> Int64 {
        guard let credit = settled.credit else { return 0 }
        let left = max(.zero, settled.quote.payable - after.payable)
        return max(
            settled.refunded.creditTaken,
            LargestRemainder.parts(of: credit.amount, by: [(settled.quote.payable - left).fen, left.fen])[0])
    }

    /// The new sums of units and reductions by line.
    private static func counted(_ parts: [Refund.Part], _ settled: SettledBill) throws(RuleError) -> Refunded {
        let lines = settled.bill.lines
        var after = settled.refunded
        for part in parts {
            guard lines.indices.contains(part.line) else { throw Self.noLine(part.line, of: lines.count) }
            switch part.what {
            case .units(let units):
                let left = lines[part.line].quantity - after.units[part.line]
                guard (1...Bounds.quantity).contains(units), units <= left else {
                    throw Self.tooMany(units, of: left, line: part.line)
                }
                after.units[part.line] += units
            case .fen(let fen):
                let left = Remaining(settled, after).leftToPayBack(part.line)
                let asked = Money(fen: fen)
                guard (1...Bounds.amount).contains(fen), asked <= left else {
                    throw Self.tooMuch(asked, of: left, line: part.line)
                }
                after.reductions[part.line] += asked
            }
        }
        return after
    }

    static func noLine(_ line: Int, of count: Int) -> RuleError {
        .senseless(
            path: "line \(line)",
            reason: Bilingual(
                zh: "账单没有这一行：它共有 \(count) 行，行号从 0 数起；请更正行号",
                en: "the bill has no such line: its lines are counted from 0, and the last is \(count - 1); correct it")
        )
    }

    private static func tooMuch(_ asked: Money, of left: Money, line: Int) -> RuleError {
        let (asked, left) = (Figures.money(fen: asked.fen), Figures.money(fen: left.fen))
        return .senseless(
            path: "line \(line)",
            reason: Bilingual(
                zh: "要退 \(asked)，只剩 \(left) 可退；请更正金额",
                en: "\(left) of it can be given back, not \(asked); correct the amount"))
    }

    static func tooMany(_ units: Int64, of left: Int64, line: Int) -> RuleError {
        .senseless(
            path: "line \(line)",
            reason: Bilingual(
                zh: "要退 \(units) 件，只剩 \(left) 件可退；请更正数量",
                en: "\(left) of it can be returned, not \(units); correct the quantity"))
    }

    /// The money given back by all refunds so far, including this one.
    private static func payable(
        _ remaining: Remaining, _ settled: SettledBill, _ policy: Policy, _ isFirst: Bool,
        _ derivation: inout Derivation
    ) throws(RuleError) -> Money {
        let share = settled.bill.lines.indices.sum { remaining.paidBack($0) }
        guard policy.reversal.discount == .reevaluate, !remaining.isNothing else {
            derivation.note("reversal.discount", .refundShare, .fen(share - settled.refunded.payable))
            return max(share, settled.refunded.payable)
        }
        var now = isFirst ? try remaining.requotedAtFirst(policy) : try remaining.requoted(policy)
        var back = max(settled.refunded.payable, settled.quote.payable - now)
        if settled.isPartlyApart { (now, back) = beside(remaining, settled, now) }
        derivation.note(
            "reversal.discount", .refundReevaluated, .fen(settled.quote.payable), .fen(now),
            .fen(back - settled.refunded.payable))
        return back
    }

    private static func pointsBack(_ remaining: Remaining, _ settled: SettledBill) -> Points {
        let (used, off) = (settled.quote.pointsUsed, settled.quote.pointsOff)
        guard used > .zero, off > .zero else { return .zero }
        let value = settled.bill.lines.indices.sum { remaining.pointsWorthBack($0) }
        return Points(Rounding.down.quotient(Int128(used.count) * Int128(value.fen), Int128(off.fen)))
    }

    /// Notes that the rest alone would earn more than is left, because a cap had rejected the whole: a refund never
    /// earns points.
    private static func noteClamp(
        _ kept: Earned, _ settled: SettledBill, _ before: Refunded, _ derivation: inout Derivation
    ) {
        let left = settled.earned.points - before.earnedTaken
        guard kept.points > left else { return }
        let rejecting = settled.earned.derivation.steps.last { $0.phrase == .capRejected }
        derivation.note(
            rejecting.map { "earning.caps.\($0.rule).effect" } ?? "reversal.points", .refundNeverEarns,
            .points(kept.points), .points(left))
    }

    /// Places of the coupons that are no longer earned.
    private static func lost(_ had: [String], _ has: [String]) -> Set<Int> {
        var rest = has
        return Set(
            had.indices.filter { place in
                guard let index = rest.firstIndex(of: had[place]) else { return true }
                rest.remove(at: index)
                return false
            })
    }
}

extension RefundPlan {
    /// Cost of the rest and sum given back, for a bill paid in part by sessions or with top-ups in it. Sessions and
    /// top-ups are given back in full whatever the rest costs, and the sum given back in money never falls below that
    /// of earlier refunds.
    private static func beside(_ remaining: Remaining, _ settled: SettledBill, _ now: Money) -> (Money, Money) {
        let (sessions, topUps) = remaining.apartBack()
        let before = Remaining(settled, settled.refunded).apartBack()
        let whole = settled.apart
        let kept = whole.bySession.sum() + whole.topUps.sum { settled.quote.lines[$0].payable }
        let cost = max(now, kept - sessions - topUps)
        let moneyBefore = settled.refunded.payable - before.sessions - before.topUps
        let money = max(moneyBefore, settled.quote.payable - cost - sessions - topUps)
        return (cost, sessions + topUps + money)
    }
}

extension SettledBill {
    /// Divides a sum given back over the bill's tenders, by largest remainder. The whole sum gives each tender back in
    /// full, and no tender gets less than it got by earlier refunds.
    func divided(_ amount: Money, _ remaining: Remaining) -> [Tender.Kind: Money] {
        guard isPartlyApart else { return divided(amount, tenders, refunded.tenders) }
        let (sessions, topUps) = remaining.apartBack()
        let earlier = Remaining(self, refunded).apartBack()
        var before = refunded.tenders
        before[.package, default: .zero] -= earlier.sessions
        before[.cash, default: .zero] -= earlier.topUps
        var parts = divided(amount - sessions - topUps, apart.open(tenders, quote.lines), before)
        if sessions > .zero { parts[.package, default: .zero] += sessions }
        if topUps > .zero { parts[.cash, default: .zero] += topUps }
        return parts
    }

    private func divided(
        _ amount: Money, _ tenders: [Tender], _ before: [Tender.Kind: Money]
    ) -> [Tender.Kind: Money] {
        var ways: [(kind: Tender.Kind, paid: Money)] = []
        for tender in tenders where tender.amount > .zero {
            if let index = ways.firstIndex(where: { $0.kind == tender.kind }) {
                ways[index].paid += tender.amount
            } else {
                ways.append((tender.kind, tender.amount))
            }
        }
        guard !ways.isEmpty else { return [:] }
        let before = ways.map { before[$0.kind] ?? .zero }
        // For a larger sum, a largest remainder may give one tender a fen less (the Alabama paradox). That tender keeps
        // its fen, and others get less.
        var parts = zip(LargestRemainder.parts(of: amount, by: ways.map(\.paid)), before).map(max)
        var over = parts.sum() - amount
        for index in parts.indices.reversed() where over > .zero {
            let cut = min(over, parts[index] - before[index])
            parts[index] -= cut
            over -= cut
        }
        return Dictionary(uniqueKeysWithValues: zip(ways.map(\.kind), parts))
    }
}
