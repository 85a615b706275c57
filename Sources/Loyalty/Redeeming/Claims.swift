internal import Vocabulary

extension MemberAccount {
    /// What becomes of the claim to a redeemed reward. The same step twice changes nothing the second time.
    ///
    /// - Throws: `missing` for a redemption that was never made.
    package mutating func claim(
        _ id: String, _ step: ClaimStep, entry: String, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(now)
        guard let redemption = redemptions[id] else { throw .missing(kind: "redemption", id: id) }
        switch (step, redemption.state) {
        case (.handedOver, .open):
            redemptions.change(id) { $0.end(as: .handedOver) }
            return .done(redemption.reward, .claimMet)
        case (.unclaimed, .open):
            return giveUp(redemption, entry: entry, atMs: now, policy)
        case (.reversed, .open), (.reversed, .handedOver):
            return reverse(redemption, entry: entry, atMs: now, policy)
        case (.handedOver, .handedOver), (.unclaimed, .returned), (.unclaimed, .forfeited), (.reversed, .reversed):
            return .done(redemption.reward, .doneBefore, .id(id))
        case (_, .handedOver): return .refused(redemption.reward, .claimWasMet)
        case (_, .returned): return .refused(redemption.reward, .claimWasReturned)
        case (_, .forfeited): return .refused(redemption.reward, .claimWasForfeited)
        case (_, .reversed): return .refused(redemption.reward, .claimWasReversed)
        }
    }

    /// Open claims that nobody fetched in time, the oldest first: what the nightly job returns or forfeits.
    package func claimsDue(atMs now: Int64, _ policy: Policy) -> [String] {
        redemptions.all
            .filter { $0.state == .open && policy.claimEndMs($0) <= now }
            .sorted { ($0.atMs, $0.id) < ($1.atMs, $1.id) }
            .map(\.id)
    }

    private mutating func giveUp(
        _ redemption: Redemption, entry: String, atMs now: Int64, _ policy: Policy
    ) -> Answer {
        let end = policy.claimEndMs(redemption)
        guard end <= now else {
            return .refused(
                "claims.days", .claimStillOpen, .count(Int64(policy.claims.days)), .day(policy.zone.day(atMs: end - 1)))
        }
        switch policy.claims.unclaimed {
        case .forfeit:
            redemptions.change(redemption.id) { $0.end(as: .forfeited) }
            return .done("claims.unclaimed", .claimForfeited, .points(redemption.price.points.count))
        case .giveBack:
            return giveBack(redemption, as: .returned, entry: entry, atMs: now, policy)
        }
    }

    private mutating func reverse(
        _ redemption: Redemption, entry: String, atMs now: Int64, _ policy: Policy
    ) -> Answer {
        if let coupon = redemption.coupon {
            guard let left = coupons[coupon]?.usesLeft, left >= redemption.couponUses else {
                return .refused(redemption.reward, .couponWasUsed)
            }
            coupons.change(coupon) { $0.void() }
        }
        return giveBack(redemption, as: .reversed, entry: entry, atMs: now, policy)
    }

    /// The points go back and the redemption does not count towards any limit any more.
    private mutating func giveBack(
        _ redemption: Redemption, as state: Redemption.State, entry: String, atMs now: Int64, _ policy: Policy
    ) -> Answer {
        redemptions.change(redemption.id) { $0.end(as: state) }
        uses.add(-1, of: UseKey.reward(redemption.reward), on: policy.zone.day(atMs: redemption.atMs))
        purse.restore(redemption.parts, atMs: now, entry: entry, policy)
        var derivation = Derivation()
        derivation.note(redemption.reward, .rewardPointsBack, .points(redemption.price.points.count))
        if policy.reversal.restored == .reverse {
            let days = Int64(policy.reversal.graceDays)
            derivation.note("reversal.graceDays", days > 0 ? .rewardOldExpiry : .rewardOldExpiryOnly, .count(days))
        } else if let last = policy.points.validity.lastDay(from: policy.zone.day(atMs: now)) {
            derivation.note("reversal.restored", .rewardNewExpiry, .day(last))
        }
        let extra = redemption.price.money
        if extra > .zero { derivation.note(redemption.reward, .extraGoesBack, .fen(extra.fen)) }
        return .done(derivation)
    }
}

extension Policy {
    /// The first moment at which a claim is no longer kept.
    func claimEndMs(_ redemption: Redemption) -> Int64 { claimEndMs(redeemedAtMs: redemption.atMs) }

    /// The same of what was redeemed at this moment.
    package func claimEndMs(redeemedAtMs moment: Int64) -> Int64 {
        zone.startMs(of: zone.day(atMs: moment).adding(days: claims.days + 1))
    }
}
