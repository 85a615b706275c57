@testable import Loyalty
import Vocabulary

/// What a bill earns, told a second time: slowly, fen by fen, with none of the engine's code.
enum EarningOracle {
    static func earned(
        _ bill: [Quote.Line], _ tenders: [Tender], _ account: MemberAccount, _ policy: Policy, level: Int, now: Int64
    ) -> (points: Int64, coupons: [String]) {
        let rules = policy.earning
        let offBill = outside(rules.earnsOn, bill, tenders)
        let offScope = outside(policy.tiers.countsTenders, bill, tenders)
        var amounts: [Int64] = []
        var paid: Int64 = 0
        var spend: Int64 = 0
        var paidByLine: [Int64] = []
        for (index, line) in bill.enumerated() {
            let basis = rules.basis == .net ? line.payable : rules.basis == .list ? line.list : line.net
            amounts.append(basis.fen - offBill[index])
            paidByLine.append(line.payable.fen - offBill[index])
            paid += line.payable.fen - offBill[index]
            let item = item(line, policy)
            if inScope(policy.tiers.scope, item) { spend += line.payable.fen - offScope[index] }
        }
        if !amounts.contains(where: { $0 > 0 }) && paid <= 0 { return (0, []) }
        if rules.withoutTax { amounts = withoutTax(amounts, bill, policy) }
        var points = byAmount(amounts, bill, spend, account, policy, level, now)
        for rule in rules.services {
            for (index, line) in bill.enumerated()
            where paidByLine[index] > 0 && inScope(rule.scope, item(line, policy)) {
                for _ in 0..<line.quantity { points += rule.points }
            }
        }
        let day = policy.zone.day(atMs: now)
        for rule in rules.visits where paid >= rule.fromFen {
            let used = account.uses[UseKey.visit(rule.id)].days.filter { $0.0 == day }.map(\.1).reduce(0, +)
            if used == 0 { points += rule.points }
        }
        var coupons: [String] = []
        for rule in rules.bonuses where paid >= rule.fromFen {
            points += rule.points
            if let coupon = rule.coupon { coupons.append(coupon) }
        }
        for cap in rules.caps {
            let used = account.earned.days.filter { samePeriod($0.0, day, cap.limit.period) }.map(\.1).reduce(0, +)
            let left = max(0, cap.limit.count - used)
            if points > left { points = cap.effect == .clip ? left : 0 }
        }
        return (points, coupons)
    }

    private static func samePeriod(_ left: Day, _ right: Day, _ period: Period) -> Bool {
        switch period {
        case .transaction: false
        case .day: left == right
        case .month: left.description.prefix(7) == right.description.prefix(7)
        // Members of these tests tell no birthday.
        case .year, .birthday: left.description.prefix(4) == right.description.prefix(4)
        case .ever: true
        }
    }

    private static func item(_ line: Quote.Line, _ policy: Policy) -> Item {
        policy.items[line.item] ?? Item(id: "", name: EarningSalon.both, kind: .fee, category: "", price: 0)
    }

    private static func inScope(_ scope: ItemScope, _ item: Item) -> Bool {
        if scope.except.contains(item.id) || scope.except.contains(item.category) { return false }
        let all = scope.items.isEmpty && scope.categories.isEmpty && scope.kinds.isEmpty
        return all || scope.items.contains(item.id) || scope.categories.contains(item.category)
            || scope.kinds.contains(item.kind)
    }

    /// The sum of bills × points × ratio × campaign as one fraction; the ratio by walking every fen of the spend.
    private static func byAmount(
        _ amounts: [Int64], _ bill: [Quote.Line], _ spend: Int64, _ account: MemberAccount, _ policy: Policy,
        _ level: Int, _ now: Int64
    ) -> Int64 {
        let rules = policy.earning
        var perRule = [Int64](repeating: 0, count: rules.amounts.count)
        for (index, line) in bill.enumerated() {
            for (place, rule) in rules.amounts.enumerated() where inScope(rule.scope, item(line, policy)) {
                perRule[place] += amounts[index]
                break
            }
        }
        var weight: Int128 = 0
        for (place, rule) in rules.amounts.enumerated() {
            if rules.mode == .block {
                var rest = perRule[place]
                while rest >= rules.perFen {
                    rest -= rules.perFen
                    weight += Int128(rule.points) * Int128(rules.perFen)
                }
            } else {
                weight += Int128(perRule[place]) * Int128(rule.points)
            }
        }
        var campaign: Int64 = 10_000
        let holding = rules.campaigns.filter { $0.when.holds(atMs: now, policy, account.person) }
        if let best = holding.map(\.basisPoints).max() { campaign = best }
        let before = account.qualification.days.map(\.spend.fen).reduce(0, +)
        func tier(at spent: Int64) -> Int {
            var found = level
            for (index, tier) in policy.tiers.tiers.enumerated()
            where index > found && tier.reach.contains(where: { $0.metric == .spend && spent >= $0.atLeast }) {
                found = index
            }
            return found
        }
        func ratio(_ index: Int) -> Int64 { policy.tiers.tiers[index].earningBasisPoints }
        var over: Int128 = 1
        var under: Int128 = 1
        switch rules.tierUsed {
        case .before: over = Int128(ratio(level))
        case .after: over = Int128(ratio(tier(at: before + spend)))
        case .split:
            over = 0
            under = Int128(max(spend, 1))
            for fen in 0..<spend { over += Int128(ratio(tier(at: before + fen))) }
            // A tier reached exactly with the last fen has no part of the amount.
            if spend == 0 { over = Int128(ratio(tier(at: before))) }
        }
        let top = weight * over * Int128(campaign)
        let bottom = Int128(rules.perFen) * under * 100_000_000
        switch rules.rounding {
        case .down: return Int64(top / bottom)
        case .half: return Int64((2 * top + bottom) / (2 * bottom))
        case .up: return Int64((top + bottom - 1) / bottom)
        }
    }

    /// Fen of each line that were paid in other ways.
    private static func outside(_ kinds: Set<Tender.Kind>, _ bill: [Quote.Line], _ tenders: [Tender]) -> [Int64] {
        let payable = bill.map(\.payable.fen).reduce(0, +)
        var other = tenders.filter { !kinds.contains($0.kind) }.map(\.amount.fen).reduce(0, +)
        if !kinds.contains(.cash) { other += payable - tenders.map(\.amount.fen).reduce(0, +) }
        return share(other, bill.map(\.payable.fen))
    }

    /// Whole parts first, then fen by fen to whoever is furthest below his exact share.
    private static func share(_ total: Int64, _ weights: [Int64]) -> [Int64] {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return weights.map { _ in 0 } }
        var parts = weights.map { total * $0 / sum }
        while parts.reduce(0, +) < total {
            var best = 0
            for index in weights.indices
            where total * weights[index] - parts[index] * sum > total * weights[best] - parts[best] * sum {
                best = index
            }
            parts[best] += 1
        }
        return parts
    }

    private static func withoutTax(_ amounts: [Int64], _ bill: [Quote.Line], _ policy: Policy) -> [Int64] {
        var result = amounts
        for rate in Set(bill.map { item($0, policy).taxBasisPoints }) where rate > 0 {
            let places = bill.indices.filter { item(bill[$0], policy).taxBasisPoints == rate }
            let total = places.map { amounts[$0] }.reduce(0, +)
            let bare = (total * 20_000 + 10_000 + rate) / (2 * (10_000 + rate))
            for (place, part) in zip(places, share(bare, places.map { amounts[$0] })) { result[place] = part }
        }
        return result
    }
}
