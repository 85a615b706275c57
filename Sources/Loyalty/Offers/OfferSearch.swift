internal import Vocabulary

/// The cheapest permitted combination, part by part, found depth first.
///
/// Each candidate is taken or not, in the policy's order. For n candidates, a of which are also tried ahead of their
/// layer, there are 2^(n-a)·3^a combinations. Each is examined, or excluded because no leaf below its node can be
/// better than the best one known (`OfferBound`; and the amount to be paid does not fall when more is left, see
/// `MoneyOff.bound`).
///
/// Parts are searched separately. Only points and the rounding of the bill depend on all of them together; in that case
/// a second search goes through the parts one after the other. It starts with the combined results of the parts as the
/// best one known, and uses a lower bound on what the remaining parts leave.
///
/// **Work.** Every line that an offer is applied to, and every line that a bound reads, is a step. The number of steps
/// is bounded instead of the time, so that a bill has the same answer on every machine. If the bound is reached, the
/// best combination found so far is taken, and the answer says so.
struct OfferSearch {
    /// Steps for all parts of a bill, and the same again for the second search; a million take about 10 ms.
    static let mostSteps = 1_000_000
    /// Upper limits on what a policy may ask for; a larger figure is reduced to these.
    static let mostCandidates = 256
    static let mostAhead = 6

    /// What was found, and what was not compared.
    struct Finding {
        /// Fen.
        var payable: Int64 = 0
        /// The places of those taken, in the order in which they are applied.
        var path: ContiguousArray<OfferPlace> = []
        /// Combinations examined or excluded; only those examined if the bound on steps was reached.
        var combinations = 1
        var isCutShort = false
        /// By number.
        var notTried: [Int] = []
        var notTriedAhead: [Int] = []
    }

    /// A combination of some parts' candidates, with everything that decides whether it is better than another one.
    private struct Leaf {
        var outcome = OfferOutcome()
        var rest = BillRest()
        var path: ContiguousArray<OfferPlace> = []

        mutating func add(_ other: Leaf) {
            outcome.add(other.outcome)
            rest += other.rest
            path += other.path
        }
    }

    private struct Node {
        var part = 0
        var place = 0
        var row = 0
        /// Left of the lines that belong to no part, and of the parts that are finished.
        var rest = BillRest()
        var outcome = OfferOutcome()
    }

    /// The least that the parts after a given one leave, in fen, and all of their gifts.
    private struct RemainingBound {
        var rest: Int64 = 0
        var gifts = OfferOutcome()
    }

    private var parts: ContiguousArray<OfferPart>
    /// By number of the candidate: those that exclude it.
    private let exclusive: ContiguousArray<[Int]>
    /// By number: how many taken candidates exclude it, plus one while the search must not try it.
    private var exclusionCounts: ContiguousArray<Int>
    private var isTaken: ContiguousArray<Bool>
    private var moneyOff: MoneyOff
    private let untouched: Node
    private var lastPart = 0
    private var remainingBounds: ContiguousArray<RemainingBound>
    private var path: ContiguousArray<OfferPlace> = []
    private var best = Leaf()
    private var steps = 0
    private var limit = 0
    private var isCutShort = false
    private var looked = 0

    /// - Parameters:
    ///   - candidates: in the policy's order.
    ///   - exclusive: by candidate, those that exclude it.
    ///   - sheet: of the bill, lent until `endLoan`.
    init(
        _ candidates: ContiguousArray<OfferFigures>, _ exclusive: ContiguousArray<[Int]>,
        lending sheet: inout BillSheet, _ moneyOff: MoneyOff, _ policy: borrowing Policy
    ) {
        var root = Node(rest: sheet.rest(row: 0, moneyOff.scope))
        parts = OfferPart.all(candidates, exclusive, lending: &sheet, moneyOff, policy)
        self.exclusive = exclusive
        self.moneyOff = moneyOff
        exclusionCounts = ContiguousArray(repeating: 0, count: candidates.count)
        isTaken = ContiguousArray(repeating: false, count: candidates.count)
        remainingBounds = ContiguousArray(repeating: RemainingBound(), count: parts.count)
        for part in parts.indices { root.rest -= parts[part].rest(row: 0) }
        untouched = root
        path.reserveCapacity(candidates.count)
    }

    /// Returns the sheet if the search had moved it; its first row is unchanged.
    mutating func endLoan(_ sheet: inout BillSheet) {
        if sheet.count == 0 { swap(&parts[0].sheet, &sheet) }
    }

    mutating func run() -> Finding {
        var finding = Finding()
        for part in parts.indices {
            for number in parts[part].never { exclusionCounts[number] += 1 }
            finding.notTried += parts[part].never
            finding.notTriedAhead += parts[part].notTriedAhead
        }
        if parts.count == 1 {
            search(from: untouched, through: 0, share: Self.mostSteps)
            note(0..<1, &finding)
        } else {
            searchApart(&finding)
        }
        finding.payable = best.outcome.payable
        finding.path = best.path
        finding.combinations = isCutShort ? looked : combinations
        finding.isCutShort = isCutShort
        return finding
    }

    /// Searches each part separately, and then all together if adding up their results does not decide.
    private mutating func searchApart(_ finding: inout Finding) {
        let goal = moneyOff
        moneyOff = .none
        var sum = Leaf(rest: untouched.rest)
        let places = parts.reduce(0) { $0 + $1.places.count }
        var isPartCutShort = false
        var least: [Int64] = []
        for part in parts.indices {
            search(
                from: Node(part: part), through: part,
                share: Int(Int64(Self.mostSteps) * Int64(parts[part].places.count) / Int64(places)))
            sum.add(best)
            least.append(isCutShort ? parts[part].least(after: 0, row: 0) : best.rest.all)
            if isCutShort, !goal.dependsOnWholeBill { note(part..<part + 1, &finding) }
            isPartCutShort = isPartCutShort || isCutShort
        }
        moneyOff = goal
        settle(&sum)
        best = sum
        isCutShort = isPartCutShort
        guard goal.dependsOnWholeBill, !parts.isEmpty else { return }
        for part in parts.indices.dropLast().reversed() {
            remainingBounds[part] = remainingBounds[part + 1]
            remainingBounds[part].rest += least[part + 1]
            remainingBounds[part].gifts.add(parts[part + 1].bound.gifts(after: 0))
        }
        search(from: untouched, through: parts.count - 1, share: Self.mostSteps, knowing: sum)
        note(parts.indices, &finding)
    }

    /// - Parameter known: a combination to compare with from the start.
    private mutating func search(from root: Node, through last: Int, share: Int, knowing known: Leaf? = nil) {
        best = known ?? Leaf()
        lastPart = last
        if known == nil, !parts[last].later.isEmpty {
            for number in parts[last].later { exclusionCounts[number] += 1 }
            limit = steps + share / 2
            visit(root)
            for number in parts[last].later { exclusionCounts[number] -= 1 }
        }
        isCutShort = false
        limit = steps + share
        visit(root)
    }

    /// Notes which candidates a search that was cut short did not combine with all others.
    private func note(_ cut: Range<Int>, _ finding: inout Finding) {
        guard isCutShort else { return }
        for part in cut {
            let never = Set(parts[part].never)
            finding.notTried += parts[part].later.filter { number in
                !never.contains(number) && !best.path.contains { $0.number == number }
            }
        }
    }

    /// The number of combinations, at most `Bounds.amount`.
    private var combinations: Int {
        var combinations: Int64 = 1
        for part in parts.indices {
            let ahead = parts[part].places.count(where: \.isAhead)
            for index in parts[part].candidates.indices {
                combinations = min(combinations * (index < ahead ? 3 : 2), Bounds.amount)
            }
        }
        return Int(combinations)
    }
}

extension OfferSearch {
    /// Searches below a node. In a candidate's own place, taking it is tried first, so that a good combination is known
    /// early. In a place ahead of its layer, leaving it out is tried first, so that of equal combinations the one in
    /// the policy's own order is found first.
    private mutating func visit(_ start: Node) {
        var node = start
        while node.place < parts[node.part].places.count {
            if isOver || canPrune(node) { return }
            let place = parts[node.part].places[node.place]
            var skipped = node
            skipped.place += 1
            if place.isAhead {
                visit(skipped)
                return take(place, node)
            }
            if !isTaken[place.number] {
                take(place, node)
            } else if path.last?.number == place.number {
                // Ahead of its place with nothing in between is the same as in its place, which was tried before.
                return
            }
            node = skipped
        }
        leave(node)
    }

    private var isOver: Bool {
        mutating get {
            guard steps >= limit, best.outcome.payable < .max else { return false }
            isCutShort = true
            return true
        }
    }

    /// Whether no combination below a node can be better than the best one known.
    private mutating func canPrune(_ node: Node) -> Bool {
        guard best.outcome.payable < .max else { return false }
        steps += parts[node.part].bound.steps
        let rest =
            node.rest.all + parts[node.part].least(after: node.place, row: node.row) + remainingBounds[node.part].rest
        let payable = moneyOff.bound(rest: rest)
        guard payable >= best.outcome.payable else { return false }
        guard payable == best.outcome.payable else { return true }
        var outcome = node.outcome
        outcome.add(parts[node.part].bound.gifts(after: node.place))
        outcome.add(remainingBounds[node.part].gifts)
        outcome.payable = payable
        outcome.points = moneyOff.leastPoints(rest: rest, payable: payable)
        return best.outcome.isLess(than: outcome) ?? false
    }

    private mutating func take(_ place: OfferPlace, _ node: Node) {
        guard exclusionCounts[place.number] == 0 else { return }
        var next = node
        next.place += 1
        if !parts[node.part].candidates[place.candidate].isGift {
            steps += parts[node.part].sheet.count
            guard parts[node.part].apply(place.candidate, to: node.row) else { return }
            next.row += 1
        } else if !parts[node.part].isReached(place.candidate, row: node.row) {
            return
        }
        next.outcome.take(parts[node.part].candidates[place.candidate])
        isTaken[place.number] = true
        for other in exclusive[place.number] { exclusionCounts[other] += 1 }
        path.append(place)
        visit(next)
        path.removeLast()
        for other in exclusive[place.number] { exclusionCounts[other] -= 1 }
        isTaken[place.number] = false
    }

    /// Leaves a finished part: goes on with the next one, or compares the complete combination with the best one known.
    private mutating func leave(_ node: Node) {
        var next = Node(part: node.part + 1, rest: node.rest, outcome: node.outcome)
        next.rest += parts[node.part].rest(row: node.row)
        if node.part < lastPart { visit(next) } else { compare(next) }
    }

    private mutating func compare(_ node: Node) {
        looked += 1
        var leaf = Leaf(outcome: node.outcome, rest: node.rest)
        settle(&leaf)
        guard leaf.outcome.isLess(than: best.outcome) ?? isEarlier(path, than: best.path) else { return }
        swap(&leaf.path, &best.path)
        best = leaf
        best.path.removeAll(keepingCapacity: true)
        best.path.append(contentsOf: path)
    }

    private func settle(_ leaf: inout Leaf) {
        let (steps, payable) = moneyOff.settle(leaf.rest)
        leaf.outcome.payable = payable
        leaf.outcome.points = steps * moneyOff.stepPoints
    }

    /// Of combinations of equally many candidates, the earlier one holds the first candidate, in the policy's order,
    /// that only one of them holds.
    private func isEarlier(_ one: ContiguousArray<OfferPlace>, than other: ContiguousArray<OfferPlace>) -> Bool {
        one.map(\.number).sorted().lexicographicallyPrecedes(other.map(\.number).sorted())
    }
}
