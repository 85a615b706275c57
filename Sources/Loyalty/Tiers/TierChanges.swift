internal import Vocabulary

// What a review does to a standing.
extension TierReview {
    mutating func rise(to target: Int, _ now: Int64) {
        derivation.note(rules.tiers[target].id, .tierRise, rules.name(level), rules.name(target))
        standing.previousTiers.append(TierStanding.PreviousTier(standing))
        level = target
        standing.tier = rules.tiers[target].id
        standing.sinceMs = now
        prove(on: rules.upgrade == .immediate ? zone.day(atMs: now) : heldDay(now), byStay: false)
        clearPending()
        keep(from: zone.day(atMs: now))
        if rules.upgrade == .nextPeriod, standing.keptUntilMs == nil {
            // A tier that begins with a period is kept for at least that period, although the counters start at 0 in
            // it.
            standing.keptUntilMs = zone.startMs(
                of: rules.window.nextPeriod(after: zone.day(atMs: now), joined: joined))
        }
        if let floor = rules.tiers[...target].lastIndex(where: \.isFloor), floor > rules.index(of: standing.floor) {
            standing.floor = rules.tiers[floor].id
        }
        // A tier that the member earned replaces a lower one set by hand.
        if let hand = standing.byHand, rules.index(of: hand.tier) < target { standing.byHand = nil }
    }

    /// The review passed at the end of a term: another one begins.
    mutating func renew(_ now: Int64) {
        prove(on: heldDay(now), byStay: true)
        standing.previousTiers = []
        derivation.note(rules.tiers[level].id, .tierKept, rules.name(level))
        guard goesByTerms, let from = standing.termStart else { return }
        var rounds = 0
        while let kept = standing.keptUntilMs, kept <= now, rounds < 40_000 {
            standing.termNumber += 1
            standing.keptUntilMs = end(ofTerms: standing.termNumber, from: from)
            rounds += 1
        }
    }

    /// Reached again during the grace.
    mutating func recover(_ now: Int64) {
        standing.downgradeAtMs = nil
        standing.downgradeTo = nil
        derivation.note(rules.tiers[level].id, .tierRecovered, rules.name(level))
        prove(on: zone.day(atMs: now), byStay: true)
        keep(from: zone.day(atMs: now))
    }

    /// A review failed: the tier goes down, now or after the grace.
    mutating func fail(_ now: Int64, _ counters: TierCounters) {
        let target = target(counters)
        guard target < level else { return }
        var last = heldDay(now)
        if rules.graceDays > 0 { last = last.adding(days: rules.graceDays) }
        if rules.graceToMonthEnd { last = last.endOfMonth }
        let end = zone.startMs(of: last.adding(days: 1))
        standing.downgradeTo = rules.tiers[target].id
        guard rules.graceDays > 0 || rules.graceToMonthEnd, end > now else { return fall(now, counters) }
        standing.downgradeAtMs = end
        derivation.note(rules.tiers[level].id, .tierGrace, rules.name(level), .day(last), rules.name(target))
    }

    /// The tier to fall to from a tier that is not kept; never below the floor.
    func target(_ counters: TierCounters) -> Int {
        let floor = rules.index(of: standing.floor)
        guard rules.downgrade == .reassess else { return max(level - 1, floor) }
        var target = level - 1
        while target > floor, !holds(target, counters) { target -= 1 }
        return max(target, floor)
    }

    mutating func fall(_ now: Int64, _ counters: TierCounters) {
        let left = standing.downgradeTo.map { rules.index(of: $0) } ?? target(counters)
        let target = min(max(left, rules.reached(counters), rules.index(of: standing.floor)), level)
        derivation.note(rules.tiers[level].id, .tierFall, rules.name(level), rules.name(target))
        level = target
        standing.tier = rules.tiers[target].id
        standing.sinceMs = now
        standing.provenOn = nil
        standing.provenByStay = false
        standing.previousTiers = []
        clearPending()
        keepAfterFall(now)
        let isKept = standing.keptUntilMs.map { $0 > now } ?? false
        guard rules.review == .immediate, canFall, !isKept, !holds(level, counters) else { return }
        fail(now, counters)
    }

    /// Sets how long the member keeps the tier fallen to: a term, if reviews are by terms. If the tier falls one level
    /// at a time, the next fall is not before the next month.
    private mutating func keepAfterFall(_ now: Int64) {
        standing.termStart = nil
        standing.termNumber = 1
        standing.keptUntilMs = nil
        if goesByTerms {
            let day = heldDay(now)
            standing.termStart = day
            standing.keptUntilMs = end(ofTerms: 1, from: day)
        } else if rules.review == .immediate, rules.downgrade == .oneLevel {
            standing.keptUntilMs = zone.startMs(of: zone.day(atMs: now).startOfMonth.adding(months: 1))
        }
    }

    /// Undoes a rise whose basis was refunded: back to the tier before it, or to the highest one still supported.
    mutating func dropUnearned(_ now: Int64, _ counters: TierCounters) {
        let from = level
        let day = standing.provenOn ?? zone.day(atMs: now)
        let then = history.counters(from: rules.window.firstDay(on: day, joined: joined), through: day)
        var isBack = false
        while !isBack, let previous = standing.previousTiers.popLast() {
            restore(previous)
            isBack = isProven
        }
        if !isBack {
            while level > 0, !holds(level, then), !holds(level, counters) { level -= 1 }
            level = max(level, rules.index(of: standing.floor))
            standing.tier = rules.tiers[level].id
            standing.provenByStay = true
        }
        clearPending()
        guard level < from else { return }
        standing.sinceMs = now
        derivation.note(rules.tiers[from].id, .tierUnearned, rules.name(from), rules.name(level))
        // Makes up for a review that the restored tier would have had meanwhile.
        guard goesByTerms, canFall, let kept = standing.keptUntilMs, kept <= now else { return }
        if holds(level, counters) { renew(now) } else { fail(now, counters) }
    }

    /// Notes a fall by a refund, followed by the rise to what is still reached, as one change.
    mutating func mergeRefundSteps(from before: Int, since noted: Int) {
        let steps = derivation.steps[noted...]
        guard steps.map(\.phrase) == [.tierUnearned, .tierRise] else { return }
        derivation.steps.removeLast(2)
        guard level != before else { return }
        derivation.note(rules.tiers[level].id, .tierAfterRefund, rules.name(before), rules.name(level))
    }

    /// Whether reviews come at the end of terms, counted from the day the tier was reached, and not at the end of
    /// years.
    private var goesByTerms: Bool { rules.review == .periodEnd && !rules.window.hasYears }

    private mutating func restore(_ previous: TierStanding.PreviousTier) {
        standing.tier = previous.tier
        standing.sinceMs = previous.sinceMs
        standing.keptUntilMs = previous.keptUntilMs
        standing.termStart = previous.termStart
        standing.termNumber = previous.termNumber
        standing.provenOn = previous.provenOn
        standing.provenByStay = previous.provenByStay
        standing.floor = previous.floor
        level = rules.index(of: previous.tier)
    }

    mutating func clearPending() {
        standing.downgradeAtMs = nil
        standing.downgradeTo = nil
        standing.upcoming = nil
        standing.upcomingFromMs = nil
    }

    private mutating func keep(from day: Day) {
        standing.termStart = day
        standing.termNumber = 1
        standing.keptUntilMs = end(ofTerms: 1, from: day)
    }

    /// The first moment after so many terms; `nil` if the rules promise no term.
    private func end(ofTerms count: Int, from day: Day) -> Int64? {
        guard let term = rules.keep ?? (goesByTerms ? rules.window.ownTerm : nil) else { return nil }
        guard let last = rules.lastDay(of: term, from: day, terms: count) else { return Bounds.momentsMs.upperBound }
        return zone.startMs(of: last.adding(days: 1))
    }
}

extension TierRules {
    /// The last day of so many terms of keeping a tier.
    func lastDay(of term: Validity, from day: Day, terms count: Int) -> Day? {
        guard keepThroughDayBefore, keep != nil else { return term.lastDay(from: day, terms: count) }
        guard case .months(let months, let toMonthEnd) = term else {
            return term.lastDay(from: day, terms: count)?.adding(days: -1)
        }
        let last = Validity.months(months, toMonthEnd: false).lastDay(from: day, terms: count)?.adding(days: -1)
        return toMonthEnd ? last?.endOfMonth : last
    }

    /// The place of a tier; the first for `nil` and for what the policy does not know.
    package func index(of tier: String?) -> Int {
        guard let tier else { return 0 }
        return tiers.indices.first { tiers[$0].id == tier } ?? 0
    }

    /// The highest tier that the counters reach.
    package func reached(_ counters: TierCounters) -> Int {
        var index = tiers.count - 1
        while index > 0, !counters.meets(tiers[index].reach) { index -= 1 }
        return max(index, 0)
    }

    package var usesBalance: Bool {
        for index in tiers.indices {
            if tiers[index].reach.contains(where: \.isOnBalance) { return true }
            if tiers[index].stay.contains(where: \.isOnBalance) { return true }
        }
        return false
    }

    func name(_ index: Int) -> Value {
        tiers.indices.contains(index) ? .name(tiers[index].name) : .id("-")
    }
}

extension Tier {
    package var keeping: [Threshold] { stay.isEmpty ? reach : stay }
}

extension Threshold {
    fileprivate var isOnBalance: Bool { metric == .activePoints }
}
