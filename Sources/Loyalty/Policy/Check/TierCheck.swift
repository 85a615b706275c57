extension PolicyCheck {
    mutating func tiers() {
        let rules = policy.tiers
        guard let first = rules.tiers.first else { return error("tiers.levels", .checkNoTier) }
        distinct("tiers.levels", rules.tiers.map(\.id))
        if !first.reach.isEmpty {
            warning("tiers.levels.\(first.id).reach", .checkFirstReach)
        }
        for (index, tier) in rules.tiers.enumerated().dropFirst() { reach(of: tier, above: rules.tiers[..<index]) }
        for tier in rules.tiers { stay(of: tier) }
        for (index, tier) in rules.tiers.enumerated().dropFirst() { passed(tier, by: rules.tiers[(index + 1)...]) }
        if rules.review == .immediate, let longest = rules.warnDays.max(), longest > rules.graceDays {
            warning("tiers.warnDays", .checkWarnsLate, .count(Int64(longest)), .count(Int64(rules.graceDays)))
        }
        // Money can be paid in without a bill, so top-ups need no item of the price list.
        let countsTopUps = rules.counts(.topUp)
        if !countsTopUps { someItem(rules.scope, "tiers.scope") }
        if rules.countsTenders.contains(.principal),
            countsTopUps || policy.items.values.contains(where: { $0.kind == .topUp && rules.counts($0) })
        {
            error("tiers.scope", .checkCountsTwice)
        }
    }

    private mutating func reach(of tier: Tier, above lower: ArraySlice<Tier>) {
        let path = "tiers.levels.\(tier.id).reach"
        guard !tier.reach.isEmpty else { return error("tiers.levels.\(tier.id)", .checkNothingReaches) }
        var impossible = 0
        for threshold in tier.reach {
            let place = "\(path).\(threshold.metric.rawValue)"
            if let (phrase, values) = impossibility(of: threshold) {
                impossible += 1
                warning(place, phrase, values)
            }
            let higher = lower.last {
                $0.reach.contains { $0.metric == threshold.metric && $0.atLeast > threshold.atLeast }
            }
            if let higher { error(place, .checkAscend, .id(higher.id)) }
        }
        if impossible == tier.reach.count { error(path, .checkNobodyReaches) }
    }

    /// A tier that is passed over: whatever reaches it reaches a higher one at once.
    private mutating func passed(_ tier: Tier, by higher: ArraySlice<Tier>) {
        guard !tier.reach.isEmpty else { return }
        let isPassed = tier.reach.allSatisfy { threshold in
            higher.contains { $0.reach.contains { $0.metric == threshold.metric && $0.atLeast <= threshold.atLeast } }
        }
        if isPassed {
            error("tiers.levels.\(tier.id).reach", .checkPassedOver)
        }
    }

    private mutating func stay(of tier: Tier) {
        for threshold in tier.stay {
            let reach = tier.reach.first { $0.metric == threshold.metric }
            if let reach, reach.atLeast < threshold.atLeast {
                warning("tiers.levels.\(tier.id).stay.\(threshold.metric.rawValue)", .checkStayMore)
            }
        }
    }

    private typealias Impossible = (phrase: Phrase, values: [Value])

    /// Why a count can never come so far.
    private func impossibility(of threshold: Threshold) -> Impossible? {
        if threshold.atLeast > Bounds.amount { return (.checkUncountable, []) }
        switch threshold.metric {
        case .spend: return policy.tiers.countsTenders.isEmpty ? (.checkNoPayment, []) : nil
        case .visits:
            guard let days = daysInWindow, threshold.atLeast > days else { return nil }
            return (.checkWindowDays, [.count(days)])
        case .pointsEarned:
            return impossibility(
                ofPoints: threshold.atLeast, most: mostPoints(inDays: daysInWindow), .checkMostInWindow)
        case .activePoints:
            return impossibility(ofPoints: threshold.atLeast, most: mostPointsEver, .checkMostBeforeLapse)
        case .services:
            let scope = policy.tiers.scope
            let some = policy.items.values.contains { $0.kind == .service && scope.contains($0) }
            return some ? nil : (.checkNoService, [])
        }
    }

    private func impossibility(ofPoints points: Int64, most: Int64?, _ phrase: Phrase) -> Impossible? {
        guard earnsAnything else { return (.checkNothingEarns, []) }
        guard let most, points > most else { return nil }
        return (phrase, [.count(most)])
    }

    private var daysInWindow: Int64? {
        switch policy.tiers.window {
        case .calendarYear, .anniversary: 366
        case .rollingDays(let days): Int64(days)
        case .rollingMonths(let months): Self.bounded(months) * 31
        case .lifetime: nil
        }
    }

    var earnsAnything: Bool {
        let rules = policy.earning
        return rules.amounts.contains { $0.points > 0 } || rules.visits.contains { $0.points > 0 }
            || rules.services.contains { $0.points > 0 } || rules.actions.contains { $0.points > 0 }
            || rules.bonuses.contains { $0.points > 0 } || policy.storedValue.topUps.contains { $0.points > 0 }
    }
}
