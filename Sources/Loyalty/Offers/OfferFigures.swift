internal import Vocabulary

/// What an offer comes to on one bill: figures only, so that a search can apply it without looking anything up.
struct OfferFigures {
    enum Kind { case percent, amount, every, fixedPrice, units, gift }

    /// Its place in the policy's list.
    var offer: Int
    var kind: Kind
    var layer: Int
    var priority: Int
    /// Of `BillSheet.members`; for offers on units, only the lines with units taken.
    var scope: Range<Int>
    /// Number of lines that the offer applies to; the smaller one is the narrower offer.
    var breadth: Int
    /// Lines that its threshold counts.
    var counted: Range<Int>
    /// The least, in fen, that must be left of the counted lines when the offer's turn comes; 0 for no such threshold.
    var restFrom: Int64 = 0
    /// Basis points.
    var rate: Int64 = 0
    var cap = Int64.max
    /// Fen off, fen off each time, or the fixed price.
    var amount: Int64 = 0
    var every: Int64 = 0
    var times = Int64.max
    var isOnList: Bool
    var giftValue: Int64 = 0
    var giftPoints: Int64 = 0
    /// Given for a coupon, which is used up with it.
    var takesCoupon: Bool
    /// Whether it stands in a group, and whether it names others that it excludes.
    var hasGroup: Bool
    var hasExcludes: Bool
    /// Whether its group lets one offer in for each line, and not for the whole bill.
    var isOnePerLine = false
    /// The discount if it is the only offer: it is never greater after others.
    var alone: Int64 = 0

    var isGift: Bool { kind == .gift }

    /// Whether the two may exclude each other. A quick check, made before the offers themselves are compared.
    func mayExclude(_ other: OfferFigures) -> Bool {
        hasExcludes || other.hasExcludes || (hasGroup && other.hasGroup)
    }

    /// Whether it takes off more by itself, or gives more by value and then by points; `nil` where the two are even.
    func doesMore(than other: OfferFigures) -> Bool? {
        if alone != other.alone { return alone > other.alone }
        if giftValue != other.giftValue { return giftValue > other.giftValue }
        return giftPoints == other.giftPoints ? nil : giftPoints > other.giftPoints
    }

    var isTriedAhead: Bool { restFrom > 0 }
    /// A gift whose turn does not matter.
    var isPlainGift: Bool { isGift && restFrom == 0 }

    /// `off` for each full `every` of a sum, at most `times`.
    static func every(_ offer: OfferFigures, _ sum: Int64) -> Int64 {
        let count = min(sum / offer.every, offer.times)
        let (off, overflow) = count.multipliedReportingOverflow(by: offer.amount)
        return overflow ? Bounds.amount : off
    }
}

extension BillSheet {
    /// The figures of an offer on this bill.
    /// - Parameter layer: the rank of its layer.
    mutating func figures(of row: OfferTable.Row, at index: Int, layer: Int) -> OfferFigures {
        let scope = lines(in: row.offer.scope)
        var figures = OfferFigures(
            offer: index, kind: .gift, layer: layer, priority: row.offer.priority, scope: scope, breadth: scope.count,
            counted: scope, isOnList: row.offer.base == .list, takesCoupon: row.offer.coupon != nil,
            hasGroup: row.offer.group != nil, hasExcludes: !row.offer.excludes.isEmpty)
        figures.isOnePerLine = row.isOnePerLine
        if let counted = row.offer.threshold?.scope { figures.counted = lines(in: counted) }
        let isOnRest = row.offer.threshold?.base == .running
        if isOnRest { figures.restFrom = row.offer.threshold?.fen ?? 0 }
        switch row.offer.effect {
        case .percentOff(let rate, let cap):
            figures.kind = .percent
            figures.rate = rate
            figures.cap = cap ?? .max
        case .amountOff(let fen):
            figures.kind = .amount
            figures.amount = fen
        case .amountOffEvery(let every, let off, let times):
            figures.kind = .every
            figures.every = every
            figures.amount = off
            figures.times = times ?? .max
            if isOnRest { figures.restFrom = max(figures.restFrom, every) } else { freeze(&figures) }
        case .fixedPrice(let price):
            figures.kind = .fixedPrice
            figures.amount = price
        case .buyGet(let buy, let free, let rate, let times):
            figures.kind = .units
            figures.rate = rate
            figures.scope = lines(scope, takingUnits: freeUnits(scope, buy: buy, free: free, times: times ?? .max))
        case .cheapestOff(let rate, let cap):
            figures.kind = .units
            figures.rate = rate
            figures.cap = cap ?? .max
            figures.scope = lines(scope, takingUnits: cheapestUnit(scope))
        case .gift(let gift):
            figures.giftValue = gift.value
            figures.giftPoints = gift.points
        }
        return figures
    }

    /// Turns a 满减 measured on list prices into a fixed amount, because no offer before it can change it.
    private func freeze(_ figures: inout OfferFigures) {
        figures.amount = OfferFigures.every(figures, sum(figures.counted, row: 0))
        figures.kind = .amount
    }

    /// Units are put in groups of `buy + free` by falling list price; of each full group the last `free` are taken.
    /// What is left over, always the cheapest, is in no group. Units without a price are not counted.
    private func freeUnits(_ scope: Range<Int>, buy: Int64, free: Int64, times: Int64) -> ContiguousArray<Int64> {
        let size = buy + free
        var counts = ContiguousArray<Int64>(repeating: 0, count: scope.count)
        var all: Int64 = 0
        for place in scope where unitPrices[members[place]] > 0 { all += quantities[members[place]] }
        let groups = min(all / size, times)
        guard groups > 0 else { return counts }
        // Copies, so that the closure does not take the whole sheet along.
        let (prices, members) = (unitPrices, members)
        let order = scope.filter { prices[members[$0]] > 0 }.sorted {
            let (left, right) = (members[$0], members[$1])
            return prices[left] == prices[right] ? left < right : prices[left] > prices[right]
        }
        /// How many of the first `end` units are taken.
        func taken(_ end: Int64) -> Int64 {
            end / size < groups ? end / size * free + max(0, end % size - buy) : groups * free
        }
        var end: Int64 = 0
        for place in order {
            let start = end
            end += quantities[members[place]]
            counts[place - scope.lowerBound] = taken(end) - taken(start)
        }
        return counts
    }

    /// One unit of the line with the lowest list price, of equal ones the first. Lines without a price are passed.
    private func cheapestUnit(_ scope: Range<Int>) -> ContiguousArray<Int64> {
        var counts = ContiguousArray<Int64>(repeating: 0, count: scope.count)
        var best: Int?
        for place in scope where unitPrices[members[place]] > 0 {
            if let found = best, unitPrices[members[found]] <= unitPrices[members[place]] { continue }
            best = place
        }
        if let best { counts[best - scope.lowerBound] = 1 }
        return counts
    }
}
