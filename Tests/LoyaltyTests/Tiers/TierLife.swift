import Vocabulary

@testable import Loyalty

/// A member's life as far as tiers see it, told to the engine and to the oracle alike.
enum TierEvent: Hashable {
    case sale(spend: Int64, points: Int64, services: Int64)
    /// Takes back so many fen, points and services of an earlier sale by its place; all of it with its bill.
    case refund(sale: Int, isWhole: Bool)
    case lot(points: Int64, fromDay: Int, endDay: Int)
}

struct TierLife {
    var policy: Policy
    var joined: Int
    var through: Int
    /// Ascending by day.
    var events: [(day: Int, event: TierEvent)] = []

    /// For a failure's message.
    var summary: String {
        let rules = policy.tiers
        let tiers = rules.tiers.map { "\($0.reach.map(\.words)) \($0.stay.map(\.words)) \($0.isFloor)" }
        return """
            joined \(Day(joined)) \(rules.window) \(rules.upgrade) \(rules.downgrade) \(rules.review) \
            keep \(rules.keep.map { "\($0)" } ?? "-") \(rules.keepThroughDayBefore) grace \(rules.graceDays) \
            \(rules.graceToMonthEnd) \(rules.refund) \(tiers) \(events.map { "\(Day($0.day)) \($0.event)" })
            """
    }

    func midnightMs(_ day: Int) -> Int64 { policy.zone.startMs(of: Day(day)) }

    /// Of each sale: day, and what is left of it.
    typealias Sale = (day: Int, spend: Int64, points: Int64, services: Int64)

    /// Takes a part or all of a sale back; what it takes.
    static func takeBack(_ sales: inout [Sale], _ place: Int, isWhole: Bool) -> (sale: Sale, bill: Int64)? {
        guard sales.indices.contains(place), sales[place].spend > 0 else { return nil }
        var taken = sales[place]
        if !isWhole {
            taken.spend = (taken.spend + 1) / 2
            taken.points /= 2
            taken.services /= 2
        }
        sales[place].spend -= taken.spend
        sales[place].points -= taken.points
        sales[place].services -= taken.services
        return (taken, sales[place].spend == 0 ? 1 : 0)
    }

    /// The account after each event of a day, and at each midnight.
    ///
    /// - Parameter nights: days on whose beginning the job runs.
    func run(nights: (Int) -> Bool, through last: Int? = nil, each: (Int, MemberAccount) -> Void) -> MemberAccount {
        var account = MemberAccount()
        account.person = Person(joinedAtMs: midnightMs(joined) + 1)
        account.standing.asOfMs = midnightMs(joined)
        var sales: [Sale] = []
        var next = 0
        for day in joined...(last ?? through) {
            if nights(day) { _ = Night.run(Day(day), &account, policy, entry: "night") }
            each(day, account)
            var minute: Int64 = 600
            while next < events.count, events[next].day == day {
                apply(events[next].event, on: day, midnightMs(day) + minute * 60_000, &account, &sales)
                each(day, account)
                next += 1
                minute += 1
            }
        }
        return account
    }

    func apply(
        _ event: TierEvent, on day: Int, _ now: Int64, _ account: inout MemberAccount, _ sales: inout [Sale]
    ) {
        _ = account.passTierTime(toMs: now, policy)
        var cause = TierCause.entry
        switch event {
        case .sale(let spend, let points, let services):
            sales.append((day, spend, points, services))
            account.qualification.change(on: Day(day)) {
                $0.spend += Money(fen: spend)
                $0.pointsEarned += Points(points)
                $0.services += services
                $0.bills += 1
            }
        case .refund(let place, let isWhole):
            guard let (taken, bill) = Self.takeBack(&sales, place, isWhole: isWhole) else { return }
            cause = .refund
            account.qualification.change(on: Day(taken.day)) {
                $0.spend -= Money(fen: taken.spend)
                $0.pointsEarned -= Points(taken.points)
                $0.services -= taken.services
                $0.bills -= bill
            }
        case .lot(let points, let fromDay, let endDay):
            account.purse.grant(
                PurseLot(
                    id: "\(now)", currency: .points, source: "x", granted: points, gainedAtMs: now,
                    activeFromMs: fromDay == day ? now : midnightMs(fromDay), expiresAtMs: midnightMs(endDay)))
        }
        _ = account.reviewTier(atMs: now, policy, cause)
    }

    /// The oracle's tier after each event and at each midnight.
    func tell() -> [[Int]] {
        var oracle = TierOracle(policy.tiers, joined: joined)
        var sales: [Sale] = []
        var next = 0
        var told: [[Int]] = []
        for day in joined...through {
            oracle.isMidnight = true
            if day > joined { oracle.midnight(day) }
            oracle.isMidnight = false
            var today = [oracle.now.level]
            while next < events.count, events[next].day == day {
                tell(&oracle, events[next].event, day, &sales)
                today.append(oracle.now.level)
                next += 1
            }
            told.append(today)
        }
        return told
    }

    private func tell(_ oracle: inout TierOracle, _ event: TierEvent, _ day: Int, _ sales: inout [Sale]) {
        switch event {
        case .sale(let spend, let points, let services):
            sales.append((day, spend, points, services))
            add(&oracle, day, spend, points, services, 1)
            oracle.entry(day, isRefund: false)
        case .refund(let place, let isWhole):
            guard let (taken, bill) = Self.takeBack(&sales, place, isWhole: isWhole) else { return }
            add(&oracle, taken.day, -taken.spend, -taken.points, -taken.services, -bill)
            oracle.entry(day, isRefund: true)
        case .lot(let points, let fromDay, let endDay):
            oracle.lots.append(TierOracle.Lot(points: points, from: fromDay, end: endDay))
            oracle.entry(day, isRefund: false)
        }
    }

    private func add(
        _ oracle: inout TierOracle, _ day: Int, _ spend: Int64, _ points: Int64, _ services: Int64, _ bills: Int64
    ) {
        var counted = TierOracle.Counted(day: day)
        counted.spend += spend
        counted.points += points
        counted.services += services
        counted.bills += bills
        oracle.book.append(counted)
    }
}

extension TierLife {
    static func random(_ random: inout SeededGenerator, days: Int = 260) -> TierLife {
        func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
        let joined = number(19_990...20_500)
        var life = TierLife(policy: randomPolicy(&random), joined: joined, through: joined + days)
        var sales = 0
        for day in (0..<number(3...14)).map({ _ in number(joined...joined + days * 2 / 3) }).sorted() {
            switch number(0...9) {
            case 0...5:
                let spend = Int64(number(1...3000))
                life.events.append((day, .sale(spend: spend, points: spend / 10, services: Int64(number(0...2)))))
                sales += 1
            case 6...7 where sales > 0:
                life.events.append((day, .refund(sale: number(0...sales - 1), isWhole: number(0...1) == 0)))
            default:
                let from = day + number(0...1) * number(1...40)
                life.events.append(
                    (day, .lot(points: Int64(number(1...200)), fromDay: from, endDay: from + number(1...90))))
            }
        }
        return life
    }

    private static func randomPolicy(_ random: inout SeededGenerator) -> Policy {
        func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &random)] }
        func flip() -> Bool { Bool.random(using: &random) }
        var rules = TierRules()
        rules.window = pick([
            .calendarYear, .rollingDays(pick([1, 7, 30, 60])), .rollingMonths(pick([1, 2, 3])), .anniversary, .lifetime,
        ])
        rules.upgrade = pick(TierRules.Upgrade.allCases)
        rules.downgrade = pick([.oneLevel, .reassess, .oneLevel, .reassess, .never])
        rules.review = pick(TierRules.Review.allCases)
        rules.keep = pick([
            nil, nil, .days(pick([1, 10, 30])), .months(pick([1, 2]), toMonthEnd: flip()), .years(0), .forever,
        ])
        rules.keepThroughDayBefore = flip()
        rules.graceDays = pick([0, 0, 1, 10, 30])
        rules.graceToMonthEnd = Int.random(in: 0...2, using: &random) == 0
        rules.refund = pick(TierRules.RefundEffect.allCases)
        let metrics = TierRules.Metric.allCases.filter { _ in flip() }
        let scale: [TierRules.Metric: Int64] = [
            .spend: 1200, .visits: 2, .pointsEarned: 150, .services: 2, .activePoints: 80,
        ]
        for place in 0..<Int.random(in: 2...4, using: &random) {
            var tier = Tier(id: "t\(place)", name: Bilingual(both: "t\(place)"))
            if place > 0 {
                for metric in metrics.isEmpty ? [.spend] : metrics {
                    let reach = (scale[metric] ?? 1) * Int64(place) + Int64.random(in: 0...1, using: &random)
                    tier.reach.append(Threshold(metric, atLeast: reach))
                    if flip() { tier.stay.append(Threshold(metric, atLeast: reach - reach / 3)) }
                }
                tier.isFloor = Int.random(in: 0...3, using: &random) == 0
            }
            rules.tiers.append(tier)
        }
        var policy = Policy(version: "t", name: Bilingual(both: "t"), effectiveFromMs: 0, zone: .shanghai)
        policy.tiers = rules
        return policy
    }
}

extension Threshold {
    var words: String { "\(metric) \(atLeast)" }
}
