package import Vocabulary

// A member's tier: asked for at any moment, moved by entries, booked by the night.
extension MemberAccount {
    /// Where the member stands at a moment, whether or not any job ran; not before the last entry.
    package func standing(atMs now: Int64, _ policy: borrowing Policy) -> TierStanding {
        guard let known = standing.asOfMs, known < now else { return standing }
        if policy.tiers.isQuiet(standing, after: known, through: now) {
            var standing = standing
            standing.asOfMs = now
            return standing
        }
        var review = TierReview(self, policy)
        guard let moment = review.nextMoment(after: known), moment <= now else {
            var standing = standing
            standing.asOfMs = now
            return standing
        }
        review.passTime(toMs: now)
        return review.standing
    }

    /// Place of the tier that counts at a moment, hand-set ones included; `nil` where the policy has none.
    package func tierIndex(atMs now: Int64, _ policy: borrowing Policy) -> Int? {
        guard !policy.tiers.tiers.isEmpty else { return nil }
        let standing = standing(atMs: now, policy)
        return policy.tiers.index(of: standing.handSet(atMs: now, policy)?.tier ?? standing.tier)
    }

    package func tier(atMs now: Int64, _ policy: Policy) -> Tier? {
        tierIndex(atMs: now, policy).map { policy.tiers.tiers[$0] }
    }

    /// The id of the tier that counts at a moment; if the policy has no tiers, the id of the last tier held.
    package func tierID(atMs now: Int64, _ policy: Policy) -> String? { tier(atMs: now, policy)?.id ?? standing.tier }

    /// Lets time pass up to a moment; to be called before an entry of that moment changes anything.
    package mutating func passTierTime(toMs now: Int64, _ policy: borrowing Policy) -> Derivation {
        if let known = standing.asOfMs {
            if known >= now { return Derivation() }
            if policy.tiers.isQuiet(standing, after: known, through: now) {
                standing.asOfMs = now
                return Derivation()
            }
        }
        var review = TierReview(self, policy)
        review.passTime(toMs: now)
        standing = review.standing
        return review.derivation
    }

    /// Looks at the tier after an entry changed what counts.
    package mutating func reviewTier(
        atMs now: Int64, _ policy: borrowing Policy, _ cause: TierCause = .entry
    ) -> Derivation {
        var review = TierReview(self, policy)
        review.review(now, cause)
        standing = review.standing
        return review.derivation
    }

    /// Sets a tier by hand, through a day or for good. The tier that the member earns is still computed beneath it.
    package mutating func setTier(
        _ tier: String, through day: Day?, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Derivation {
        guard let index = policy.tiers.tiers.firstIndex(where: { $0.id == tier }) else {
            throw .unknown(kind: "tier", id: tier)
        }
        var derivation = passTierTime(toMs: now, policy)
        standing.byHand = TierStanding.HandSet(tier: tier, through: day)
        if let day {
            derivation.note(tier, .tierByHand, policy.tiers.name(index), .day(day))
        } else {
            derivation.note(tier, .tierByHandForGood, policy.tiers.name(index))
        }
        return derivation
    }
}

extension TierRules {
    /// Whether time alone certainly changes nothing up to a moment; answered from the rules and the standing only. For
    /// the common rules, whose reviews come at the end of terms; `false` if the account must be evaluated.
    func isQuiet(_ standing: borrowing TierStanding, after known: Int64, through now: Int64) -> Bool {
        guard review == .periodEnd, !window.hasYears, !tiers.isEmpty, !usesBalance,
            standing.downgradeAtMs == nil, standing.upcomingFromMs == nil
        else { return false }
        guard let kept = standing.keptUntilMs else { return true }
        return kept > now || kept <= known
    }
}

extension TierStanding {
    /// The tier set by hand, while it lasts.
    package func handSet(atMs now: Int64, _ policy: Policy) -> HandSet? { handSet(atMs: now, policy.zone) }

    func handSet(atMs now: Int64, _ zone: StoreZone) -> HandSet? {
        guard let byHand else { return nil }
        guard let through = byHand.through else { return byHand }
        return zone.day(atMs: now) <= through ? byHand : nil
    }

    /// The first moment at which the tier set by hand no longer holds; `nil` if none is set, or it is set for good.
    func handSetEndMs(_ zone: StoreZone) -> Int64? {
        byHand?.through.map { zone.startMs(of: $0.adding(days: 1)) }
    }
}
