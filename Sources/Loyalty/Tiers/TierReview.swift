internal import Vocabulary

/// Why a tier is looked at.
package enum TierCause: Hashable, Sendable {
    /// Something was gained or spent.
    case entry
    /// Something that counted was taken back.
    case refund
}

/// Evaluates a member's tier under a policy.
///
/// Time is a list of moments at which something can change: a period or a month ends, a day leaves the window, a term
/// of keeping or a grace ends, a lot becomes active or expires. `passTime` goes through the moments since it last ran,
/// so the answer is the same whether a job ran every night or never.
struct TierReview {
    let rules: TierRules
    let zone: StoreZone
    let history: Qualification
    /// Empty unless some tier goes by the balance.
    let purse: Purse
    let joined: Day?
    /// Some tier goes by the spendable balance.
    let usesBalance: Bool
    /// Points that become active are redeemed by the night's job before they can lift a tier (E16).
    let waitsForRedeeming: Bool
    var standing: TierStanding
    /// Index of the tier, without what was set by hand.
    var level: Int
    var derivation = Derivation()

    init(_ account: borrowing MemberAccount, _ policy: borrowing Policy) {
        rules = policy.tiers
        zone = policy.zone
        history = account.qualification
        if let joinedAtMs = account.person?.joinedAtMs {
            joined = policy.zone.day(atMs: joinedAtMs)
        } else {
            joined = nil
        }
        usesBalance = policy.tiers.usesBalance
        purse = usesBalance ? account.purse : Purse()
        waitsForRedeeming = policy.points.autoRedeem != nil
        standing = account.standing
        level = policy.tiers.index(of: account.standing.tier)
    }

    // What counts.

    /// - Parameter now: for the balance.
    func counters(on day: Day, atMs now: Int64) -> TierCounters {
        var counters = history.counters(from: rules.window.firstDay(on: day, joined: joined), through: day)
        if usesBalance { counters.activePoints = purse.balance(.points, atMs: now) }
        return counters
    }

    /// The counters just before a moment.
    func countersBefore(_ moment: Int64) -> TierCounters { counters(on: heldDay(moment), atMs: moment - 1) }

    /// The last day on which the tier was held, if it is lost at this moment.
    func heldDay(_ moment: Int64) -> Day { zone.day(atMs: moment - 1) }

    // Time.

    /// A bound on moments gone through at once: a century of days.
    private static let roundLimit = 40_000

    /// Goes through everything that time alone changes, up to and including this moment.
    mutating func passTime(toMs now: Int64) {
        guard !rules.tiers.isEmpty else { return }
        var at = standing.asOfMs ?? now
        var rounds = 0
        while rounds < Self.roundLimit, let moment = nextMoment(after: at), moment <= now {
            at = moment
            standing.asOfMs = moment
            pass(moment)
            rounds += 1
        }
        standing.asOfMs = max(now, at)
    }

    /// The next moment at which time alone can change something; `nil` for never.
    func nextMoment(after at: Int64) -> Int64? {
        var next = Int64.max
        func consider(_ moment: Int64?) {
            if let moment, moment > at, moment < next { next = moment }
        }
        consider(standing.downgradeAtMs.map { max($0, at + 1) })
        consider(standing.upcomingFromMs)
        if canFall, standing.downgradeAtMs == nil { consider(nextReview(after: at)) }
        if usesBalance {
            for lot in purse.lots where lot.currency == .points && lot.remaining > 0 {
                consider(lot.activeFromMs)
                consider(lot.expiresAtMs)
            }
        }
        return next == .max ? nil : next
    }

    /// Index of the tier that counts at a moment up to which time has passed, hand-set ones included.
    func shown(atMs now: Int64) -> Int { standing.handSet(atMs: now, zone).map { rules.index(of: $0.tier) } ?? level }

    /// The next moment at which the tier that is shown can change; a tier set by hand may end before `nextMoment`.
    func nextShownMoment(after at: Int64) -> Int64? {
        let end = standing.handSetEndMs(zone).flatMap { $0 > at ? $0 : nil }
        return [nextMoment(after: at), end].compactMap { $0 }.min()
    }

    var canFall: Bool { level > rules.index(of: standing.floor) && rules.downgrade != .never }

    /// The next moment at which a tier that may fall is looked at because of time.
    func nextReview(after at: Int64) -> Int64? {
        let from = max(at, (standing.keptUntilMs ?? at) - 1)
        let day = zone.day(atMs: from)
        switch rules.review {
        case .monthEnd: return zone.startMs(of: day.startOfMonth.adding(months: 1))
        case .periodEnd:
            guard rules.window.hasYears else { return standing.keptUntilMs }
            return zone.startMs(of: rules.window.nextPeriod(after: day, joined: joined))
        case .immediate:
            if let kept = standing.keptUntilMs, kept > at { return kept }
            if rules.window.hasYears { return zone.startMs(of: rules.window.nextPeriod(after: day, joined: joined)) }
            let first = rules.window.firstDay(on: day, joined: joined)
            let leaving = history.firstCounted(from: first).flatMap { rules.window.leaves($0, joined: joined) }
            return leaving.map { zone.startMs(of: $0) }
        }
    }

    private mutating func pass(_ moment: Int64) {
        let endsGrace = standing.downgradeAtMs.map { $0 <= moment } ?? false
        if endsGrace {
            if holds(level, countersBefore(moment)) {
                recover(moment)
            } else {
                fall(moment, counters(on: zone.day(atMs: moment), atMs: moment))
            }
        }
        if let from = standing.upcomingFromMs, from <= moment {
            standing.upcoming = nil
            standing.upcomingFromMs = nil
            let reached = rules.reached(countersBefore(moment))
            if reached > level { return rise(to: reached, moment) }
        }
        if !endsGrace, canFall, standing.downgradeAtMs == nil { reviewByTime(moment) }
        if usesBalance { riseOrRecover(moment, mayRise: !waitsForRedeeming) }
    }

    /// Periods and months are judged by what had come together when they ended, before anything is reset (E13).
    private mutating func reviewByTime(_ moment: Int64) {
        if rules.review == .immediate {
            guard standing.keptUntilMs.map({ $0 <= moment }) ?? true else { return }
            let counters = counters(on: zone.day(atMs: moment), atMs: moment)
            if !holds(level, counters) { fail(moment, counters) }
            return
        }
        guard nextReview(after: moment - 1) == moment else { return }
        let counters = countersBefore(moment)
        if holds(level, counters) { renew(moment) } else { fail(moment, counters) }
    }

    // Entries.

    /// Reviews the tier after an entry. Call `passTime` up to the entry's moment before the entry changes anything.
    mutating func review(_ now: Int64, _ cause: TierCause) {
        guard !rules.tiers.isEmpty else { return }
        standing.asOfMs = max(now, standing.asOfMs ?? now)
        let counters = counters(on: zone.day(atMs: now), atMs: now)
        let (before, noted) = (level, derivation.steps.count)
        if cause == .refund, rules.refund == .dropsAtOnce, level > 0, !isProven { dropUnearned(now, counters) }
        riseOrRecover(now, mayRise: true)
        mergeRefundSteps(from: before, since: noted)
        let isKept = standing.keptUntilMs.map { $0 > now } ?? false
        guard rules.review == .immediate, canFall, standing.downgradeAtMs == nil, !isKept else { return }
        if !holds(level, counters) { fail(now, counters) }
    }

    private mutating func riseOrRecover(_ now: Int64, mayRise: Bool) {
        let day = zone.day(atMs: now)
        let counters = counters(on: day, atMs: now)
        if mayRise {
            let reached = rules.reached(counters)
            switch rules.upgrade {
            case .immediate: if reached > level { rise(to: reached, now) }
            case .nextPeriod:
                let before = standing.upcoming
                standing.upcoming = reached > level ? rules.tiers[reached].id : nil
                standing.upcomingFromMs =
                    reached > level ? zone.startMs(of: rules.window.nextPeriod(after: day, joined: joined)) : nil
                if let from = standing.upcomingFromMs, standing.upcoming != before {
                    derivation.note(
                        rules.tiers[reached].id, .tierNextPeriod, rules.name(reached), .day(zone.day(atMs: from)))
                }
            }
        }
        if standing.downgradeAtMs != nil, holds(level, counters) { recover(now) }
    }

    // Judgements.

    /// Whether the counters keep a tier: by its own terms, or because they reach it or a higher one.
    func holds(_ level: Int, _ counters: TierCounters) -> Bool {
        guard level > 0, rules.tiers.indices.contains(level) else { return true }
        return counters.meets(rules.tiers[level].keeping) || rules.reached(counters) >= level
    }

    /// Whether the counters of the day that gave or confirmed the tier still do, after refunds.
    var isProven: Bool {
        guard let day = standing.provenOn, level > 0 else { return true }
        return isSupported(on: day, byStay: standing.provenByStay)
    }

    /// Whether what was counted by a day, without the balance, gives or keeps the tier.
    private func isSupported(on day: Day, byStay: Bool) -> Bool {
        let counters = history.counters(from: rules.window.firstDay(on: day, joined: joined), through: day)
        return byStay ? holds(level, counters) : rules.reached(counters) >= level
    }

    /// Remembers what gave or confirmed the tier. What the balance alone gave cannot be recounted later.
    mutating func prove(on day: Day, byStay: Bool) {
        standing.provenByStay = byStay
        standing.provenOn = !usesBalance || isSupported(on: day, byStay: byStay) ? day : nil
    }
}
