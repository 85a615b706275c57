import Testing
import Vocabulary

@testable import Loyalty

/// Random policies, members and bills: the engine against the oracle, and what must hold whatever the rules are.
@Suite struct EarningOracleTests {
    struct Case {
        var policy: Policy
        var account: MemberAccount
        var lines: [Quote.Line]
        var tenders: [Tender]
        var now: Int64
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `The engine earns what the oracle earns`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<200 {
            let one = Self.randomCase(&random)
            let context = EarningContext(one.account, one.policy, atMs: one.now)
            let earned = one.policy.earned(one.policy.earningLines(one.lines, tenders: one.tenders), context)
            let level = one.account.tierIndex(atMs: one.now, one.policy) ?? 0
            let expected = EarningOracle.earned(
                one.lines, one.tenders, one.account, one.policy, level: level, now: one.now)
            #expect(earned.points.count == expected.points, "seed \(seed) round \(round)")
            #expect(earned.coupons == expected.coupons, "seed \(seed) round \(round)")
            #expect(earned.parts.allSatisfy { $0.points > 0 })
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `Taking a bill back in any split nets to zero, and never takes more than was earned`(seed: UInt64) {
        var random = SeededGenerator(seed: 1000 + seed)
        for round in 0..<100 {
            var one = Self.randomCase(&random)
            one.policy.earning.caps.removeAll { $0.effect == .reject }
            let context = EarningContext(one.account, one.policy, atMs: one.now)
            var lines = one.lines
            var tenders = one.tenders
            var held = one.policy.earned(one.policy.earningLines(lines, tenders: tenders), context).points
            let whole = held
            var taken = Points.zero
            while !lines.isEmpty {
                Self.takeBack(&lines, &tenders, &random)
                let rest = one.policy.earned(one.policy.earningLines(lines, tenders: tenders), context).points
                taken += held - rest
                held = rest
                #expect((0...Bounds.amount).contains(rest.count))
            }
            #expect(taken == whole, "seed \(seed) round \(round)")
        }
    }

    /// One unit's worth goes from a random line, and from the ways of paying as far as they reach.
    private static func takeBack(
        _ lines: inout [Quote.Line], _ tenders: inout [Tender], _ random: inout SeededGenerator
    ) {
        let index = Int.random(in: lines.indices, using: &random)
        let line = lines[index]
        let back = Money(fen: line.payable.fen / line.quantity)
        lines[index].quantity -= 1
        lines[index].list -= Money(fen: line.list.fen / line.quantity)
        lines[index].net -= Money(fen: line.net.fen / line.quantity)
        lines[index].payable -= back
        var rest = back
        for place in tenders.indices {
            let part = min(rest, tenders[place].amount)
            tenders[place].amount -= part
            rest -= part
        }
        if lines[index].quantity == 0 { lines.remove(at: index) }
    }

    static func randomCase(_ random: inout SeededGenerator) -> Case {
        func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &random)] }
        func flip() -> Bool { Bool.random(using: &random) }
        let now = StoreZone.shanghai.startMs(of: Day(20_001)) + 40_000_000
        let policy = randomPolicy(&random)
        let spent = Int64.random(in: 0...5000, using: &random)
        var account = EarningSalon.member(spent: flip() ? spent : 0, policy)
        if flip() { account.uses.add(of: UseKey.visit("v0"), on: Day(flip() ? 20_001 : 20_000)) }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            account.earned.add(
                .random(in: 0...40, using: &random), on: Day(.random(in: 19_600...20_001, using: &random)))
        }
        var lines: [Quote.Line] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let list = Int64.random(in: 0...2000, using: &random)
            let net = flip() ? list : Int64.random(in: 0...list, using: &random)
            let payable = flip() ? net : Int64.random(in: 0...net, using: &random)
            lines.append(
                EarningSalon.line(
                    pick(["care", "cream", "nails"]), .random(in: 1...3, using: &random), list: list, net: net,
                    payable: payable))
        }
        var left = lines.map(\.payable.fen).reduce(0, +)
        var tenders: [Tender] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let part = Int64.random(in: 0...left, using: &random)
            left -= part
            tenders.append(Tender(pick(Tender.Kind.allCases), Money(fen: part)))
        }
        return Case(policy: policy, account: account, lines: lines, tenders: tenders, now: now)
    }

    private static func randomPolicy(_ random: inout SeededGenerator) -> Policy {
        func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &random)] }
        func flip() -> Bool { Bool.random(using: &random) }
        func number(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
        func scope() -> ItemScope {
            var scope = ItemScope()
            if flip() { scope.categories = [pick(["face", "goods"])] }
            if flip() { scope.kinds = [pick([.service, .product])] }
            if number(0...3) == 0 { scope.except = [pick(["care", "cream", "goods"])] }
            return scope
        }
        var policy = EarningSalon.policy()
        policy.items["nails"] = Item(id: "nails", name: EarningSalon.both, kind: .service, category: "hands", price: 1)
        for id in policy.items.keys.sorted() where flip() { policy.items[id]?.taxBasisPoints = pick([300, 600, 1300]) }
        var earning = EarningRules()
        earning.mode = pick(EarningRules.Mode.allCases)
        earning.perFen = pick([1, 7, 100, 250, 1000])
        earning.rounding = pick(Rounding.allCases)
        earning.basis = pick(EarningRules.Basis.allCases)
        earning.withoutTax = flip()
        earning.tierUsed = pick(EarningRules.TierUsed.allCases)
        earning.earnsOn = Set(Tender.Kind.allCases.filter { _ in flip() })
        for place in 0..<Int(number(0...3)) {
            var rule = AmountRule(id: "a\(place)", points: number(0...12))
            if flip() { rule.scope = scope() }
            earning.amounts.append(rule)
        }
        for place in 0..<Int(number(0...2)) {
            var when = Occasion()
            if flip() { when.through = Day(Int(number(20_000...20_002))) }
            earning.campaigns.append(
                Campaign(
                    id: "c\(place)", name: EarningSalon.both, when: when,
                    basisPoints: pick([5000, 10_000, 15_000, 20_000])))
        }
        for place in 0..<Int(number(0...2)) {
            var rule = VisitRule(id: "v\(place)", points: number(1...9))
            rule.fromFen = number(0...3000)
            earning.visits.append(rule)
        }
        if flip() { earning.services = [ServiceRule(id: "s", scope: scope(), points: number(1...5))] }
        for place in 0..<Int(number(0...2)) {
            var rule = BonusRule(
                id: "b\(place)", name: EarningSalon.both, fromFen: number(0...4000), points: number(0...9))
            if flip() { rule.coupon = "k\(place)" }
            earning.bonuses.append(rule)
        }
        for place in 0..<Int(number(0...2)) {
            let limit = Limit(count: number(0...200), period: pick(Period.allCases))
            earning.caps.append(EarningCap(id: "x\(place)", limit: limit, effect: pick(EarningCap.Effect.allCases)))
        }
        policy.earning = earning
        policy.tiers = EarningSalon.tiers([
            ("t0", 0, 10_000), ("t1", number(500...2000), pick([10_000, 12_500])), ("t2", number(2100...6000), 20_000),
        ])
        if flip() { policy.tiers.scope = scope() }
        policy.tiers.countsTenders = Set(Tender.Kind.allCases.filter { _ in flip() })
        return policy
    }
}
