import Loyalty
import Vocabulary

/// A second quote, slow and obvious: every set of offers, in every permitted order, with every number of points.
///
/// It shares nothing with the engine but the types of the question.
struct OfferOracle {
    /// Compared as a list of numbers, the lesser is better.
    struct Answer {
        var payable: Int
        var points: Int
        var offers: [String]
        var order: [String]
        var lines: [Int]
        var objective: [Int]
    }

    let bill: Bill
    let account: MemberAccount
    let policy: Policy

    var list: [Int] { bill.lines.map { Int($0.quantity) * Int($0.unitPrice.fen) } }

    /// Offers in the policy's order, those that the member may have.
    var eligible: [Offer] {
        policy.offers.filter(isEligible).sorted { left, right in
            let (one, other) = (key(left), key(right))
            return one == other
                ? names(left).lexicographicallyPrecedes(names(right)) : one.lexicographicallyPrecedes(other)
        }
    }

    private func isEligible(_ offer: Offer) -> Bool {
        if offer.coupon != nil
            && !bill.coupons.contains(where: { $0 == offer.id || account.coupons[$0]?.offer == offer.id })
        {
            return false
        }
        let tier = account.standing.tier ?? policy.tiers.tiers.first?.id ?? ""
        if !offer.conditions.tiers.isEmpty && !offer.conditions.tiers.contains(tier) { return false }
        return !lines(offer.scope).isEmpty
    }

    /// The order of the policy as its documentation tells it, as one list of numbers: layer, priority, breadth; then
    /// what takes off more, the greater gift, the kind of effect, greater figures, the lower threshold.
    private func key(_ offer: Offer) -> [Int] {
        let none = 1_000_000_000
        var key = [
            policy.stacking.order.firstIndex(of: offer.layer) ?? 99, offer.priority, lines(offer.scope).count,
            -(discounts(offer, list) ?? []).reduce(0, +),
        ]
        if case .gift(let gift) = offer.effect { key += [-Int(gift.value), -points(gift)] } else { key += [0, 0] }
        switch offer.effect {
        case .percentOff(let rate, let cap): key += [0, -Int(rate), -Int(cap ?? Int64(none))]
        case .amountOff(let fen): key += [1, -Int(fen)]
        case .amountOffEvery(let every, let off, let times):
            key += [2, Int(every), -Int(off), -Int(times ?? Int64(none))]
        case .fixedPrice(let price): key += [3, Int(price)]
        case .buyGet(let buy, let free, let rate, let times):
            key += [4, Int(buy), -Int(free), -Int(rate), -Int(times ?? Int64(none))]
        case .cheapestOff(let rate, let cap): key += [5, -Int(rate), -Int(cap ?? Int64(none))]
        case .gift: key += [6]
        }
        let threshold = offer.threshold
        return key + [
            offer.base == .list ? 1 : 0, threshold?.base == .running ? 1 : 0, Int(threshold?.fen ?? 0),
            Int(threshold?.quantity ?? 0), offer.coupon == nil ? 0 : 1, offer.excludes.count,
        ]
    }

    /// What is left to tell two offers apart: their scopes, group, and at last the id.
    private func names(_ offer: Offer) -> [String] {
        [offer.scope, offer.threshold?.scope ?? offer.scope].flatMap { scope in
            [
                scope.items.sorted().joined(separator: ","), scope.categories.sorted().joined(separator: ","),
                scope.kinds.map(\.rawValue).sorted().joined(separator: ","),
                scope.except.sorted().joined(separator: ","),
            ]
        } + [offer.group ?? "", offer.id]
    }

    private func points(_ gift: Gift) -> Int { if case .points(let points) = gift.kind { Int(points) } else { 0 } }

    func lines(_ scope: ItemScope) -> [Int] {
        bill.lines.indices.filter { index in
            let item = policy.items[bill.lines[index].item]
            let id = item?.id ?? ""
            let category = item?.category ?? ""
            if scope.except.contains(id) || scope.except.contains(category) { return false }
            let isAll = scope.items.isEmpty && scope.categories.isEmpty && scope.kinds.isEmpty
            return isAll || scope.items.contains(id) || scope.categories.contains(category)
                || scope.kinds.contains(item?.kind ?? .fee)
        }
    }

    func best() -> Answer {
        let offers = eligible
        var best: Answer?
        for subset in 0..<(1 << offers.count) {
            let chosen = offers.indices.filter { subset >> $0 & 1 == 1 }
            guard isPermitted(chosen.map { offers[$0] }) else { continue }
            let movable = chosen.filter { isOnRest(offers[$0]) }
            for aheadSet in 0..<(1 << movable.count) {
                let ahead = movable.indices.filter { aheadSet >> $0 & 1 == 1 }.map { movable[$0] }
                guard let answer = answer(ordered(chosen, ahead, offers).map { offers[$0] }, chosen) else { continue }
                if best.map({ answer.objective.lexicographicallyPrecedes($0.objective) }) ?? true { best = answer }
            }
        }
        return best ?? Answer(payable: -1, points: 0, offers: [], order: [], lines: [], objective: [])
    }

    private func isPermitted(_ offers: [Offer]) -> Bool {
        for (index, one) in offers.enumerated() {
            for other in offers[(index + 1)...] {
                if let group = one.group, group == other.group, isRival(one, other, group) { return false }
                for (left, right) in [(one, other), (other, one)] {
                    if left.excludes.contains(right.id) { return false }
                    if let group = right.group, left.excludes.contains(group) { return false }
                }
            }
        }
        return true
    }

    /// Of a group by the line two are rivals where they have a line in common.
    private func isRival(_ one: Offer, _ other: Offer, _ group: String) -> Bool {
        !policy.stacking.lineGroups.contains(group) || !touched(one).isDisjoint(with: touched(other))
    }

    private func touched(_ offer: Offer) -> Set<Int> {
        let scope = lines(offer.scope)
        switch offer.effect {
        case .buyGet(let buy, let free, _, let times):
            let taken = freeUnits(scope, Int(buy), Int(free), times.map { Int($0) })
            return Set(taken.indices.filter { taken[$0] > 0 })
        case .cheapestOff:
            let priced = scope.filter { bill.lines[$0].unitPrice > 0 }
            return Set(priced.min { bill.lines[$0].unitPrice < bill.lines[$1].unitPrice }.map { [$0] } ?? [])
        default: return Set(scope)
        }
    }

    private func isOnRest(_ offer: Offer) -> Bool {
        guard offer.threshold?.base == .running else { return false }
        if case .amountOffEvery = offer.effect { return true }
        return (offer.threshold?.fen ?? 0) > 0
    }

    private func minimum(_ offer: Offer) -> Int {
        var minimum = Int(offer.threshold?.fen ?? 0)
        if case .amountOffEvery(let every, _, _) = offer.effect { minimum = max(minimum, Int(every)) }
        return minimum
    }

    /// Layer by layer; in each, those ahead by falling threshold, then the rest.
    private func ordered(_ chosen: [Int], _ ahead: [Int], _ offers: [Offer]) -> [Int] {
        policy.stacking.order.flatMap { layer in
            let here = chosen.filter { offers[$0].layer == layer }
            var first = here.filter(ahead.contains)
            // A stable sort by insertion: a higher threshold moves before a lower one.
            for end in first.indices {
                var index = end
                while index > 0, minimum(offers[first[index - 1]]) < minimum(offers[first[index]]) {
                    first.swapAt(index, index - 1)
                    index -= 1
                }
            }
            return first + here.filter { !ahead.contains($0) }
        }
    }

    /// - Returns: `nil` if one of the offers does not apply where it stands.
    func answer(_ order: [Offer], _ chosen: [Int]) -> Answer? {
        var rest = list
        var giftValue = 0
        var giftPoints = 0
        var gifts = 0
        for offer in order {
            guard let discounts = discounts(offer, rest) else { return nil }
            if case .gift(let gift) = offer.effect {
                gifts += 1
                giftValue += Int(gift.value)
                giftPoints += points(gift)
            } else if discounts.reduce(0, +) == 0 {
                return nil
            }
            for line in rest.indices { rest[line] -= discounts[line] }
        }
        let (payable, points) = pay(rest)
        let coupons = order.filter { $0.coupon != nil }.count
        return Answer(
            payable: payable, points: points, offers: order.map(\.id).sorted(), order: order.map(\.id), lines: rest,
            objective: [payable, points, -giftValue, -giftPoints, -gifts, coupons, order.count] + chosen)
    }

    /// Tries every number of points.
    private func pay(_ rest: [Int]) -> (payable: Int, points: Int) {
        let total = rest.reduce(0, +)
        let roundTo = Int(policy.stacking.roundBillToFen)
        var best = (payable: total / roundTo * roundTo, points: 0)
        guard let rule = policy.moneyOff, bill.points != .none else { return best }
        var balance = Int(account.pointsBalance(atMs: bill.atMs))
        if case .atMost(let wish) = bill.points { balance = min(balance, Int(wish.count)) }
        balance = min(balance, Int(rule.maximumPoints ?? 1_000_000_000))
        let scopeRest = lines(rule.scope).map { rest[$0] }.reduce(0, +)
        var points = 0
        while points + Int(rule.points * rule.step) <= balance {
            points += Int(rule.points * rule.step)
            let off = points / Int(rule.points) * Int(rule.fen)
            if off > scopeRest || off * 10_000 > total * Int(rule.maximumShare) { break }
            if points < Int(rule.minimumPoints) { continue }
            let payable = (total - off) / roundTo * roundTo
            if payable < best.payable { best = (payable, points) }
        }
        return best
    }
}

extension OfferOracle {
    /// By line; `nil` where a threshold is not met.
    func discounts(_ offer: Offer, _ rest: [Int]) -> [Int]? {
        let scope = lines(offer.scope)
        let counted = offer.threshold?.scope.map(lines) ?? scope
        let measured = offer.threshold?.base == .running ? rest : list
        let sum = counted.map { measured[$0] }.reduce(0, +)
        if let threshold = offer.threshold {
            let units = counted.map { Int(bill.lines[$0].quantity) }.reduce(0, +)
            guard sum >= Int(threshold.fen), units >= Int(threshold.quantity) else { return nil }
        }
        let basis = offer.base == .list ? list : rest
        let left = scope.map { rest[$0] }.reduce(0, +)
        switch offer.effect {
        case .percentOff(let rate, let cap):
            let share = rounded(scope.map { basis[$0] }.reduce(0, +) * Int(rate), 10_000)
            return split(min(share, Int(cap ?? .max), left), scope, basis, rest)
        case .amountOff(let fen): return split(min(Int(fen), left), scope, basis, rest)
        case .amountOffEvery(let every, let off, let times):
            let off = min(sum / Int(every), Int(times ?? .max)) * Int(off)
            return split(min(off, left), scope, basis, rest)
        case .fixedPrice(let price):
            return rest.indices.map { line in
                scope.contains(line) ? max(0, rest[line] - Int(price) * Int(bill.lines[line].quantity)) : 0
            }
        case .buyGet(let buy, let free, let rate, let times):
            let taken = freeUnits(scope, Int(buy), Int(free), times.map { Int($0) })
            return rest.indices.map { unitsOff(taken[$0], Int(rate), $0, basis, rest) }
        case .cheapestOff(let rate, let cap):
            let priced = scope.filter { bill.lines[$0].unitPrice > 0 }
            let cheapest = priced.min { bill.lines[$0].unitPrice < bill.lines[$1].unitPrice }
            return rest.indices.map { line in
                line == cheapest ? min(Int(cap ?? .max), unitsOff(1, Int(rate), line, basis, rest)) : 0
            }
        case .gift: return rest.map { _ in 0 }
        }
    }

    /// Lays all units out by falling price, groups them, and counts the last ones of full groups by line.
    private func freeUnits(_ scope: [Int], _ buy: Int, _ free: Int, _ times: Int?) -> [Int] {
        var units: [Int] = []
        for line in scope.sorted(by: { (-bill.lines[$0].unitPrice, $0) < (-bill.lines[$1].unitPrice, $1) })
        where bill.lines[line].unitPrice > 0 {
            units += Array(repeating: line, count: Int(bill.lines[line].quantity))
        }
        var taken = list.map { _ in 0 }
        var groups = 0
        while units.count >= buy + free, groups < times ?? .max {
            for line in units[buy..<(buy + free)] { taken[line] += 1 }
            units.removeFirst(buy + free)
            groups += 1
        }
        return taken
    }

    private func unitsOff(_ units: Int, _ rate: Int, _ line: Int, _ basis: [Int], _ rest: [Int]) -> Int {
        min(rest[line], rounded(basis[line] * units * rate, Int(bill.lines[line].quantity) * 10_000))
    }

    private func rounded(_ numerator: Int, _ denominator: Int) -> Int {
        switch policy.stacking.rounding {
        case .down: numerator / denominator
        case .up: (numerator + denominator - 1) / denominator
        case .half: (2 * numerator + denominator) / (2 * denominator)
        }
    }

    private func split(_ amount: Int, _ scope: [Int], _ basis: [Int], _ rest: [Int]) -> [Int] {
        let parts = share(amount, scope, basis)
        return rest.indices.allSatisfy { parts[$0] <= rest[$0] } ? parts : share(amount, scope, rest)
    }

    private func share(_ amount: Int, _ scope: [Int], _ weights: [Int]) -> [Int] {
        var parts = list.map { _ in 0 }
        let sum = scope.map { weights[$0] }.reduce(0, +)
        guard sum > 0 else { return parts }
        var missing = amount
        for line in scope {
            parts[line] = amount * weights[line] / sum
            missing -= parts[line]
        }
        let byRemainder = scope.sorted {
            (-(amount * weights[$0] % sum), $0) < (-(amount * weights[$1] % sum), $1)
        }
        for line in byRemainder.prefix(missing) { parts[line] += 1 }
        return parts
    }
}
