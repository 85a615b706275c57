import HubAPI
import Loyalty
import Vocabulary

/// A random policy and a random life under it, from a seed: whatever decides a tier, a balance or a reward varies.
struct RandomMember {
    private var random: SeededGenerator
    private(set) var policy: Policy
    private(set) var account = MemberAccount()
    private(set) var now: Int64 = 1_760_000_000_000
    private var entries = 0

    private static let hourMs: Int64 = 3_600_000

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        policy = Policy(
            version: "random-\(seed)", name: Bilingual(both: "random"), effectiveFromMs: 0, zone: .shanghai)
        makeRules()
        makeRewards()
        live(entries: Int(number(3...40)))
    }

    private mutating func makeRules() {
        policy.items["care"] = Item(
            id: "care", name: Bilingual(both: "care"), kind: .service, category: "care", price: Money(fen: 38_000))
        policy.points.validity = pick([.months(12, toMonthEnd: true), .days(30), .forever, .years(0)])
        policy.points.pendingDays = pick([0, 0, 7, 40])
        policy.earning.perFen = pick([100, 1000])
        policy.earning.amounts = [AmountRule(id: "spend", points: number(1...3))]
        policy.tiers.window = pick([
            .rollingMonths(12), .calendarYear, .rollingDays(90), .lifetime, .anniversary,
        ])
        policy.tiers.upgrade = pick(TierRules.Upgrade.allCases)
        policy.tiers.downgrade = pick(TierRules.Downgrade.allCases)
        policy.tiers.review = pick(TierRules.Review.allCases)
        policy.tiers.keep = pick([nil, .months(6, toMonthEnd: false), .days(45)])
        policy.tiers.graceDays = pick([0, 30])
        policy.tiers.graceToMonthEnd = chance(2)
        let metrics: [TierRules.Metric] = [.spend, .visits, .pointsEarned, .services, .activePoints]
        let metric = pick(metrics)
        let step: Int64 = metric == .spend ? 60_000 : metric == .visits || metric == .services ? 2 : 80
        policy.tiers.tiers = [Tier(id: "classic", name: Bilingual(both: "classic"))]
        for (index, id) in ["silver", "gold", "diamond"].enumerated() {
            var tier = Tier(id: id, name: Bilingual(both: id))
            tier.reach = [Threshold(metric, atLeast: step << Int64(index))]
            if chance(2) { tier.stay = [Threshold(metric, atLeast: step << Int64(index) - step / 2)] }
            tier.isFloor = chance(6)
            policy.tiers.tiers.append(tier)
        }
        policy.reversal.shortfall = .debt
    }

    private mutating func makeRewards() {
        for index in 0..<6 {
            var rule = RewardRule(
                id: "reward\(index)", name: Bilingual(both: "reward\(index)"), kind: .other,
                price: chance(5) ? nil : Amount(points: number(0...300), fen: number(0...20) * 100))
            if chance(3) || rule.price == nil { rule.tierPrices["gold"] = Amount(points: number(0...200)) }
            if chance(3) { rule.perMember = Limit(count: number(1...2), period: pick([.day, .month, .year, .ever])) }
            if chance(4) { rule.when.birthday = BirthdayWindow(daysBefore: 10, daysAfter: 10, wholeMonth: chance(2)) }
            if chance(4) { rule.when.weekdays = [1, 3, 5, 7] }
            if chance(4) { rule.stores = [pick(["xuhui", "jingan"])] }
            policy.rewards.append(rule)
        }
    }

    private mutating func live(entries count: Int) {
        if !chance(5) {
            var person = Person(joinedAtMs: now)
            person.birthday = Birthday(
                reckoning: pick(Birthday.Reckoning.allCases), year: 1990, month: Int(number(1...12)),
                day: Int(number(1...28)), isLeapMonth: chance(8))
            enter(.joined(person))
        }
        for _ in 0..<count {
            now += number(1...400) * Self.hourMs
            enter(fact())
        }
        _ = account.purse.takePostings()
    }

    private mutating func enter(_ fact: MemberFact) {
        entries += 1
        let entry = MemberEntry(id: "e\(entries)", atMs: now, policy: policy.version, fact: fact)
        // A rule may say no, and then nothing happened.
        _ = try? account.apply(entry, under: policy)
    }

    private mutating func fact() -> MemberFact {
        switch number(0...11) {
        case 0...4:
            let line = Bill.Line(item: "care", quantity: number(1...3), unitPrice: Money(fen: 38_000))
            return .bill(Bill(id: "b\(entries)", atMs: now, store: "xuhui", lines: [line]))
        case 5: return .topUp(paid: Money(fen: number(1...90_000)))
        case 6, 7: return .redeem(reward: "reward\(number(0...5))")
        case 8: return .spend(Amount(points: Points(number(0...90)), money: Money(fen: number(0...20_000))))
        case 9:
            return .adjust(
                Adjustment(
                    currency: pick([.points, .gift]), amount: pick([-120, 60, 200]), reason: "recount",
                    expiresAtMs: chance(2) ? now + number(1...3000) * Self.hourMs : nil))
        case 10: return .tierSet(pick(["silver", "gold"]), through: policy.zone.day(atMs: now).adding(days: 50))
        default: return .night(policy.zone.day(atMs: now))
        }
    }

    /// Some time after the last entry.
    mutating func laterMoment() -> Int64 { now + number(0...12_000) * Self.hourMs }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    mutating func chance(_ of: Int64) -> Bool { number(1...of) == 1 }
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(number(0...Int64(choices.count - 1)))]
    }
}
