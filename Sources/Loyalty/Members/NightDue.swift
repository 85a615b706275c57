package import Vocabulary

extension MemberAccount {
    /// The first day whose night may change something for this member if no entry comes before it; `nil` if none is
    /// known.
    ///
    /// The hub stores it for each member, and so need not evaluate everybody every night: the nights before it do
    /// nothing, which a property test checks.
    /// - Parameter now: not before the last entry. Only midnights after it count.
    package func nextNight(afterMs now: Int64, _ policy: Policy) -> Day? {
        var moments = purse.lots.flatMap { lot in
            [lot.isPending(atMs: now) ? lot.activeFromMs : nil, lot.expiresAtMs].compactMap { $0 }
        }
        moments += redemptions.all.lazy.filter { $0.state == .open }.map(policy.claimEndMs)
        moments += packages.all.lazy.filter { $0.leftInAll > 0 }.compactMap(\.expiresAtMs)
        if let through = standing.byHand?.through { moments.append(policy.zone.startMs(of: through.adding(days: 1))) }
        if standing.asOfMs != nil {
            let review = TierReview(self, policy)
            if let moment = review.nextMoment(after: standing.asOfMs ?? now) { moments.append(moment) }
        }
        if policy.points.autoRedeem != nil { moments.append(now + 1) }
        moments += warningMoments(afterMs: now, policy)
        return moments.min().map { Self.midnight(atOrAfterMs: max($0, now + 1), policy.zone) }
    }

    /// The moments at which the next warnings of a downgrade are due.
    private func warningMoments(afterMs now: Int64, _ policy: Policy) -> [Int64] {
        guard !policy.tiers.warnDays.isEmpty,
            let fall = tierFall(atMs: max(now, standing.asOfMs ?? now), withinDays: 3660, policy)
        else { return [] }
        var next = self
        let midnight = policy.zone.startMs(of: Self.midnight(atOrAfterMs: now + 1, policy.zone))
        if next.recordTierWarning(atMs: midnight, policy) != nil { return [midnight] }
        return policy.tiers.warnDays.map { policy.zone.startMs(of: fall.on.adding(days: -$0)) }.filter { $0 > now }
    }

    private static func midnight(atOrAfterMs moment: Int64, _ zone: StoreZone) -> Day {
        let day = zone.day(atMs: moment)
        return zone.startMs(of: day) == moment ? day : day.adding(days: 1)
    }
}
