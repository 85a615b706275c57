internal import Vocabulary

extension PolicyCheck {
    mutating func earning() {
        let rules = policy.earning
        if rules.perFen < 1 { error("earning.per", .checkPerZero) }
        if rules.topUpEarns, rules.earnsOn.contains(.principal) {
            error("earning.topUpEarns", .checkEarnsTwice)
        }
        if rules.earnsOn.isEmpty, !rules.amounts.isEmpty { warning("earning.earnsOn", .checkNoBillEarns) }
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
                error("\(path).scope", .checkNoItem)
            } else if mine.isSubset(of: taken) {
                error(path, .checkNeverUsed)
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
                error("\(path).factor", .checkChangesNothing)
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
                error(path, .checkNeverWinsCampaign, .id(better.element.id))
            }
        }
    }

    private mutating func flatRules() {
        let rules = policy.earning
        for rule in rules.visits where rule.points <= 0 {
            error("earning.visits.\(rule.id).points", .checkGivesNothing)
        }
        for rule in rules.services {
            someItem(rule.scope, "earning.services.\(rule.id).scope")
            if rule.points <= 0 { error("earning.services.\(rule.id).points", .checkGivesNothing) }
        }
        for rule in rules.actions where rule.points <= 0 && rule.coupon == nil {
            error("earning.actions.\(rule.id).points", .checkGivesNothing)
        }
        for rule in rules.actions where rule.limit?.count == 0 {
            error("earning.actions.\(rule.id).limit", .checkNeverCounts)
        }
        for rule in rules.bonuses {
            occasion(rule.when, "earning.bonuses.\(rule.id).when")
            if rule.points <= 0, rule.coupon == nil { error("earning.bonuses.\(rule.id).points", .checkGivesNothing) }
        }
        let flat =
            rules.visits.map { ("visits.\($0.id)", $0.points) } + rules.actions.map { ("actions.\($0.id)", $0.points) }
            + rules.bonuses.map { ("bonuses.\($0.id)", $0.points) }
        for cap in rules.caps {
            for (name, points) in flat where points > cap.limit.count {
                switch cap.effect {
                case .reject:
                    error("earning.\(name).points", .checkCapRejects, .id(cap.id), .count(cap.limit.count))
                case .clip:
                    warning("earning.\(name).points", .checkCapClips, .id(cap.id), .count(cap.limit.count))
                }
            }
        }
    }

    private mutating func caps() {
        let caps = policy.earning.caps
        for (index, cap) in caps.enumerated() {
            let path = "earning.caps.\(cap.id)"
            if cap.limit.count <= 0 { error("\(path).limit", .checkNobodyEarns) }
            let tighter = caps.enumerated().first { other, its in
                other != index && its.limit.period.length >= cap.limit.period.length
                    && its.limit.count <= cap.limit.count && (its.limit != cap.limit || other < index)
            }
            if let tighter { warning(path, .checkNeverBites, .id(tighter.element.id)) }
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
            error("points.validity", .checkLapse, .count(Int64(pending)))
        } else if lost > 0 {
            warning("points.validity", .checkLapseSomeDays, .count(Int64(pending)))
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
