extension PolicyCheck {
    mutating func earning() {
        let rules = policy.earning
        if rules.perFen < 1 { error("earning.per", "is zero, and everything would be divided by it") }
        if rules.topUpEarns, rules.earnsOn.contains(.principal) {
            error("earning.topUpEarns", "the same money would earn twice: earnsOn has principal")
        }
        if rules.earnsOn.isEmpty, !rules.amounts.isEmpty { warning("earning.earnsOn", "is empty: no bill earns") }
        let lists = [
            ("amounts", rules.amounts.map(\.id)), ("campaigns", rules.campaigns.map(\.id)),
            ("visits", rules.visits.map(\.id)), ("services", rules.services.map(\.id)),
            ("actions", rules.actions.map(\.id)), ("bonuses", rules.bonuses.map(\.id)), ("caps", rules.caps.map(\.id)),
        ]
        for (name, ids) in lists { distinct("earning.\(name)", ids) }
        amounts()
        campaigns()
        flatRules()
        caps()
        lifetimes()
    }

    private mutating func amounts() {
        var taken: Set<String> = []
        for rule in policy.earning.amounts {
            let path = "earning.amounts.\(rule.id)"
            let mine = items(in: rule.scope)
            if mine.isEmpty {
                error("\(path).scope", "no item of the price list is in it")
            } else if mine.isSubset(of: taken) {
                error(path, "never used: an earlier rule takes every line that is in its scope")
            }
            taken.formUnion(mine)
        }
    }

    private mutating func campaigns() {
        let campaigns = policy.earning.campaigns
        for (index, campaign) in campaigns.enumerated() {
            let path = "earning.campaigns.\(campaign.id)"
            occasion(campaign.when, "\(path).when")
            if campaign.basisPoints <= 10_000 {
                error("\(path).factor", "changes nothing: of several only the best counts, and without any it is 100%")
            }
            let better = campaigns.enumerated().first { other, its in
                other != index && its.basisPoints >= campaign.basisPoints
                    && its.when.isAtLeastAsOften(as: campaign.when) && Occasion.covers(its.tiers, campaign.tiers)
                    && Occasion.covers(its.segments, campaign.segments)
                    // Of two that are the same the first stays.
                    && (its.basisPoints, its.when, its.tiers, its.segments) != (
                        campaign.basisPoints, campaign.when, campaign.tiers, campaign.segments
                    )
                    || (other < index && its.basisPoints == campaign.basisPoints && its.when == campaign.when
                        && its.tiers == campaign.tiers && its.segments == campaign.segments)
            }
            if let better {
                error(path, "can never win: \(better.element.id) holds whenever it does and is as good or better")
            }
        }
    }

    private mutating func flatRules() {
        let rules = policy.earning
        for rule in rules.visits where rule.points <= 0 { error("earning.visits.\(rule.id).points", "gives nothing") }
        for rule in rules.services {
            someItem(rule.scope, "earning.services.\(rule.id).scope")
            if rule.points <= 0 { error("earning.services.\(rule.id).points", "gives nothing") }
        }
        for rule in rules.actions where rule.points <= 0 && rule.coupon == nil {
            error("earning.actions.\(rule.id).points", "gives nothing")
        }
        for rule in rules.actions where rule.limit?.count == 0 {
            error("earning.actions.\(rule.id).limit", "never counts")
        }
        for rule in rules.bonuses {
            occasion(rule.when, "earning.bonuses.\(rule.id).when")
            if rule.points <= 0, rule.coupon == nil { error("earning.bonuses.\(rule.id).points", "gives nothing") }
        }
        let flat =
            rules.visits.map { ("visits.\($0.id)", $0.points) } + rules.actions.map { ("actions.\($0.id)", $0.points) }
            + rules.bonuses.map { ("bonuses.\($0.id)", $0.points) }
        for cap in rules.caps {
            for (name, points) in flat where points > cap.limit.count {
                switch cap.effect {
                case .reject:
                    error(
                        "earning.\(name).points", "never given: the cap \(cap.id) rejects more than \(cap.limit.count)")
                case .clip:
                    warning("earning.\(name).points", "the cap \(cap.id) always clips it to \(cap.limit.count) or less")
                }
            }
        }
    }

    private mutating func caps() {
        let caps = policy.earning.caps
        for (index, cap) in caps.enumerated() {
            let path = "earning.caps.\(cap.id)"
            if cap.limit.count <= 0 { error("\(path).limit", "then nobody earns anything") }
            let tighter = caps.enumerated().first { other, its in
                other != index && its.limit.period.length >= cap.limit.period.length
                    && its.limit.count <= cap.limit.count && (its.limit != cap.limit || other < index)
            }
            if let tighter { warning(path, "never bites: \(tighter.element.id) allows no more in as long a time") }
        }
    }

    /// Points that lapse before they can be used.
    private mutating func lifetimes() {
        let pending = Int(Self.bounded(policy.points.pendingDays))
        guard pending > 0, policy.points.validity != .forever else { return }
        let starts = (0..<731).map { policy.zone.day(atMs: policy.effectiveFromMs).adding(days: $0) }
        let lost = starts.count { day in
            policy.points.validity.lastDay(from: day).map { $0 < day.adding(days: pending) } ?? false
        }
        if lost == starts.count {
            error("points.validity", "points lapse before they can be used: they wait \(pending) days")
        } else if lost > 0 {
            warning(
                "points.validity", "points earned on some days lapse before they can be used: they wait \(pending) days"
            )
        }
    }
}

extension Period {
    /// Longer periods are greater.
    var length: Int {
        switch self {
        case .transaction: 0
        case .day: 1
        case .month: 2
        case .year, .birthday: 3
        case .ever: 4
        }
    }
}
