/// A lower bound on what is left of a part's lines after the remaining places, and an upper bound on the gifts that
/// they give.
///
/// An offer only lowers what is left of a line, and its discount never falls when more is left: it is a rounded and
/// capped share of it, an amount limited by it, what lies above a price, or a number of full `every` in it. A share of
/// the list price is only limited by it. A threshold met with less left is met with more left. So no offer takes off
/// more after others than it takes off alone, and of the offers of one group at most one takes off anything.
///
/// A share of what is left takes at most that factor of each line, and a fen by rounding. Any other offer takes at most
/// what it takes alone, from which later shares would have taken their part. So what is left after the remaining places
/// is at least Σ line × the product of its factors − the amounts. An offer that is also tried ahead of its layer may be
/// applied before amounts that come before its own place, so its factor does not reduce any amount.
struct OfferBound {
    private struct Level {
        var amount = 0.0
        var gifts = OfferOutcome()
    }

    /// Factors kept for each place: one if every share applies to all lines, else one for each line; none if everything
    /// is added up as amounts.
    private let width: Int
    private var factors: ContiguousArray<Double> = []
    /// For each place, the most that it and all later places give.
    private var levels: ContiguousArray<Level>

    /// Steps that computing one bound counts as: the lines it reads, and at least one.
    var steps: Int { max(1, width) }

    /// Gifts of a place and all later ones, even of those that exclude each other.
    func gifts(after place: Int) -> OfferOutcome { levels[place].gifts }

    /// Adds up what each offer takes off alone. This bound is looser and costs nothing to make; it is for few places.
    init(_ candidates: ContiguousArray<OfferFigures>, _ places: ContiguousArray<OfferPlace>) {
        width = 0
        levels = ContiguousArray(repeating: Level(), count: places.count + 1)
        for place in places.indices.reversed() {
            levels[place] = levels[place + 1]
            guard !places[place].isAhead else { continue }
            add(candidates[places[place].candidate], at: place)
        }
    }

    private mutating func add(_ offer: OfferFigures, at place: Int) {
        if offer.isGift { levels[place].gifts.give(offer) } else { levels[place].amount += Double(offer.alone) }
    }

    /// - Parameter groups: for each candidate, the group of which at most one is applied to the bill; `nil` for none.
    init(
        _ candidates: ContiguousArray<OfferFigures>, _ groups: ContiguousArray<String?>,
        _ places: ContiguousArray<OfferPlace>, _ sheet: borrowing BillSheet
    ) {
        var ahead: Set<Int> = []
        for place in places where place.isAhead { ahead.insert(place.candidate) }
        var isEven = true
        for index in candidates.indices where groups[index] == nil && candidates[index].isShare {
            if candidates[index].kind == .units || candidates[index].scope != sheet.wholeBill { isEven = false }
        }
        width = isEven ? 1 : sheet.count
        factors = ContiguousArray(repeating: 1, count: (places.count + 1) * width)
        levels = ContiguousArray(repeating: Level(), count: places.count + 1)
        // Factors that later amounts are sure to come before.
        var sure = ContiguousArray<Double>(repeating: 1, count: width)
        // Of each group the greatest so far. There are so few that hashing their names costs more.
        var greatest: [(group: String, amount: Double)] = []
        for place in places.indices.reversed() {
            let candidate = places[place].candidate
            copy(place + 1, to: place)
            if places[place].isAhead { continue }
            if candidates[candidate].isGift {
                levels[place].gifts.give(candidates[candidate])
            } else if groups[candidate] == nil, candidates[candidate].isShare {
                share(candidates[candidate], place, sheet)
                if !ahead.contains(candidate) { multiply(&sure, 0, candidates[candidate], sheet) }
            } else {
                let amount = Double(candidates[candidate].alone) * most(sure, candidates[candidate], sheet)
                levels[place].amount += added(amount, groups[candidate], &greatest)
            }
        }
    }

    /// The least that can be left after the places from `place` on, of what a row holds.
    func least(_ place: Int, row: Int, _ sheet: borrowing BillSheet) -> Int64 {
        var left = 0.0
        switch width {
        case 0: left = Double(sheet.totals[row])
        case 1: left = Double(sheet.totals[row]) * factors[place]
        default:
            let (line, start) = (row * width, place * width)
            for index in 0..<width { left += Double(sheet.rows[line + index]) * factors[start + index] }
        }
        return Int64(max(0, (left - levels[place].amount).rounded(.down)))
    }

    private mutating func copy(_ source: Int, to place: Int) {
        for index in 0..<width { factors[place * width + index] = factors[source * width + index] }
        levels[place] = levels[source]
    }

    /// Rounding takes at most a fen more in all, and a fen more of each line where later factors differ by line. The
    /// floating-point error is far below 1e-12 of the bill.
    private mutating func share(_ offer: OfferFigures, _ place: Int, _ sheet: borrowing BillSheet) {
        multiply(&factors, place * width, offer, sheet)
        levels[place].amount += 1 + (width == 1 ? 0 : Double(offer.scope.count)) + Double(sheet.totals[0]) * 1e-12
    }

    private func multiply(
        _ factors: inout ContiguousArray<Double>, _ start: Int, _ offer: OfferFigures, _ sheet: borrowing BillSheet
    ) {
        let rate = Double(offer.rate) / 10_000
        guard width > 1 else { return factors[start] *= 1 - rate }
        for place in offer.scope {
            let line = sheet.members[place]
            let units = offer.kind == .units ? Double(sheet.units[place]) / Double(sheet.quantities[line]) : 1
            factors[start + line] *= 1 - rate * units
        }
    }

    private func most(
        _ factors: ContiguousArray<Double>, _ offer: OfferFigures, _ sheet: borrowing BillSheet
    ) -> Double {
        guard width > 1 else { return factors[0] }
        return offer.scope.reduce(0) { max($0, factors[sheet.members[$1]]) }
    }

    private func added(_ amount: Double, _ group: String?, _ greatest: inout [(group: String, amount: Double)])
        -> Double
    {
        guard let group else { return amount }
        guard let known = greatest.firstIndex(where: { $0.group == group }) else {
            greatest.append((group, amount))
            return amount
        }
        defer { greatest[known].amount = max(greatest[known].amount, amount) }
        return max(0, amount - greatest[known].amount)
    }
}

extension OfferFigures {
    /// Whether it takes a share of what is left, and no cap cuts it off: what others left is never more than the bill.
    fileprivate var isShare: Bool { (kind == .percent || kind == .units) && !isOnList && alone < cap }
}
