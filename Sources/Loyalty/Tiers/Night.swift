package import Vocabulary

/// The work at the beginning of a store's day, in this order (E16): pending points become active, the automatic reward
/// is redeemed, tiers are reviewed, lots that have ended are booked as expired, and tiers by the balance are reviewed
/// again.
///
/// A question at any moment gives the same answers without it: the night only books them. So running a night twice,
/// late or not at all changes no answer, with two exceptions: automatic redeeming needs it, and so does giving each
/// warning once.
package enum Night {
    /// A bound on rewards redeemed for one member in one night.
    private static let redeemLimit = 100

    /// - Parameters:
    ///   - entry: the id under which purse postings are made.
    ///   - redeem: redeems a reward for the member at the moment given, the last one before midnight: what ends with
    ///     the day can still be spent then, and what becomes active with the midnight already. Leaves the account
    ///     as it is where the reward's own rules refuse it.
    package static func run(
        _ day: Day, _ account: inout MemberAccount, _ policy: Policy, entry: String,
        redeem: (inout MemberAccount, _ reward: String, _ atMs: Int64) -> Void = { _, _, _ in }
    ) -> Derivation {
        let midnight = policy.zone.startMs(of: day)
        guard hasWork(account, policy, midnight) else {
            settle(&account, midnight)
            return Derivation()
        }
        var derivation = account.passTierTime(toMs: midnight - 1, policy)
        if policy.points.autoRedeem != nil { account.purse.activate(atMidnightMs: midnight) }
        account.purse.advance(toMs: midnight, entry: entry)
        sayActivated(day, &account, policy, midnight, into: &derivation)
        redeemByItself(&account, policy, midnight - 1, redeem, into: &derivation)
        derivation.append(account.passTierTime(toMs: midnight, policy))
        let expired = account.purse.bookExpiries(atMs: midnight, entry: entry)
        for currency in LotCurrency.allCases {
            guard let sum = expired[currency] else { continue }
            if currency == .points {
                derivation.note("points.validity", .nightExpired, .points(sum))
            } else {
                derivation.note("storedValue.giftValidity", .nightExpiredMoney, .fen(sum))
            }
        }
        if policy.tiers.usesBalance {
            let now = max(midnight, account.standing.asOfMs ?? midnight)
            derivation.append(account.reviewTier(atMs: now, policy))
        }
        endHandSet(&account, policy, midnight, into: &derivation)
        if let warning = account.recordTierWarning(atMs: midnight, policy) { derivation.append(warning.derivation) }
        return derivation
    }

    /// Whether anything can change with this midnight; most members' nights are quiet.
    static func hasWork(_ account: MemberAccount, _ policy: Policy, _ midnight: Int64) -> Bool {
        // Nothing changes a tier before its next moment, but a warning may be due so many days earlier.
        let ahead = Int64(min(max(policy.tiers.warnDays.max() ?? 0, 0), 3660) + 1) * StoreZone.dayMs
        if account.purse.debt.contains(where: { $0.value > 0 }) { return true }
        for lot in account.purse.lots {
            if lot.hasExpired(atMs: midnight) { return true }
            if lot.activeFromMs <= midnight, lot.activeFromMs > midnight - StoreZone.dayMs { return true }
        }
        if let end = account.standing.handSetEndMs(policy.zone), end <= midnight + ahead { return true }
        if policy.points.autoRedeem != nil, policy.autoRedeemPrice(account, midnight - 1) != nil { return true }
        // An entry at the same midnight may have let time pass already; the night still has its messages to give.
        guard let known = account.standing.asOfMs,
            !policy.tiers.isQuiet(account.standing, after: known, through: midnight + ahead)
        else { return false }
        // A member at the first tier with nothing upcoming: only points could change the tier, and those were checked
        // above.
        if account.standing.tier == nil, account.standing.upcomingFromMs == nil, !policy.tiers.usesBalance {
            return false
        }
        return TierReview(account, policy).nextMoment(after: known).map { $0 <= midnight + ahead } ?? false
    }

    private static func settle(_ account: inout MemberAccount, _ midnight: Int64) {
        guard let known = account.standing.asOfMs, known < midnight else { return }
        account.standing.asOfMs = midnight
    }

    /// Notes the points that became active at this midnight, except those that paid back a debt.
    private static func sayActivated(
        _ day: Day, _ account: inout MemberAccount, _ policy: Policy, _ midnight: Int64,
        into derivation: inout Derivation
    ) {
        if let said = account.activationsSaid, said >= day { return }
        let points = account.purse.lots.reduce(Int64(0)) { sum, lot in
            let wasPending = lot.currency == .points && lot.gainedAtMs < lot.activeFromMs - 1
            let isNew = lot.activeFromMs <= midnight && lot.activeFromMs > midnight - StoreZone.dayMs
            return wasPending && isNew ? sum + lot.remaining : sum
        }
        guard points > 0 else { return }
        account.activationsSaid = day
        derivation.note("points.pendingDays", .nightActivated, .points(points))
    }

    private static func redeemByItself(
        _ account: inout MemberAccount, _ policy: Policy, _ now: Int64,
        _ redeem: (inout MemberAccount, String, Int64) -> Void, into derivation: inout Derivation
    ) {
        guard let reward = policy.points.autoRedeem else { return }
        for _ in 0..<redeemLimit {
            guard policy.autoRedeemPrice(account, now) != nil else { return }
            let before = account.purse.balance(.points, atMs: now)
            redeem(&account, reward, now)
            let used = before - account.purse.balance(.points, atMs: now)
            guard used > 0 else { return }
            let name = policy.rewards.first { $0.id == reward }?.name ?? Bilingual(both: reward)
            derivation.note(reward, .nightRedeemed, .name(name), .points(used))
        }
    }

    private static func endHandSet(
        _ account: inout MemberAccount, _ policy: Policy, _ midnight: Int64, into derivation: inout Derivation
    ) {
        guard let hand = account.standing.byHand, account.standing.handSet(atMs: midnight, policy) == nil else {
            return
        }
        account.standing.byHand = nil
        let rules = policy.tiers
        derivation.note(
            hand.tier, .tierByHandEnded, rules.name(rules.index(of: hand.tier)),
            rules.name(rules.index(of: account.standing.tier)))
    }
}

extension Policy {
    /// The price of the reward that is redeemed by itself, if the member's points are enough for it.
    fileprivate func autoRedeemPrice(_ account: MemberAccount, _ now: Int64) -> Int64? {
        guard let id = points.autoRedeem, let reward = rewards.first(where: { $0.id == id }) else { return nil }
        var price = reward.price
        if !reward.tierPrices.isEmpty, let tier = account.tier(atMs: now, self) {
            price = reward.tierPrices[tier.id] ?? price
        }
        guard let price, price.points.count > 0 else { return nil }
        return account.purse.balance(.points, atMs: now) >= price.points.count ? price.points.count : nil
    }
}
