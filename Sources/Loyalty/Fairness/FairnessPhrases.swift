import Vocabulary

extension Phrase {
    package static let fairnessGroup = Phrase(
        "fairness.group",
        zh: "{0} {1}：{2} 人，平均 {3}；最低 {4}，四分位 {5}、{6}、{7}，最高 {8}",
        en: "{0} {1}: {2} members pay {3} on average; least {4}, quartiles {5}, {6}, {7}, most {8}")
    package static let fairnessTooSmall = Phrase(
        "fairness.tooSmall",
        zh: "{0} {1}：为保护隐私不显示（每组至少 {2} 人，否则可推算出个人价格）",
        en: "{0} {1}: not shown, to protect privacy (a group needs {2} members, or prices could be worked out)")
    package static let fairnessGap = Phrase(
        "fairness.gap",
        zh: "{0}：{1} 组平均 {2}，{3} 组平均 {4}，相差 {5}",
        en: "{0}: group {1} pays {2} on average, group {3} pays {4}, a gap of {5}")
    package static let fairnessNoGap = Phrase(
        "fairness.noGap", zh: "{0}：各组平均价格相同", en: "{0}: the groups pay the same on average")
    package static let fairnessWidens = Phrase(
        "fairness.widens", zh: "差距中的 {1} 来自“{0}”", en: "{1} of the difference comes from “{0}”")
    package static let fairnessNarrows = Phrase(
        "fairness.narrows", zh: "“{0}”使差距缩小 {1}", en: "“{0}” makes the difference {1} smaller")
    package static let fairnessPersonalised = Phrase(
        "fairness.personalised",
        zh: "您的价格 {0}；不使用个人特征时为 {1}，个性化为您节省 {2}",
        en: "your price is {0}; without looking at you personally it is {1}, so personalisation saves you {2}")
    package static let fairnessSameForAll = Phrase(
        "fairness.sameForAll",
        zh: "您的价格 {0}，与不使用个人特征时相同",
        en: "your price is {0}, the same as without looking at you personally")
    package static let fairnessPersonalisedDearer = Phrase(
        "fairness.personalisedDearer",
        zh: "您的价格 {0}；不使用个人特征时为 {1}，个性化使您多付 {2}",
        en: "your price is {0}; without looking at you personally it is {1}, so personalisation costs you {2}")

    static let ofFairness: [Phrase] = [
        fairnessGroup, fairnessTooSmall, fairnessGap, fairnessNoGap, fairnessWidens, fairnessNarrows, fairnessReason,
        fairnessNoReason, fairnessPersonalised, fairnessSameForAll, fairnessPersonalisedDearer,
    ]
}

extension Derivation {
    mutating func noteGroups(_ distribution: FairnessReport.Distribution) {
        let attribute = Value.name(distribution.attribute.name)
        for group in distribution.groups {
            guard let figures = group.figures else {
                let least = Int64(FairnessReport.smallestShown)
                note(distribution.rule, .fairnessTooSmall, attribute, .name(group.band.name), .count(least))
                continue
            }
            note(
                distribution.rule, .fairnessGroup, attribute, .name(group.band.name), .count(Int64(figures.count)),
                .fen(figures.mean), .fen(figures.min), .fen(figures.p25), .fen(figures.median), .fen(figures.p75),
                .fen(figures.max))
        }
    }

    mutating func note(_ gap: FairnessReport.Gap, of distribution: FairnessReport.Distribution, _ policy: Policy) {
        func mean(_ band: FairnessAttribute.Band) -> Value {
            .fen(distribution.groups.first { $0.band == band }?.figures?.mean ?? 0)
        }
        let attribute = Value.name(distribution.attribute.name)
        if gap.fen == 0 {
            note(distribution.rule, .fairnessNoGap, attribute)
        } else {
            note(
                distribution.rule, .fairnessGap, attribute, .name(gap.dearest.name), mean(gap.dearest),
                .name(gap.cheapest.name), mean(gap.cheapest), .fen(gap.fen))
        }
        note(gap.causes, policy)
    }

    mutating func note(_ effect: PersonalisationEffect, _ policy: Policy) {
        let rule = "fairness.personalisation"
        let (now, plain) = (Value.fen(effect.personalised), Value.fen(effect.plain))
        if effect.saving == .zero {
            note(rule, .fairnessSameForAll, now)
        } else if effect.saving > .zero {
            note(rule, .fairnessPersonalised, now, plain, .fen(effect.saving))
        } else {
            note(rule, .fairnessPersonalisedDearer, now, plain, .fen(-effect.saving))
        }
        note(effect.causes, policy)
    }

    private mutating func note(_ causes: [PriceCause], _ policy: Policy) {
        for cause in causes {
            let offer = policy.offers.first { $0.id == cause.rule }
            let name = Value.name(offer?.name ?? cause.ruleName)
            note(cause.rule, cause.fen > 0 ? .fairnessWidens : .fairnessNarrows, name, .fen(abs(cause.fen)))
            if let offer { noteReasons(of: offer, policy) }
        }
    }
}

extension FairnessReport.Distribution {
    fileprivate var rule: String { "fairness.\(attribute.rawValue)" }
}

extension PriceCause {
    /// What is no offer.
    fileprivate var ruleName: Bilingual {
        switch rule {
        case Self.rounding: Bilingual(zh: "抹零", en: "rounding of the bill")
        case Self.list: Bilingual(zh: "标价", en: "list price")
        default: Bilingual(both: rule)
        }
    }
}
