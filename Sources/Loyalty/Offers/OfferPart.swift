/// A candidate's turn.
struct OfferPlace {
    /// In its part.
    var candidate: Int
    /// Among all candidates of the bill.
    var number: Int
    /// Ahead of its layer, for one with a threshold on what is left.
    var isAhead: Bool
}

/// A group of candidates that may affect each other's discounts, with the lines that they look at.
///
/// Parts do not affect each other, so each is searched separately, and what is left of them is added up.
struct OfferPart {
    /// Its lines only.
    var sheet: BillSheet
    let candidates: ContiguousArray<OfferFigures>
    let places: ContiguousArray<OfferPlace>
    let bound: OfferBound
    /// Lines that points may pay, of the sheet's members.
    let pointScope: Range<Int>
    /// Numbers of candidates with a threshold on what is left that are tried in their own place, but not ahead of their
    /// layer.
    let notTriedAhead: [Int]
    /// Numbers of the candidates beyond the policy's limit, which the search combines last; the best first.
    let later: ArraySlice<Int>

    /// Candidates for which the search has no room at all.
    var never: ArraySlice<Int> {
        later.dropFirst(max(0, OfferSearch.mostCandidates - (candidates.count - later.count)))
    }

    /// - Parameters:
    ///   - numbers: of the candidates among all of the bill, in the policy's order.
    ///   - sheet: of these candidates and lines. It is moved into the part, because a copy would be written to at once.
    private init(
        _ candidates: ContiguousArray<OfferFigures>, _ numbers: ContiguousArray<Int>, later: ArraySlice<Int> = [],
        lending sheet: inout BillSheet, pointScope: Range<Int>, _ policy: borrowing Policy
    ) {
        self.later = later
        (places, notTriedAhead) = Self.arranged(candidates, numbers, policy.stacking.aheadLimit)
        bound =
            candidates.count > Self.few
            ? Self.bound(candidates, places, sheet, policy) : OfferBound(candidates, places)
        self.candidates = candidates
        self.pointScope = pointScope
        self.sheet = .none
        swap(&self.sheet, &sheet)
        self.sheet.reserve(rows: candidates.count + 2)
    }

    private static func bound(
        _ candidates: ContiguousArray<OfferFigures>, _ places: ContiguousArray<OfferPlace>,
        _ sheet: borrowing BillSheet, _ policy: borrowing Policy
    ) -> OfferBound {
        let rows = policy.offerTable.rows
        let groups = candidates.map { $0.isOnePerLine ? nil : rows[$0.offer].offer.group }
        return OfferBound(candidates, ContiguousArray(groups), places, sheet)
    }

    /// Each candidate in the policy's order; one with a threshold on what is left has two places: its own, and ahead
    /// of its layer, where those taken stand by falling threshold, then in the policy's order.
    private static func arranged(
        _ candidates: ContiguousArray<OfferFigures>, _ numbers: ContiguousArray<Int>, _ limit: Int
    ) -> (places: ContiguousArray<OfferPlace>, notTriedAhead: [Int]) {
        guard candidates.contains(where: \.isTriedAhead) else {
            let places = candidates.indices.map { OfferPlace(candidate: $0, number: numbers[$0], isAhead: false) }
            return (ContiguousArray(places), [])
        }
        let onRest = candidates.indices.filter { candidates[$0].isTriedAhead }
        let byEffect = onRest.sorted {
            candidates[$0].alone == candidates[$1].alone ? $0 < $1 : candidates[$0].alone > candidates[$1].alone
        }
        let limit = min(max(0, limit), OfferSearch.mostAhead)
        let ahead = byEffect.prefix(limit).sorted {
            candidates[$0].restFrom == candidates[$1].restFrom
                ? $0 < $1 : candidates[$0].restFrom > candidates[$1].restFrom
        }
        var places: ContiguousArray<OfferPlace> = []
        places.reserveCapacity(candidates.count + ahead.count)
        for index in candidates.indices {
            if index == 0 || candidates[index].layer != candidates[index - 1].layer {
                for first in ahead where candidates[first].layer == candidates[index].layer {
                    places.append(OfferPlace(candidate: first, number: numbers[first], isAhead: true))
                }
            }
            places.append(OfferPlace(candidate: index, number: numbers[index], isAhead: false))
        }
        return (places, byEffect.dropFirst(limit).map { numbers[$0] })
    }
}

extension OfferPart {
    /// The least, in fen, that this place and all later ones leave of what a row holds.
    func least(after place: Int, row: Int) -> Int64 { bound.least(place, row: row, sheet) }

    /// - Returns: whether it is reached there and takes something off; then the next row holds what is left.
    mutating func apply(_ candidate: Int, to row: Int) -> Bool { sheet.apply(candidates[candidate], to: row) != nil }

    /// Whether as much is left as a candidate asks for.
    func isReached(_ candidate: Int, row: Int) -> Bool {
        let least = candidates[candidate].restFrom
        return least == 0 || sheet.sum(candidates[candidate].counted, row: row) >= least
    }

    func rest(row: Int) -> BillRest { sheet.rest(row: row, pointScope) }

    /// - Parameters:
    ///   - exclusive: by candidate, those that exclude it.
    ///   - sheet: of the whole bill. If one part has all of its lines, the sheet is moved there until the search ends.
    static func all(
        _ candidates: ContiguousArray<OfferFigures>, _ exclusive: ContiguousArray<[Int]>,
        lending sheet: inout BillSheet, _ moneyOff: MoneyOff, _ policy: borrowing Policy
    ) -> ContiguousArray<OfferPart> {
        let scope = moneyOff.scope
        if areFew(candidates, policy) {
            let numbers = ContiguousArray(candidates.indices)
            return [OfferPart(candidates, numbers, lending: &sheet, pointScope: scope, policy)]
        }
        let parts = OfferPartition(candidates, exclusive, sheet)
        var all: ContiguousArray<OfferPart> = []
        all.reserveCapacity(parts.candidates.count)
        let limit = max(0, policy.stacking.searchLimit)
        for (numbers, lines) in zip(parts.candidates, parts.lines) {
            var later: ArraySlice<Int> = []
            if numbers.count > limit {
                later = OfferRanking.order(Array(numbers), of: candidates, exclusive).dropFirst(limit)
            }
            var own = ContiguousArray(numbers.map { candidates[$0] })
            guard parts.candidates.count > 1 || lines.count < sheet.count else {
                return [OfferPart(own, numbers, later: later, lending: &sheet, pointScope: scope, policy)]
            }
            var (part, pointScope) = apart(&own, lines, sheet, moneyOff)
            all.append(OfferPart(own, numbers, later: later, lending: &part, pointScope: pointScope, policy))
        }
        return all
    }

    /// At most so many candidates are searched without parts and with the looser bound: their at most eight
    /// combinations cost less than making either.
    private static let few = 3

    private static func areFew(_ candidates: ContiguousArray<OfferFigures>, _ policy: borrowing Policy) -> Bool {
        candidates.count <= min(few, policy.stacking.searchLimit) && !candidates.contains(where: \.isTriedAhead)
    }

    /// A sheet of some lines, with the scopes of its candidates and of points changed to it.
    private static func apart(
        _ candidates: inout ContiguousArray<OfferFigures>, _ lines: ContiguousArray<Int>, _ sheet: BillSheet,
        _ moneyOff: MoneyOff
    ) -> (sheet: BillSheet, pointScope: Range<Int>) {
        var part = BillSheet(lines, of: sheet)
        var numbers: [Int: Int] = [:]
        for (number, line) in lines.enumerated() { numbers[line] = number }
        for index in candidates.indices {
            let (scope, counted) = (candidates[index].scope, candidates[index].counted)
            let (isGift, isOnRest) = (candidates[index].isGift, candidates[index].isTriedAhead)
            candidates[index].scope = isGift ? 0..<0 : part.adopt(scope, of: sheet, numbers)
            candidates[index].counted = isOnRest ? part.adopt(counted, of: sheet, numbers) : 0..<0
        }
        let pointScope = part.adopt(moneyOff.scope, of: sheet, numbers)
        return (part, pointScope)
    }
}

/// Divides the candidates into parts. Two candidates are in one part if they exclude each other, or if one changes
/// lines that the other changes or measures its threshold on.
private struct OfferPartition {
    /// Numbers by part, ascending; the parts by their first.
    private(set) var candidates: [ContiguousArray<Int>] = []
    /// By part, ascending.
    private(set) var lines: [ContiguousArray<Int>] = []
    /// For each candidate, an earlier one of the same part, or itself (union-find).
    private var roots: ContiguousArray<Int>

    init(_ offers: ContiguousArray<OfferFigures>, _ exclusive: ContiguousArray<[Int]>, _ sheet: BillSheet) {
        roots = ContiguousArray(offers.indices)
        var owners = ContiguousArray<Int?>(repeating: nil, count: sheet.count)
        for index in offers.indices {
            for other in exclusive[index] where other < index { join(index, other) }
            if !offers[index].isGift { own(offers[index].scope, index, &owners, sheet) }
            if offers[index].isTriedAhead { own(offers[index].counted, index, &owners, sheet) }
        }
        var parts = ContiguousArray<Int?>(repeating: nil, count: offers.count)
        for index in offers.indices {
            let root = root(index)
            if parts[root] == nil {
                parts[root] = candidates.count
                candidates.append([])
                lines.append([])
            }
            if let part = parts[root] { candidates[part].append(index) }
        }
        for line in owners.indices {
            if let owner = owners[line], let part = parts[root(owner)] { lines[part].append(line) }
        }
    }

    private mutating func own(
        _ scope: Range<Int>, _ index: Int, _ owners: inout ContiguousArray<Int?>, _ sheet: BillSheet
    ) {
        for place in scope {
            let line = sheet.members[place]
            if let owner = owners[line] { join(index, owner) } else { owners[line] = index }
        }
    }

    private mutating func join(_ one: Int, _ other: Int) {
        let (left, right) = (root(one), root(other))
        roots[max(left, right)] = min(left, right)
    }

    private mutating func root(_ index: Int) -> Int {
        var index = index
        while roots[index] != index {
            roots[index] = roots[roots[index]]
            index = roots[index]
        }
        return index
    }
}
