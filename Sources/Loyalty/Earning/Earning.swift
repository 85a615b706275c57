internal import Vocabulary

extension Policy {
    /// What lines earn under the circumstances of a sale, and why. The same lines and circumstances always earn the
    /// same; fewer lines earn what the smaller bill would have; nothing left earns nothing.
    ///
    /// - Parameter explains: whether it says why.
    package func earned(_ lines: [EarningLine], _ context: EarningContext, explains: Bool = true) -> Earned {
        var earned = Earned()
        guard lines.contains(where: { $0.amount > .zero || $0.paid > .zero }) else { return earned }
        earned.parts.reserveCapacity(4)
        if explains { earned.derivation.steps.reserveCapacity(4) }
        earnByAmount(lines, context, explains, into: &earned)
        earnByService(lines, explains, into: &earned)
        let paid = lines.sum(\.paid)
        for index in context.visits where earning.visits.indices.contains(index) {
            let rule = earning.visits[index]
            guard paid.fen >= rule.fromFen, rule.points > 0 else { continue }
            earned.grant(rule.points, by: rule.id)
            if explains { earned.derivation.note(rule.id, .earnVisit, .points(rule.points)) }
        }
        for index in context.bonuses where earning.bonuses.indices.contains(index) {
            earnBonus(earning.bonuses[index], paid, explains, into: &earned)
        }
        applyCaps(context.capsLeft, to: &earned, explains: explains)
        return earned
    }

    /// One exact fraction over all lines and rules, rounded once.
    private func earnByAmount(
        _ lines: [EarningLine], _ context: EarningContext, _ explains: Bool, into earned: inout Earned
    ) {
        let rules = earning.amounts
        guard !rules.isEmpty, earning.perFen > 0 else { return }
        let ratio = context.ratio(earning.tierUsed, qualifying(lines))
        let factors = EarningFactors(ratio: ratio, campaign: context.campaignBasisPoints)
        // Almost every policy has one rule, which needs no list.
        if rules.count == 1 {
            let amount = lines.sum { rules[0].scope.contains($0.item) ? $0.amount : .zero }
            let points = factors.points(weight(amount, rules[0]), weightPerFen, earning.rounding)
            grant(points, rules[0], amount, into: &earned)
            if explains { earned.note(points, rules[0], amount, factors, context, self) }
            return
        }
        var amounts = [Money](repeating: .zero, count: rules.count)
        for line in lines {
            guard let index = rules.firstIndex(where: { $0.scope.contains(line.item) }) else { continue }
            amounts[index] += line.amount
        }
        let weights = rules.indices.map { weight(amounts[$0], rules[$0]) }
        let total = factors.points(weights.reduce(0, +), weightPerFen, earning.rounding)
        for (index, points) in LargestRemainder.parts(of: total, by: LargestRemainder.fitted(weights)).enumerated() {
            grant(points, rules[index], amounts[index], into: &earned)
            if explains { earned.note(points, rules[index], amounts[index], factors, context, self) }
        }
        let used = weights.count { $0 > 0 }
        if used > 1, explains { earned.derivation.note("earning.rounding", .earnTogether, .points(total)) }
    }

    /// An amount times a rule's points, before the multipliers; divide it by `weightPerFen`.
    fileprivate func weight(_ amount: Money, _ rule: AmountRule) -> Int128 {
        let size = earning.mode == .block ? amount.fen / earning.perFen : amount.fen
        return Int128(max(0, size)) * Int128(max(0, rule.points))
    }

    fileprivate var weightPerFen: Int64 { earning.mode == .block ? 1 : earning.perFen }

    private func grant(_ points: Int64, _ rule: AmountRule, _ amount: Money, into earned: inout Earned) {
        if amount > .zero, points > 0 { earned.grant(points, by: rule.id) }
    }

    /// Grants points for each unit of lines of which something was paid in a way that earns; units that are free or
    /// paid by points earn nothing.
    private func earnByService(_ lines: [EarningLine], _ explains: Bool, into earned: inout Earned) {
        for rule in earning.services where rule.points > 0 {
            var units: Int64 = 0
            for line in lines where line.paid > .zero && rule.scope.contains(line.item) { units += line.quantity }
            guard units > 0 else { continue }
            let points = Int64(clamping: Int128(units) * Int128(rule.points))
            earned.grant(min(points, Bounds.amount), by: rule.id)
            guard explains else { continue }
            earned.derivation.note(rule.id, .earnService, .count(units), .points(rule.points), .points(points))
        }
    }

    private func earnBonus(_ rule: BonusRule, _ paid: Money, _ explains: Bool, into earned: inout Earned) {
        guard paid.fen >= rule.fromFen else {
            guard explains else { return }
            earned.derivation.noteNearly(rule.id, .earnBonusNearly, .fen(rule.fromFen - paid.fen), .name(rule.name))
            return
        }
        if rule.points > 0 { earned.grant(rule.points, by: rule.id) }
        if let coupon = rule.coupon { earned.coupons.append(coupon) }
        if explains { earned.note(rule, self) }
    }

    /// Applies the caps in the policy's order, each to what the one before left (B16). A cap clips, taking points off
    /// the last parts first, so bonuses before what the amount earned; or it rejects all points. Coupons are not points
    /// and stay.
    /// - Returns: whether a cap refused everything.
    @discardableResult
    func applyCaps(_ left: [Int64], to earned: inout Earned, explains: Bool = true) -> Bool {
        var isRefused = false
        for (cap, left) in zip(earning.caps, left) {
            let points = earned.points
            guard points.count > left else { continue }
            switch cap.effect {
            case .reject:
                earned.parts = []
                isRefused = true
                if explains { earned.derivation.note(cap.id, .capRejected, .points(points), .points(left)) }
            case .clip:
                var over = points - Points(left)
                while over > .zero, var part = earned.parts.popLast() {
                    let cut = min(over, part.points)
                    over -= cut
                    part.points -= cut
                    if part.points > .zero { earned.parts.append(part) }
                }
                if explains { earned.derivation.note(cap.id, .capClipped, .points(points), .points(left)) }
            }
        }
        return isRefused
    }
}

extension Earned {
    /// - Parameter points: more than 0.
    mutating func grant(_ points: Int64, by rule: String) { parts.append(Part(rule: rule, points: Points(points))) }
}

// Why.
extension Earned {
    fileprivate mutating func note(
        _ points: Int64, _ rule: AmountRule, _ amount: Money, _ factors: EarningFactors, _ context: EarningContext,
        _ policy: Policy
    ) {
        guard amount > .zero else { return }
        let earning = policy.earning
        let tier = Value.number(factors.ratio.numerator, per: factors.ratio.denominator)
        let campaign = Value.number(factors.campaign, per: 10_000)
        if earning.mode == .block {
            derivation.note(
                rule.id, .earnBlocks, .fen(amount), .fen(earning.perFen), .count(amount.fen / earning.perFen),
                .count(rule.points), tier, campaign, .points(points))
        } else {
            let exact = factors.exactHundredths(policy.weight(amount, rule), policy.weightPerFen)
            derivation.note(
                rule.id, .earnAmount, .fen(amount), .count(rule.points), .fen(earning.perFen), tier, campaign,
                .number(exact, per: 100), .points(points))
        }
        if let index = context.campaign, earning.campaigns.indices.contains(index) {
            let rule = earning.campaigns[index]
            derivation.note(rule.id, .earnCampaign, .name(rule.name), campaign)
        }
    }

    fileprivate mutating func note(_ rule: BonusRule, _ policy: Policy) {
        if rule.points > 0 {
            derivation.note(rule.id, .earnBonus, .fen(rule.fromFen), .name(rule.name), .points(rule.points))
        }
        if let coupon = rule.coupon {
            let name = policy.offers.first { $0.id == coupon }?.name
            derivation.note(
                rule.id, .earnBonusCoupon, .fen(rule.fromFen), .name(rule.name), name.map { .name($0) } ?? .id(coupon))
        }
    }
}

/// The multipliers of a sale: tier ratio × best campaign.
struct EarningFactors {
    let ratio: TierRatio
    /// 10000 changes nothing.
    let campaign: Int64

    /// `weight / perFen × ratio × campaign`, rounded once, exact before that (256 bits); at most `Bounds.amount`.
    func points(_ weight: Int128, _ perFen: Int64, _ rounding: Rounding) -> Int64 {
        quotient(weight, perFen, rounding)
    }

    /// The same in hundredths of a point, cut off; for showing.
    func exactHundredths(_ weight: Int128, _ perFen: Int64) -> Int64 { quotient(weight * 100, perFen, .down) }

    private func quotient(_ weight: Int128, _ perFen: Int64, _ rounding: Rounding) -> Int64 {
        let limit = Bounds.amount * 100
        guard weight > 0, ratio.numerator > 0, campaign > 0, ratio.denominator > 0, perFen > 0 else { return 0 }
        let left = UInt128(weight)
        let right = UInt128(ratio.numerator) * UInt128(campaign)
        let (divisor, isTooBig) = (UInt128(perFen) * UInt128(ratio.denominator)).multipliedReportingOverflow(by: 10_000)
        guard !isTooBig else { return 0 }
        let (product, isWide) = left.multipliedReportingOverflow(by: right)
        let whole: UInt128
        let rest: UInt128
        if isWide {
            let full = left.multipliedFullWidth(by: right)
            guard full.high < divisor else { return limit }
            (whole, rest) = divisor.dividingFullWidth(full)
        } else {
            (whole, rest) = product.quotientAndRemainder(dividingBy: divisor)
        }
        guard whole < UInt128(limit) else { return limit }
        let isUp =
            switch rounding {
            case .down: false
            case .half: rest >= divisor - rest
            case .up: rest > 0
            }
        return Int64(whole) + (isUp ? 1 : 0)
    }
}
