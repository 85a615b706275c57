extension PolicyCheck {
    mutating func tiers() {
        let rules = policy.tiers
        guard let first = rules.tiers.first else { return error("tiers.levels", "there is no tier at all") }
        distinct("tiers.levels", rules.tiers.map(\.id))
        if !first.reach.isEmpty {
            warning("tiers.levels.\(first.id).reach", "everybody has the first tier; this is never looked at")
        }
        for (index, tier) in rules.tiers.enumerated().dropFirst() { reach(of: tier, above: rules.tiers[..<index]) }
        for tier in rules.tiers { stay(of: tier) }
        for (index, tier) in rules.tiers.enumerated().dropFirst() { passed(tier, by: rules.tiers[(index + 1)...]) }
        if rules.review == .immediate, let longest = rules.warnDays.max(), longest > rules.graceDays {
            warning(
                "tiers.warnDays", "a warning \(longest) days ahead comes too late with graceDays \(rules.graceDays)")
        }
        // Money can be paid in without a bill, so top-ups need no item of the price list.
        let countsTopUps = rules.counts(.topUp)
        if !countsTopUps { someItem(rules.scope, "tiers.scope") }
        if rules.countsTenders.contains(.principal),
            countsTopUps || policy.items.values.contains(where: { $0.kind == .topUp && rules.counts($0) })
        {
            error("tiers.scope", "the same money would count twice: it names top-ups, and countsTenders has principal")
        }
    }

    private mutating func reach(of tier: Tier, above lower: ArraySlice<Tier>) {
        let path = "tiers.levels.\(tier.id).reach"
        guard !tier.reach.isEmpty else { return error("tiers.levels.\(tier.id)", "nothing reaches it") }
        var impossible = 0
        for threshold in tier.reach {
            let place = "\(path).\(threshold.metric.rawValue)"
            if let reason = impossibility(of: threshold) {
                impossible += 1
                warning(place, reason)
            }
            let higher = lower.last {
                $0.reach.contains { $0.metric == threshold.metric && $0.atLeast > threshold.atLeast }
            }
            if let higher { error(place, "is less than the lower tier \(higher.id) asks for; thresholds must ascend") }
        }
        if impossible == tier.reach.count { error(path, "nobody can reach it") }
    }

    /// A tier that is passed over: whatever reaches it reaches a higher one at once.
    private mutating func passed(_ tier: Tier, by higher: ArraySlice<Tier>) {
        guard !tier.reach.isEmpty else { return }
        let isPassed = tier.reach.allSatisfy { threshold in
            higher.contains { $0.reach.contains { $0.metric == threshold.metric && $0.atLeast <= threshold.atLeast } }
        }
        if isPassed {
            error("tiers.levels.\(tier.id).reach", "whatever reaches it reaches a higher tier too: nobody has it")
        }
    }

    private mutating func stay(of tier: Tier) {
        for threshold in tier.stay {
            let reach = tier.reach.first { $0.metric == threshold.metric }
            if let reach, reach.atLeast < threshold.atLeast {
                warning(
                    "tiers.levels.\(tier.id).stay.\(threshold.metric.rawValue)", "staying asks for more than reaching")
            }
        }
    }

    /// Why a count can never come so far.
    private func impossibility(of threshold: Threshold) -> String? {
        if threshold.atLeast > Bounds.amount { return "is more than anything can be counted to" }
        switch threshold.metric {
        case .spend: return policy.tiers.countsTenders.isEmpty ? "no payment counts: countsTenders is empty" : nil
        case .visits:
            guard let days = daysInWindow, threshold.atLeast > days else { return nil }
            return "the window has only \(days) days"
        case .pointsEarned:
            return impossibility(ofPoints: threshold.atLeast, most: mostPoints(inDays: daysInWindow), "in the window")
        case .activePoints:
            return impossibility(ofPoints: threshold.atLeast, most: mostPointsEver, "before they lapse")
        case .services:
            let scope = policy.tiers.scope
            let some = policy.items.values.contains { $0.kind == .service && scope.contains($0) }
            return some ? nil : "no service is in tiers.scope"
        }
    }

    private func impossibility(ofPoints points: Int64, most: Int64?, _ when: String) -> String? {
        guard earnsAnything else { return "nothing earns points" }
        guard let most, points > most else { return nil }
        return "nobody can have so many points: the caps allow \(most) \(when)"
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
