package import Vocabulary

/// How far it is to the next tier, and what is missing to keep the present one.
package struct TierProgress: Hashable, Sendable {
    /// One way there; any one of several is enough.
    package struct Gap: Hashable, Sendable {
        package var metric: TierRules.Metric
        package var have: Int64
        package var need: Int64

        package var missing: Int64 { max(0, need - have) }
    }

    package var tier: String
    package var next: String?
    package var toNext: [Gap] = []
    /// Empty when the tier is kept as things are.
    package var toStay: [Gap] = []
    /// When the tier is next looked at or goes down; `nil` for no known day.
    package var reviewOn: Day?
    /// The fall ahead that members are to be told of.
    package var warning: TierWarning?
    /// The gaps in words, nearest first as the policy names them.
    package var derivation = Derivation()
}

extension MemberAccount {
    package func tierProgress(atMs now: Int64, _ policy: Policy) -> TierProgress? {
        guard let shown = tierIndex(atMs: now, policy) else { return nil }
        var review = TierReview(self, policy)
        review.passTime(toMs: now)
        let rules = policy.tiers
        let counters = review.counters(on: policy.zone.day(atMs: now), atMs: now)
        var progress = TierProgress(tier: rules.tiers[shown].id)
        // A tier that is reached already and only waits for its period is not missing.
        let reached = max(shown, rules.index(of: review.standing.upcoming))
        let next = rules.tiers.indices.dropFirst(reached + 1).first { !rules.tiers[$0].reach.isEmpty }
        if let from = review.standing.upcomingFromMs, reached > shown {
            progress.derivation.noteNearly(
                rules.tiers[reached].id, .tierNextPeriod, rules.name(reached), .day(policy.zone.day(atMs: from)))
        }
        if let next, !counters.meets(rules.tiers[next].reach) {
            progress.next = rules.tiers[next].id
            progress.toNext = TierProgress.gaps(rules.tiers[next].reach, counters)
            for gap in progress.toNext {
                progress.derivation.noteNearly(
                    rules.tiers[next].id, gap.metric.gapPhrase, gap.metric.value(gap.missing), rules.name(next))
            }
        }
        if review.level == shown, review.canFall, !review.holds(shown, counters) {
            progress.toStay = TierProgress.gaps(rules.tiers[shown].keeping, counters)
            for gap in progress.toStay {
                progress.derivation.noteNearly(
                    rules.tiers[shown].id, gap.metric.stayPhrase, gap.metric.value(gap.missing), rules.name(shown))
            }
        }
        if review.canFall {
            let moment = review.standing.downgradeAtMs ?? review.nextReview(after: now)
            progress.reviewOn = moment.map { policy.zone.day(atMs: $0) }
        }
        progress.warning = tierWarning(atMs: now, policy)
        if let warning = progress.warning { progress.derivation.append(warning.derivation) }
        return progress
    }
}

extension TierProgress {
    fileprivate static func gaps(_ thresholds: [Threshold], _ counters: TierCounters) -> [Gap] {
        thresholds.map { Gap(metric: $0.metric, have: counters[$0.metric], need: $0.atLeast) }
    }
}

extension TierRules.Metric {
    fileprivate func value(_ amount: Int64) -> Value {
        switch self {
        case .spend: .fen(amount)
        case .visits, .services: .count(amount)
        case .pointsEarned, .activePoints: .points(amount)
        }
    }

    fileprivate var gapPhrase: Phrase {
        switch self {
        case .spend: .gapSpend
        case .visits: .gapVisits
        case .pointsEarned: .gapPoints
        case .services: .gapServices
        case .activePoints: .gapBalance
        }
    }

    fileprivate var stayPhrase: Phrase {
        switch self {
        case .spend: .staySpend
        case .visits: .stayVisits
        case .pointsEarned: .stayPoints
        case .services: .stayServices
        case .activePoints: .stayBalance
        }
    }
}

extension MemberAccount {
    /// The next fall of the tier that counts, hand-set ones included, if nothing more happens, within so many days;
    /// `nil` where none is in sight.
    package func tierFall(atMs now: Int64, withinDays days: Int, _ policy: Policy) -> TierWarning? {
        var review = TierReview(self, policy)
        review.passTime(toMs: now)
        let rules = policy.tiers
        let today = policy.zone.day(atMs: now)
        let horizon = policy.zone.startMs(of: today.adding(days: days + 1))
        var at = max(now, review.standing.asOfMs ?? now)
        let from = review.shown(atMs: at)
        guard from > 0 else { return nil }
        while let moment = review.nextShownMoment(after: at), moment < horizon {
            at = moment
            review.passTime(toMs: moment)
            let shown = review.shown(atMs: moment)
            guard shown < from else {
                if shown > from { return nil }
                continue
            }
            let on = policy.zone.day(atMs: moment)
            var derivation = Derivation()
            derivation.note(
                rules.tiers[from].id, .tierWarning, rules.name(from), .day(on), rules.name(shown),
                .count(Int64(on.number - today.number)))
            return TierWarning(
                tier: rules.tiers[from].id, fallsTo: rules.tiers[shown].id, on: on,
                daysLeft: on.number - today.number, derivation: derivation)
        }
        return nil
    }

    /// The warning of a coming fall that can be shown at a moment; `nil` if no fall lies within the policy's largest
    /// number of days.
    package func tierWarning(atMs now: Int64, _ policy: Policy) -> TierWarning? {
        guard let furthest = policy.tiers.warnDays.max() else { return nil }
        return tierFall(
            atMs: max(now, standing.asOfMs ?? .min), withinDays: min(max(furthest, 0), 3660), policy)
    }

    /// The warning that is due and has not been given: one for each of the policy's days before a fall, on that day, or
    /// as soon as somebody looks after it. Records that it was given.
    mutating func recordTierWarning(atMs now: Int64, _ policy: Policy) -> TierWarning? {
        guard let warning = tierWarning(atMs: now, policy),
            let days = policy.tiers.warnDays.filter({ $0 >= warning.daysLeft }).min()
        else { return nil }
        let said = TierWarning.Record(tier: warning.tier, on: warning.on, days: days)
        if let last = warned, last.tier == said.tier, last.on == said.on, last.days <= days { return nil }
        warned = said
        return warning
    }
}
