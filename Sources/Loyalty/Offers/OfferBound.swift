/// The least that can be left of a part's lines, whatever the places to come take off, and the most that they give.
///
/// Offers only ever lower what is left of a line, and the discount of each grows with what is left: a share of it,
/// rounded, capped; an amount cut off at it; what lies above a price; a number of full `every` in it. A share of the
/// list price is only cut off at it. Thresholds met on less are met on more. So no offer gives more after others than
/// it gives alone, and of those of one group at most one gives anything.
///
/// A share of what is left takes at most that factor of each line, and a fen by rounding; any other offer takes at most
/// what it takes alone, of which later shares would have taken their part. So what is left after the places to come is
/// at least Σ line × the product of its factors − the amounts. An offer with a place ahead of its layer may go before
/// amounts that stand ahead of its own place, so its factor lowers no amount.
struct OfferBound {
    private struct Level {
        var amount = 0.0
        var gifts = OfferOutcome()
    }

    /// Factors in a row by place: one for all lines where every share is of all of them, else one by line; none where
    /// all is added up as amounts.
    private let width: Int
    private var factors: ContiguousArray<Double> = []
    /// What the places from one on give at most.
    private var levels: ContiguousArray<Level>

    /// Lines that are looked at for one bound; one where it looks at the sum, so that every look counts as work.
    var steps: Int { max(1, width) }

    /// Gifts of all places from one on, whether they exclude one another or not.
    func gifts(after place: Int) -> OfferOutcome { levels[place].gifts }

    /// What each gives alone, added up: the looser bound that costs nothing to make, for few places.
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

    /// - Parameter groups: of each candidate the group of which at most one is applied to the bill.
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

    /// Rounding takes a fen more in all, and where later factors differ by line a fen more of each line; what
    /// figures of this kind lose at their last digit is far less than a millionth of a millionth.
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
