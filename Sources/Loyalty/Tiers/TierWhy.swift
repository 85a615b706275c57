internal import Vocabulary

extension MemberAccount {
    /// Why a member has a tier: since when, until when, what keeps it, and what has been counted. As what nearly
    /// applies: what is missing to keep it or to rise. Empty for a policy without tiers.
    package func tierDerivation(atMs now: Int64, _ policy: Policy) -> Derivation {
        guard let shown = tierIndex(atMs: now, policy), let progress = tierProgress(atMs: now, policy) else {
            return Derivation()
        }
        let (rules, zone) = (policy.tiers, policy.zone)
        let standing = standing(atMs: now, policy)
        var derivation = Derivation()
        if let hand = standing.handSet(atMs: now, policy) {
            derivation.noteHandSet(hand, rules.name(shown))
        } else {
            derivation.noteHeld(standing, shown, atMs: now, policy)
        }
        if progress.reviewOn != nil, !rules.tiers[shown].keeping.isEmpty {
            derivation.note(
                rules.tiers[shown].id, .tierKeeping, rules.name(shown),
                .name(.alternatives(rules.tiers[shown].keeping.map { $0.metric.words(of: $0.atLeast, isAsked: true) })),
                .name(rules.window.spanWords))
        }
        noteCounted(on: zone.day(atMs: now), atMs: now, policy, into: &derivation)
        let isSaid = derivation.steps.contains { $0.phrase == .tierKeptThrough }
        if let review = progress.reviewOn, standing.downgradeAtMs == nil, !isSaid {
            derivation.note("tiers.review", .tierReviewOn, rules.name(shown), .day(review.adding(days: -1)))
        }
        derivation.nearly = progress.derivation.nearly
        return derivation
    }

    /// Notes what has been counted of each metric that some tier asks for.
    private func noteCounted(on day: Day, atMs now: Int64, _ policy: Policy, into derivation: inout Derivation) {
        let rules = policy.tiers
        let asked = Set(rules.tiers.flatMap { ($0.reach + $0.stay).map(\.metric) })
        guard !asked.isEmpty else { return }
        let counters = TierReview(self, policy).counters(on: day, atMs: now)
        let counted = TierRules.Metric.allCases.filter { asked.contains($0) }.map {
            $0.words(of: counters[$0], isAsked: false)
        }
        derivation.note("tiers.window", .tierCounted, .name(rules.window.pastWords), .name(.enumerated(counted)))
    }
}

extension Derivation {
    fileprivate mutating func noteHandSet(_ hand: TierStanding.HandSet, _ name: Value) {
        if let through = hand.through {
            note(hand.tier, .tierByHand, name, .day(through))
        } else {
            note(hand.tier, .tierByHandForGood, name)
        }
    }

    fileprivate mutating func noteHeld(_ standing: TierStanding, _ shown: Int, atMs now: Int64, _ policy: Policy) {
        let (rules, zone) = (policy.tiers, policy.zone)
        let (id, name) = (rules.tiers[shown].id, rules.name(shown))
        if let since = standing.sinceMs {
            note(id, .tierSince, name, .day(zone.day(atMs: since)))
        } else {
            note(id, .tierPresent, name)
        }
        if let end = standing.downgradeAtMs {
            let target = rules.name(rules.index(of: standing.downgradeTo))
            note(id, .tierGrace, name, .day(zone.day(atMs: end - 1)), target)
        } else if let end = standing.keptUntilMs, end > now, end < Bounds.momentsMs.upperBound {
            note(id, .tierKeptThrough, name, .day(zone.day(atMs: end - 1)))
        }
    }
}

extension TierRules.Metric {
    /// An amount of it, as people say it.
    ///
    /// - Parameter isAsked: whether it is what a rule asks for, and not what has come together.
    fileprivate func words(of amount: Int64, isAsked: Bool) -> Bilingual {
        let (money, points, count) = (Figures.money(fen: amount), Value.points(amount).words, Figures.count(amount))
        let full = isAsked ? "满 " : " "
        switch self {
        case .spend: return Bilingual(zh: "消费\(full)\(money)", en: "\(money) spent")
        case .visits: return Bilingual(zh: "到店\(full)\(count) 次", en: amount == 1 ? "1 visit" : "\(count) visits")
        case .pointsEarned: return Bilingual(zh: "获得\(full)\(points.zh)", en: "\(points.en) earned")
        case .services:
            return Bilingual(zh: "服务\(full)\(count) 次", en: amount == 1 ? "1 service" : "\(count) services")
        case .activePoints: return Bilingual(zh: "可用积分\(full)\(points.zh)", en: "\(points.en) in the balance")
        }
    }
}

extension TierRules.Window {
    /// The window, in words, of what a rule asks for.
    fileprivate var spanWords: Bilingual {
        switch self {
        case .calendarYear: Bilingual(zh: "今年", en: "this year")
        case .rollingDays(let days): Bilingual(zh: "\(days) 天内", en: "within \(days) days")
        case .rollingMonths(let months): Bilingual(zh: "\(months) 个月内", en: "within \(months) months")
        case .anniversary: Bilingual(zh: "本会员年度", en: "this year of membership")
        case .lifetime: Bilingual(zh: "累计", en: "in all")
        }
    }

    /// The window, in words, of what has been counted; for the beginning of a sentence.
    fileprivate var pastWords: Bilingual {
        switch self {
        case .rollingDays(let days): Bilingual(zh: "近 \(days) 天", en: "Last \(days) days")
        case .rollingMonths(let months): Bilingual(zh: "近 \(months) 个月", en: "Last \(months) months")
        case .calendarYear: Bilingual(zh: "今年", en: "This year")
        case .anniversary: Bilingual(zh: "本会员年度", en: "This year of membership")
        case .lifetime: Bilingual(zh: "累计", en: "In all")
        }
    }
}

extension Bilingual {
    fileprivate static func alternatives(_ words: [Bilingual]) -> Bilingual {
        Bilingual(zh: words.map(\.zh).joined(separator: "，或"), en: words.map(\.en).joined(separator: " or "))
    }
}

extension Phrase {
    static let tierPresent = Phrase("tier.present", zh: "当前等级：{0}", en: "present tier: {0}")
    static let tierSince = Phrase("tier.since", zh: "{1}成为{0}", en: "{0} since {1}")
    static let tierKeptThrough = Phrase(
        "tier.kept-through", zh: "{0}有效期至 {1}", en: "{0} is valid through {1}")
    static let tierKeeping = Phrase(
        "tier.keeping", zh: "{2}{1}，可继续享有{0}", en: "to keep {0}: {1} {2}")
    static let tierCounted = Phrase("tier.counted", zh: "{0}：{1}", en: "{0}: {1}")
    static let tierReviewOn = Phrase(
        "tier.review-on", zh: "{0}有效期至 {1}", en: "{0} is valid through {1}")

    static let ofTierStandings: [Phrase] = [
        tierPresent, tierSince, tierKeptThrough, tierKeeping, tierCounted, tierReviewOn,
    ]
}
