import Identity

/// What a refund will do, before it is done: the preview, and then what is booked.
///
/// Everything is worked out as a sum over all refunds of the bill so far, and only the difference to the last
/// sum is booked. So any number of parts comes to the same as one, to the fen and to the point.
package struct RefundPlan: Hashable, Sendable {
    package var bill: String
    /// The rule that says no, when one does.
    package var refusal: Step?
    /// The new sums.
    package var after: Refunded
    /// Fen that go back now.
    package var payable: Int64
    /// Of those, by way of payment.
    package var tenders: [Tender.Kind: Int64]
    /// Points that had been used as money off and come back now.
    package var pointsBack: Int64
    /// Points that the bill had earned and no longer does.
    package var pointsTaken: Int64
    /// Applied offers, by their place in the quote, that no longer hold: their coupons and gifts change hands again.
    package var offersReturned: [Int]
    /// Bonus coupons that the bill had earned and no longer does, by their place among them.
    package var bonusCouponsTaken: [Int]
    /// Lots of packages whose sessions go back with the bill.
    package var packages: [String] = []
    /// What is taken out of the qualification, on the day of the bill.
    package var qualifying: Qualifying
    package var derivation: Derivation
}

extension RefundPlan {
    /// - Throws: `senseless` for lines or quantities that the bill does not have, or has no longer.
    package init(_ refund: Refund, of settled: SettledBill, _ policy: Policy) throws(RuleError) {
        var after = try Self.counted(refund, settled)
        let remaining = Remaining(settled, after)
        var derivation = Derivation()
        after.payable = try Self.payable(remaining, settled, policy, &derivation)
        after.tenders = Self.divided(after.payable, settled)
        after.pointsBack = Self.pointsBack(remaining, settled)
        after.isWhole = remaining.isNothing
        let lines =
            after.isWhole
            ? []
            : policy.earningLines(
                remaining.lines(afterPaying: after.payable), tenders: remaining.tenders(after.tenders))
        let kept = policy.earned(lines, settled.earning)
        after.earnedTaken = max(settled.refunded.earnedTaken, settled.earned.points - kept.points)
        let counts = policy.qualifying(lines)
        after.qualifying.spend = max(settled.refunded.qualifying.spend, settled.qualifying.spend - counts.spend)
        after.qualifying.services = settled.qualifying.services - counts.services
        let returned = remaining.offersWithoutHold(policy).subtracting(settled.refunded.offersReturned)
        after.offersReturned.formUnion(returned)
        let couponsLost = Self.lost(settled.earned.coupons, kept.coupons)
        after.bonusCouponsTaken.formUnion(couponsLost)

        let before = settled.refunded
        if before.isWhole {
            refusal = Step(rule: "reversal", phrase: .refundNothingLeft, values: [.id(settled.bill.id)])
        }
        bill = settled.bill.id
        payable = after.payable - before.payable
        tenders = after.tenders.merging(before.tenders) { $0 - $1 }.filter { $0.value != 0 }
        pointsBack = after.pointsBack - before.pointsBack
        pointsTaken = after.earnedTaken - before.earnedTaken
        offersReturned = returned.sorted()
        bonusCouponsTaken = couponsLost.subtracting(before.bonusCouponsTaken).sorted()
        qualifying = Qualifying(
            spend: after.qualifying.spend - before.qualifying.spend,
            services: after.qualifying.services - before.qualifying.services)
        derivation.note(
            "reversal.points", .refundPoints, .points(settled.earned.points), .points(kept.points),
            .points(pointsTaken))
        Self.noteClamp(kept, settled, before, &derivation)
        self.after = after
        self.derivation = derivation
    }

    /// The new sums of units and reductions by line.
    private static func counted(_ refund: Refund, _ settled: SettledBill) throws(RuleError) -> Refunded {
        let lines = settled.bill.lines
        var after = settled.refunded
        if refund.parts.isEmpty {
            after.units = lines.map(\.quantity)
            return after
        }
        for part in refund.parts {
            guard lines.indices.contains(part.line) else {
                throw .senseless("line", Int64(part.line), 0...Int64(lines.count - 1))
            }
            switch part.what {
            case .units(let units):
                let left = lines[part.line].quantity - after.units[part.line]
                guard (1...Bounds.quantity).contains(units), units <= left else {
                    throw .senseless(
                        path: "line \(part.line)",
                        reason: Bilingual(
                            zh: "要退 \(units) 件，只剩 \(left) 件可退；请更正数量",
                            en: "\(left) of it can be returned, not \(units); correct the quantity"))
                }
                after.units[part.line] += units
            case .fen(let fen):
                let left = Remaining(settled, after).leftToPayBack(part.line)
                guard (1...Bounds.amount).contains(fen), fen <= left else {
                    throw .senseless(
                        path: "line \(part.line)",
                        reason: Bilingual(
                            zh: "要退 \(fen) 分，只剩 \(left) 分可退；请更正金额",
                            en: "\(left) fen of it can be given back, not \(fen); correct the amount"))
                }
                after.reductions[part.line] += fen
            }
        }
        return after
    }

    /// Fen that have come back in all.
    private static func payable(
        _ remaining: Remaining, _ settled: SettledBill, _ policy: Policy, _ derivation: inout Derivation
    ) throws(RuleError) -> Int64 {
        let share = settled.bill.lines.indices.reduce(Int64(0)) { $0 + remaining.paidBack($1) }
        guard policy.reversal.discount == .reevaluate, !remaining.isNothing else {
            derivation.note("reversal.discount", .refundShare, .fen(share - settled.refunded.payable))
            return max(share, settled.refunded.payable)
        }
        let now = try remaining.requoted(policy)
        let back = max(settled.refunded.payable, settled.quote.payable - now)
        derivation.note(
            "reversal.discount", .refundReevaluated, .fen(settled.quote.payable), .fen(now),
            .fen(back - settled.refunded.payable))
        return back
    }

    /// How a sum paid back divides over the ways in which the bill was paid. Each part grows with the sum, and
    /// the whole sum gives each the whole of its own.
    private static func divided(_ amount: Int64, _ settled: SettledBill) -> [Tender.Kind: Int64] {
        var left = amount
        var total = settled.quote.payable
        var parts: [Tender.Kind: Int64] = [:]
        for tender in settled.tenders where tender.amount > 0 {
            let part = total == 0 ? 0 : Rounding.down.quotient(Int128(tender.amount) * Int128(left), Int128(total))
            parts[tender.kind, default: 0] += part
            left -= part
            total -= tender.amount
        }
        return parts
    }

    private static func pointsBack(_ remaining: Remaining, _ settled: SettledBill) -> Int64 {
        let (used, off) = (settled.quote.pointsUsed, settled.quote.pointsOff)
        guard used > 0, off > 0 else { return 0 }
        let value = settled.bill.lines.indices.reduce(Int64(0)) { $0 + remaining.pointsWorthBack($1) }
        return Rounding.down.quotient(Int128(used) * Int128(value), Int128(off))
    }

    /// Where the rest alone would earn more than the whole did, after a cap that rejects: a refund never earns points.
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

extension Phrase {
    static let refundNothingLeft = Phrase(
        "refund.nothing-left", zh: "{0} 已全部退还，没有可退的了", en: "all of {0} went back before; nothing is left")
    static let refundShare = Phrase(
        "refund.share", zh: "按实付金额退款 {0}", en: "{0} goes back: what was paid for it")
    static let refundReevaluated = Phrase(
        "refund.reevaluated", zh: "实付 {0}，剩余项目应付 {1}，退款 {2}",
        en: "{0} was paid, what remains comes to {1}: {2} goes back")
    static let refundPoints = Phrase(
        "refund.points", zh: "原获 {0}，剩余部分应得 {1}，收回 {2}",
        en: "{0} were earned, what remains earns {1}: {2} are taken back")
    static let refundNeverEarns = Phrase(
        "refund.points.never", zh: "剩余部分本应得 {0}，但退款不补发积分，仍为 {1}",
        en: "what remains would earn {0}, but a refund never earns points: it stays at {1}")
    static let refundPointsPending = Phrase(
        "refund.points.pending", zh: "从待生效积分收回 {0}", en: "{0} taken from points still pending")
    static let refundPointsBalance = Phrase(
        "refund.points.balance", zh: "从可用积分收回 {0}", en: "{0} taken from the balance")
    static let refundPointsDebt = Phrase(
        "refund.points.debt", zh: "不足 {0}，以后所得积分先行抵扣", en: "{0} are missing and will be repaid by points to come")
    static let refundPointsForgiven = Phrase(
        "refund.points.forgiven", zh: "不足 {0}，按规则不再追收", en: "{0} are missing and, by the rules, not asked for")
    static let refundPointsBack = Phrase(
        "refund.points.back", zh: "抵现积分退回 {0}", en: "{0} used on the bill come back")
    static let refundCouponBack = Phrase(
        "refund.coupon.back", zh: "优惠券 {0} 退回", en: "coupon {0} comes back")
    static let refundGiftBack = Phrase(
        "refund.gift.back", zh: "“{0}”的赠礼收回", en: "the gift of {0} is taken back")
    static let refundGiftItem = Phrase(
        "refund.gift.item", zh: "“{0}”的赠品请交回，价值 {1}", en: "the gift of {0}, worth {1}, is to be handed back")
}
