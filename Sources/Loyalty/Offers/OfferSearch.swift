/// What a combination of offers comes to; the lesser one is chosen.
///
/// Least to pay after points; then fewest points, the greatest value of gifts, the most points given, most gifts,
/// fewest coupons, fewest offers, and at last the offers that come earlier in the policy's order.
struct OfferOutcome: Comparable {
    var payable = Int64.max
    var points: Int64 = 0
    var giftValue: Int64 = 0
    var giftPoints: Int64 = 0
    var gifts = 0
    var coupons = 0
    var offers = 0
    /// One bit by candidate, the first one's the highest.
    var ranks: UInt64 = 0

    static func < (left: OfferOutcome, right: OfferOutcome) -> Bool {
        if left.payable != right.payable { return left.payable < right.payable }
        if left.points != right.points { return left.points < right.points }
        if left.giftValue != right.giftValue { return left.giftValue > right.giftValue }
        if left.giftPoints != right.giftPoints { return left.giftPoints > right.giftPoints }
        if left.gifts != right.gifts { return left.gifts > right.gifts }
        if left.coupons != right.coupons { return left.coupons < right.coupons }
        if left.offers != right.offers { return left.offers < right.offers }
        return left.ranks > right.ranks
    }
}

/// The cheapest permitted combination, found depth first.
///
/// Each candidate is taken or not, in the policy's order. One with a threshold on what is left has two places: its
/// own, and ahead of its layer, where those taken stand by falling threshold, then in the policy's order. So of n
/// candidates, a of them tried ahead, 2^(n-a)·3^a combinations are looked at or excluded.
///
/// **The bound.** Offers only ever lower what is left of a line, and the discount of each offer grows with what is
/// left: a share of it, rounded, capped; an amount cut off at it; what lies above a price; a number of full
/// `every` in it. A share of the list price is only cut off at it. Thresholds met on less are met on more. So no
/// offer gives more after others than it gives alone, and of those that exclude each other by a group one at
/// most gives anything. What is left in a node, less those sums over the places to come, is therefore at most
/// what is left in any leaf below; and what is to be paid does not fall when what is left grows (`MoneyOff.bound`).
struct OfferSearch {
    /// Bounds on bounds: a policy that asks for more gets these.
    static let mostCandidates = 16
    static let mostAhead = 6

    private struct Place {
        var candidate: Int
        var isAhead: Bool
    }

    private struct Node {
        var place = 0
        var depth = 0
        var taken: UInt64 = 0
        var giftValue: Int64 = 0
        var giftPoints: Int64 = 0
        var gifts = 0
        var coupons = 0
    }

    private var sheet: BillSheet
    private let candidates: ContiguousArray<OfferFigures>
    private let moneyOff: MoneyOff
    private var places: ContiguousArray<Place> = []
    /// The most that the places from here on can still take off.
    private var toCome: ContiguousArray<Int64> = []
    /// By candidate: those that exclude it.
    private var exclusive: ContiguousArray<UInt64>
    private var path: ContiguousArray<Int>
    private var best = OfferOutcome()
    private var bestPath: ContiguousArray<Int> = []
    private(set) var notTriedAhead: [Int] = []
    private(set) var combinations = 1

    /// - Parameters:
    ///   - candidates: in the policy's order, at most `mostCandidates`.
    ///   - sheet: lent until `endLoan`; a copy would be written to at once, and so made in full.
    init(
        _ candidates: ContiguousArray<OfferFigures>, lending sheet: inout BillSheet, _ moneyOff: MoneyOff,
        _ policy: borrowing Policy
    ) {
        self.candidates = candidates
        self.sheet = .none
        self.moneyOff = moneyOff
        exclusive = ContiguousArray(repeating: 0, count: candidates.count)
        path = ContiguousArray(repeating: 0, count: candidates.count)
        swap(&self.sheet, &sheet)
        self.sheet.reserve(rows: candidates.count + 2)
        exclude(policy)
        arrange(policy)
        boundPlaces(policy)
    }

    /// - Returns: what the best combination leaves to pay, and its candidates in the order in which they are applied.
    mutating func run() -> (payable: Int64, path: ContiguousArray<Int>) {
        visit(Node())
        return (best.payable, bestPath)
    }

    /// Gives the sheet back; its first row is as it was.
    mutating func endLoan(_ sheet: inout BillSheet) { swap(&self.sheet, &sheet) }

    private mutating func exclude(_ policy: borrowing Policy) {
        let offers = policy.offers.span
        for one in candidates.indices {
            for other in candidates.indices.dropFirst(one + 1) where candidates[one].mayExclude(candidates[other]) {
                let (left, right) = (candidates[one].offer, candidates[other].offer)
                guard offers[left].isExclusive(with: offers[right]) else { continue }
                exclusive[one] |= 1 << UInt64(other)
                exclusive[other] |= 1 << UInt64(one)
            }
        }
    }

    private mutating func arrange(_ policy: borrowing Policy) {
        let limit = min(max(0, policy.stacking.aheadLimit), Self.mostAhead)
        let onRest = candidates.indices.filter { candidates[$0].isTriedAhead }
        let byEffect = onRest.sorted {
            candidates[$0].alone == candidates[$1].alone ? $0 < $1 : candidates[$0].alone > candidates[$1].alone
        }
        let ahead = byEffect.prefix(limit).sorted {
            candidates[$0].restFrom == candidates[$1].restFrom
                ? $0 < $1 : candidates[$0].restFrom > candidates[$1].restFrom
        }
        notTriedAhead = byEffect.dropFirst(limit).sorted()
        places.reserveCapacity(candidates.count + ahead.count)
        for index in candidates.indices {
            if index == 0 || candidates[index].layer != candidates[index - 1].layer {
                for first in ahead where candidates[first].layer == candidates[index].layer {
                    places.append(Place(candidate: first, isAhead: true))
                }
            }
            places.append(Place(candidate: index, isAhead: false))
        }
        for index in candidates.indices { combinations *= ahead.contains(index) ? 3 : 2 }
    }

    private mutating func boundPlaces(_ policy: borrowing Policy) {
        toCome = ContiguousArray(repeating: 0, count: places.count + 1)
        let rows = policy.offerTable.rows
        // Of each group the greatest so far. There are so few that hashing their names costs more.
        var greatest: [(group: String, discount: Int64)] = []
        for index in places.indices.reversed() {
            toCome[index] = toCome[index + 1]
            guard !places[index].isAhead else { continue }
            let alone = candidates[places[index].candidate].alone
            guard let group = rows[candidates[places[index].candidate].offer].offer.group else {
                toCome[index] += alone
                continue
            }
            if let known = greatest.firstIndex(where: { $0.group == group }) {
                toCome[index] += max(0, alone - greatest[known].discount)
                greatest[known].discount = max(greatest[known].discount, alone)
            } else {
                toCome[index] += alone
                greatest.append((group, alone))
            }
        }
    }

    /// Tries taking before leaving out, so that a good combination is known early; in places ahead it is the other
    /// way, so that of equal ones the policy's own order is found first.
    private mutating func visit(_ node: Node) {
        guard node.place < places.count else { return compare(node) }
        guard moneyOff.bound(rest: sheet.totals[node.depth] - toCome[node.place]) <= best.payable else { return }
        let place = places[node.place]
        var skipped = node
        skipped.place += 1
        if place.isAhead {
            visit(skipped)
            take(place.candidate, node)
            return
        }
        guard node.taken & (1 << UInt64(place.candidate)) == 0 else {
            // Ahead of its place with nothing in between is the same as in its place, which was tried before.
            if path[node.depth - 1] != place.candidate { visit(skipped) }
            return
        }
        take(place.candidate, node)
        visit(skipped)
    }

    private mutating func take(_ candidate: Int, _ node: Node) {
        guard node.taken & exclusive[candidate] == 0, sheet.apply(candidates[candidate], to: node.depth) != nil else {
            return
        }
        var next = node
        next.place += 1
        next.taken |= 1 << UInt64(candidate)
        if candidates[candidate].isGift {
            next.gifts += 1
            next.giftValue += candidates[candidate].giftValue
            next.giftPoints += candidates[candidate].giftPoints
        }
        if candidates[candidate].takesCoupon { next.coupons += 1 }
        path[node.depth] = candidate
        next.depth += 1
        visit(next)
    }

    private mutating func compare(_ node: Node) {
        let (steps, payable) = moneyOff.settle(
            rest: sheet.totals[node.depth], scopeRest: sheet.sum(moneyOff.scope, row: node.depth))
        guard payable <= best.payable else { return }
        var outcome = OfferOutcome(payable: payable, points: steps * moneyOff.stepPoints)
        outcome.giftValue = node.giftValue
        outcome.giftPoints = node.giftPoints
        outcome.gifts = node.gifts
        outcome.coupons = node.coupons
        outcome.offers = node.depth
        for candidate in candidates.indices where node.taken & (1 << UInt64(candidate)) != 0 {
            outcome.ranks |= 1 << UInt64(63 - candidate)
        }
        guard outcome < best else { return }
        best = outcome
        bestPath.removeAll(keepingCapacity: true)
        bestPath.append(contentsOf: path[..<node.depth])
    }
}
