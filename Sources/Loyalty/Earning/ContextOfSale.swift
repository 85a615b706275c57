internal import Vocabulary

extension EarningContext {
    /// - Parameter account: as it was just before the sale, time passed up to it.
    package init(_ account: borrowing MemberAccount, _ policy: borrowing Policy, atMs now: Int64) {
        day = policy.zone.day(atMs: now)
        var tier: String?
        tierBasisPoints = 10_000
        if let place = account.tierIndex(atMs: now, policy) {
            tier = policy.tiers.tiers[place].id
            tierBasisPoints = max(0, policy.tiers.tiers[place].earningBasisPoints)
            if policy.earning.tierUsed != .before { steps = Self.steps(account, policy, now, above: place) }
        }
        chooseCampaign(account, policy, now, tier)
        for (index, rule) in policy.earning.visits.enumerated()
        where account.uses[UseKey.visit(rule.id)].used(in: .day, of: day) <= 0 { visits.append(index) }
        let bonuses = policy.earning.bonuses.span
        for index in bonuses.indices where bonuses[index].when.holds(atMs: now, policy, account.person) {
            self.bonuses.append(index)
        }
        for cap in policy.earning.caps {
            capsLeft.append(max(0, cap.limit.count - account.earned.used(in: cap.limit.period, of: day)))
        }
    }

    /// Chooses the campaign with the highest multiplier; of equal ones, the one with the lower id.
    private mutating func chooseCampaign(
        _ account: borrowing MemberAccount, _ policy: borrowing Policy, _ now: Int64, _ tier: String?
    ) {
        let campaigns = policy.earning.campaigns.span
        for index in campaigns.indices where policy.campaignHolds(index, account, now, tier) {
            let isBetter: Bool
            if let best = campaign {
                isBetter =
                    campaigns[index].basisPoints > campaignBasisPoints
                    || (campaigns[index].basisPoints == campaignBasisPoints
                        && campaigns[index].id < campaigns[best].id)
            } else {
                isBetter = true
            }
            if isBetter {
                campaign = index
                campaignBasisPoints = max(0, campaigns[index].basisPoints)
            }
        }
    }

    /// Tiers above the present one, and what the sale must bring to reach each. Terms on points earned and on the
    /// balance are ignored: what the sale earns cannot decide what it earns.
    private static func steps(
        _ account: borrowing MemberAccount, _ policy: borrowing Policy, _ now: Int64, above place: Int
    ) -> [Step] {
        let rules = policy.tiers
        guard rules.upgrade == .immediate else { return [] }
        let day = policy.zone.day(atMs: now)
        let joinedAtMs = account.person?.joinedAtMs
        let zone = policy.zone
        let joined = joinedAtMs.map { zone.day(atMs: $0) }
        let history = account.qualification
        let counters = history.counters(from: rules.window.firstDay(on: day, joined: joined), through: day)
        let isFirstToday = history.days.last { $0.day <= day }.map { $0.day < day || !$0.isVisit } ?? true
        return rules.tiers.dropFirst(place + 1).compactMap { tier in
            var step = Step(basisPoints: max(0, tier.earningBasisPoints))
            for threshold in tier.reach {
                let gap = max(0, threshold.atLeast - counters[threshold.metric])
                switch threshold.metric {
                case .spend: step.spend = min(step.spend ?? Money(fen: gap), Money(fen: gap))
                case .services: step.services = min(step.services ?? gap, gap)
                case .visits: if gap <= (isFirstToday ? 1 : 0) { step.spend = .zero }
                case .pointsEarned, .activePoints: break
                }
            }
            return step.spend == nil && step.services == nil ? nil : step
        }
    }
}

extension Policy {
    /// Whether a campaign holds. Takes the campaign's index, because copying a campaign with its sets would cost more
    /// than the check.
    fileprivate borrowing func campaignHolds(
        _ index: Int, _ account: borrowing MemberAccount, _ now: Int64, _ tier: String?
    ) -> Bool {
        let campaigns = earning.campaigns.span
        if !campaigns[index].tiers.isEmpty, !(tier.map(campaigns[index].tiers.contains) ?? false) { return false }
        if !campaigns[index].segments.isEmpty,
            campaigns[index].segments.isDisjoint(with: account.person?.segments ?? [])
        {
            return false
        }
        return campaigns[index].when.holds(atMs: now, self, account.person)
    }
}

/// An exact factor; points come of it with one rounding at the end.
package struct TierRatio: Hashable, Sendable {
    package var numerator: Int64
    package var denominator: Int64
}

extension EarningContext {
    /// The tier's ratio for a sale that brings so much. With `split` each part of the spend counts at the ratio of the
    /// tier it falls into, so the factor is their mean, weighted by spend.
    package func ratio(_ used: EarningRules.TierUsed, _ sale: Qualifying) -> TierRatio {
        let before = TierRatio(numerator: tierBasisPoints, denominator: 10_000)
        guard used != .before, !steps.isEmpty else { return before }
        let reached = steps.indices.filter { index in
            let step = steps[index]
            return step.spend.map { $0 <= sale.spend } ?? false || step.services.map { $0 <= sale.services } ?? false
        }
        guard let highest = reached.last else { return before }
        guard used == .split else {
            return TierRatio(numerator: steps[highest].basisPoints, denominator: 10_000)
        }
        // A tier that is not reached by spend holds for the whole sale; of tiers from the same point the highest.
        var weighted = Int128(0)
        var end = sale.spend
        for index in reached.reversed() {
            let viaServices = steps[index].services.map { $0 <= sale.services } ?? false
            let start = viaServices ? .zero : min(steps[index].spend ?? .zero, end)
            weighted += Int128((end - start).fen) * Int128(steps[index].basisPoints)
            end = start
        }
        weighted += Int128(end.fen) * Int128(tierBasisPoints)
        guard sale.spend > .zero, let numerator = Int64(exactly: weighted) else {
            return TierRatio(numerator: steps[highest].basisPoints, denominator: 10_000)
        }
        let (denominator, isTooMuch) = sale.spend.fen.multipliedReportingOverflow(by: 10_000)
        return isTooMuch ? before : TierRatio(numerator: numerator, denominator: denominator)
    }
}
