@testable import Loyalty
import Vocabulary

/// A member's tier told a second time: midnight by midnight, recounting every day of the past each time, with none of
/// the engine's code. It remembers only what a shop's book would.
struct TierOracle {
    struct Counted {
        var day: Int
        var spend: Int64 = 0
        var points: Int64 = 0
        var services: Int64 = 0
        var bills: Int64 = 0
    }
    struct Lot {
        var points: Int64
        var from: Int
        /// The first day without it.
        var end: Int
    }
    struct Memory {
        var level = 0
        /// First day on which the tier is no longer promised.
        var keptUntil: Int?
        var termFrom: Int?
        var terms = 1
        var proof: (day: Int, byStay: Bool)?
        var floor = 0
    }

    let rules: TierRules
    let joined: Int
    var book: [Counted] = []
    private let anniversaries: Set<Int>
    var lots: [Lot] = []
    var now = Memory()
    var before: [Memory] = []
    /// The first day with the lower tier, and that tier.
    var fallOn: (day: Int, to: Int)?
    var isUpcoming = false

    init(_ rules: TierRules, joined: Int) {
        self.rules = rules
        self.joined = joined
        let (year, month, day) = Day(joined).components
        anniversaries = Set(
            (1...5).map { later in
                (Day(year: year + later, month: month, day: day)
                    ?? Day(year: year + later, month: month, day: day - 1))?
                    .number ?? 0
            })
    }

    // Counting.

    private func civil(_ day: Int) -> (year: Int, month: Int, day: Int) { Day(day).components }

    private func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        for last in stride(from: day, to: 0, by: -1) {
            if let found = Day(year: year, month: month, day: last) { return found.number }
        }
        return 0
    }

    func plusMonths(_ day: Int, _ months: Int) -> Int {
        var (year, month, date) = civil(day)
        for _ in 0..<abs(months) {
            month += months > 0 ? 1 : -1
            if month == 13 { (year, month) = (year + 1, 1) }
            if month == 0 { (year, month) = (year - 1, 12) }
        }
        return number(year, month, date)
    }

    private func isPeriodStart(_ day: Int) -> Bool {
        let (_, month, date) = civil(day)
        switch rules.window {
        case .calendarYear: return month == 1 && date == 1
        case .anniversary: return anniversaries.contains(day)
        default: return date == 1
        }
    }

    /// The last day before the window of a day.
    private func before(_ day: Int) -> Int {
        switch rules.window {
        case .lifetime: return -1
        case .rollingDays(let days): return day - days
        case .rollingMonths(let months): return plusMonths(day, -months)
        case .calendarYear: return number(civil(day).year, 1, 1) - 1
        case .anniversary:
            var first = day
            while first != joined, !anniversaries.contains(first) { first -= 1 }
            return first - 1
        }
    }

    /// `balanceDay`: lots that count on that day.
    func value(_ metric: TierRules.Metric, _ day: Int, balanceDay: Int) -> Int64 {
        let before = before(day)
        let days = metric == .activePoints ? [] : book.filter { $0.day > before && $0.day <= day }
        switch metric {
        case .spend: return days.map(\.spend).reduce(0, +)
        case .pointsEarned: return days.map(\.points).reduce(0, +)
        case .services: return days.map(\.services).reduce(0, +)
        case .visits:
            return Int64(
                Set(days.map(\.day)).filter { day in days.reduce(0) { $1.day == day ? $0 + $1.bills : $0 } > 0 }.count)
        case .activePoints:
            return lots.filter { $0.from <= balanceDay && balanceDay < $0.end }.map(\.points).reduce(0, +)
        }
    }

    func meets(_ thresholds: [Threshold], _ day: Int) -> Bool {
        thresholds.contains { value($0.metric, day, balanceDay: day) >= $0.atLeast }
    }

    func reached(_ day: Int) -> Int { rules.tiers.indices.last { $0 == 0 || meets(rules.tiers[$0].reach, day) } ?? 0 }

    func holds(_ level: Int, _ day: Int) -> Bool {
        let tier = rules.tiers[level]
        return level == 0 || meets(tier.stay.isEmpty ? tier.reach : tier.stay, day) || reached(day) >= level
    }

    // Days.

    private var byTerms: Bool {
        switch rules.window {
        case .calendarYear, .anniversary: false
        default: rules.review == .periodEnd
        }
    }

    private func end(_ from: Int, _ terms: Int) -> Int? {
        var last: Int
        switch rules.keep {
        case .forever: return 2_900_000
        case .days(let days): last = from + days * terms
        case .months(let months, let toEnd):
            last = plusMonths(from, months * terms)
            if rules.keepThroughDayBefore { last -= 1 }
            if toEnd { last = monthEnd(last) }
            return last + 1
        case .years(let years): last = number(civil(from).year + (years + 1) * terms - 1, 12, 31)
        case nil:
            guard byTerms else { return nil }
            switch rules.window {
            case .rollingDays(let days): return from + days * terms + 1
            case .rollingMonths(let months): return plusMonths(from, months * terms) + 1
            default: return nil
            }
        }
        return rules.keepThroughDayBefore ? last : last + 1
    }

    private func monthEnd(_ day: Int) -> Int { plusMonths(day - civil(day).day + 1, 1) - 1 }

    private mutating func promise(from day: Int) {
        now.termFrom = day
        now.terms = 1
        now.keptUntil = end(day, 1)
    }

    /// The beginning of a day, before anything happens on it.
    mutating func midnight(_ day: Int) {
        var wasInGrace = false
        if let fall = fallOn, fall.day == day {
            wasInGrace = true
            if holds(now.level, day - 1) { recover(day) } else { drop(max(fall.to, reached(day)), day, day) }
        }
        if isUpcoming, isPeriodStart(day) {
            isUpcoming = false
            if reached(day - 1) > now.level { return rise(reached(day - 1), day, proof: day - 1) }
        }
        if !wasInGrace, fallOn == nil, now.level > now.floor, rules.downgrade != .never { review(day) }
        if rules.tiers.contains(where: { ($0.reach + $0.stay).contains { $0.metric == .activePoints } }) {
            look(day)
        }
    }

    private mutating func review(_ day: Int) {
        let isKept = now.keptUntil.map { day < $0 } ?? false
        switch rules.review {
        case .immediate: if !isKept, !holds(now.level, day) { fail(day, counted: day, last: day - 1) }
        case .monthEnd where civil(day).day == 1 && !isKept, .periodEnd where !byTerms && isPeriodStart(day) && !isKept,
            .periodEnd where byTerms && now.keptUntil == day:
            guard holds(now.level, day - 1) else { return fail(day, counted: day - 1, last: day - 1) }
            prove(day - 1, byStay: true)
            before = []
            if byTerms, let from = now.termFrom { renew(from, day) }
        default: break
        }
    }

    private mutating func renew(_ from: Int, _ day: Int) {
        while let kept = now.keptUntil, kept <= day {
            now.terms += 1
            now.keptUntil = end(from, now.terms)
        }
    }

    // Entries.

    mutating func entry(_ day: Int, isRefund: Bool) {
        if isRefund, rules.refund == .dropsAtOnce, !isProven(now) { unearn(day) }
        look(day)
        let isKept = now.keptUntil.map { day < $0 } ?? false
        if rules.review == .immediate, fallOn == nil, now.level > now.floor, rules.downgrade != .never, !isKept,
            !holds(now.level, day)
        {
            fail(day, counted: day, last: day)
        }
    }

    private mutating func look(_ day: Int) {
        let top = reached(day)
        if rules.upgrade == .immediate {
            if top > now.level { rise(top, day, proof: day) }
        } else {
            isUpcoming = top > now.level
        }
        if fallOn != nil, holds(now.level, day) { recover(day) }
    }

    private mutating func rise(_ level: Int, _ day: Int, proof: Int) {
        before.append(now)
        now.level = level
        prove(proof, byStay: false)
        fallOn = nil
        isUpcoming = false
        promise(from: day)
        if rules.upgrade == .nextPeriod, now.keptUntil == nil {
            now.keptUntil = (day + 1...day + 400).first { isPeriodStart($0) }
        }
        for index in 0...level where rules.tiers[index].isFloor { now.floor = max(now.floor, index) }
    }

    private mutating func recover(_ day: Int) {
        fallOn = nil
        prove(day, byStay: true)
        promise(from: day)
    }

    private mutating func fail(_ day: Int, counted: Int, last: Int) {
        var target = now.level - 1
        if rules.downgrade == .reassess { while target > 0, !holds(target, counted) { target -= 1 } }
        target = max(target, now.floor)
        if rules.graceDays == 0 && !rules.graceToMonthEnd { return drop(max(target, reached(counted)), day, counted) }
        var end = last + rules.graceDays
        if rules.graceToMonthEnd { end = monthEnd(end) }
        if end < day { return drop(max(target, reached(counted)), day, counted) }
        fallOn = (end + 1, target)
    }

    private mutating func drop(_ level: Int, _ day: Int, _ counted: Int) {
        let isAtMidnight = counted != day || fallOn != nil || isMidnight
        fallOn = nil
        isUpcoming = false
        let target = min(max(level, now.floor), now.level)
        now = Memory(level: target, floor: now.floor)
        before = []
        let held = isAtMidnight ? day - 1 : day
        if byTerms {
            now.termFrom = held
            now.keptUntil = end(held, 1)
        } else if rules.review == .immediate, rules.downgrade == .oneLevel {
            now.keptUntil = monthEnd(day) + 1
        }
        let isKept = now.keptUntil.map { day < $0 } ?? false
        if rules.review == .immediate, now.level > now.floor, !isKept, !holds(now.level, counted) {
            fail(day, counted: counted, last: held)
        }
    }

    /// Set by who drives the oracle: whether the day is just beginning.
    var isMidnight = false

    private func isProven(_ memory: Memory) -> Bool {
        guard memory.level > 0, let proof = memory.proof else { return true }
        var past = self
        past.lots = []
        return proof.byStay ? past.holds(memory.level, proof.day) : past.reached(proof.day) >= memory.level
    }

    /// Only what others than the balance speak for can be looked up later.
    private mutating func prove(_ day: Int, byStay: Bool) {
        now.proof = (day, byStay)
        if !isProven(now) { now.proof = nil }
    }

    private mutating func unearn(_ day: Int) {
        let from = now.level
        let proofDay = now.proof?.day ?? day
        fallOn = nil
        isUpcoming = false
        var isBack = false
        while !isBack, !before.isEmpty {
            now = before.removeLast()
            isBack = isProven(now)
        }
        if !isBack {
            while now.level > 0, !holdsThen(now.level, proofDay), !holds(now.level, day) {
                now.level -= 1
            }
            now.level = max(now.level, now.floor)
            now.proof?.byStay = true
        }
        guard now.level < from, byTerms, now.level > now.floor, rules.downgrade != .never,
            let kept = now.keptUntil, kept <= day
        else { return }
        if holds(now.level, day) {
            prove(day, byStay: true)
            before = []
            if let termFrom = now.termFrom { renew(termFrom, day) }
        } else {
            fail(day, counted: day, last: day)
        }
    }

    /// As `holds`, on a day that is over: nobody knows the balance of then.
    private func holdsThen(_ level: Int, _ day: Int) -> Bool {
        var past = self
        past.lots = []
        return past.holds(level, day)
    }
}
