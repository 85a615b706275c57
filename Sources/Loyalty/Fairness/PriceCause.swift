package import Vocabulary

/// A rule's part in a difference between two prices.
package struct PriceCause: Hashable, Sendable {
    /// An offer's id, `stacking.roundBillToFen` for what rounding the bill takes off, or `items` where even the
    /// list prices differ.
    package var rule: String
    /// Fen by which the rule widens the difference; negative where it narrows it.
    package var fen: Int64

    package init(rule: String, fen: Int64) {
        self.rule = rule
        self.fen = fen
    }

    static let rounding = "stacking.roundBillToFen"
    static let list = "items"

    /// Why one group pays more than another: the difference of the means, and by rule what the cheaper group gets
    /// off more than the dearer. The causes add up to the difference; the greatest comes first.
    static func causes(from cheaper: PriceSums, to dearer: PriceSums) -> (fen: Int64, causes: [PriceCause]) {
        guard cheaper.count > 0, dearer.count > 0 else { return (0, []) }
        let (cheap, dear) = (Int128(cheaper.count), Int128(dearer.count))
        let whole = cheap * dear
        let difference = dearer.paid * cheap - cheaper.paid * dear
        // Each over `whole`, so that nothing is rounded before it is divided.
        var parts = [(rule: list, amount: dearer.list * cheap - cheaper.list * dear)]
        for rule in Set(cheaper.off.keys).union(dearer.off.keys).sorted() {
            parts.append((rule, (cheaper.off[rule] ?? 0) * dear - (dearer.off[rule] ?? 0) * cheap))
        }
        let fen = floored(2 * difference + whole, 2 * whole)
        var shares = parts.map { floored($0.amount, whole) }
        let byRemainder = parts.indices.sorted { left, right in
            let (first, second) = (
                parts[left].amount - shares[left] * whole, parts[right].amount - shares[right] * whole
            )
            return first == second ? left < right : first > second
        }
        let missing = Int(clamping: fen - shares.reduce(0, +))
        for index in byRemainder.prefix(max(0, missing)) { shares[index] += 1 }
        let causes = zip(parts, shares).filter { $0.1 != 0 }.map { part, share in
            PriceCause(rule: part.rule, fen: Int64(clamping: share))
        }
        return (Int64(clamping: fen), causes.sorted { $0.fen == $1.fen ? $0.rule < $1.rule : $0.fen > $1.fen })
    }

    private static func floored(_ amount: Int128, _ whole: Int128) -> Int128 {
        let (quotient, rest) = amount.quotientAndRemainder(dividingBy: whole)
        return rest < 0 ? quotient - 1 : quotient
    }
}

extension Quote {
    /// What is to be paid, in whatever way, points included.
    package var effectivePrice: Money { payable + pointsOff }
}

/// The quotes of a group, added up.
struct PriceSums {
    private(set) var count = 0
    /// How many pay so much.
    private var counts: [Int64: Int] = [:]
    private(set) var paid: Int128 = 0
    private(set) var list: Int128 = 0
    /// What was taken off, by rule.
    private(set) var off: [String: Int128] = [:]

    mutating func add(_ quote: Quote) {
        let price = quote.effectivePrice.fen
        count += 1
        counts[price, default: 0] += 1
        paid += Int128(price)
        list += Int128(quote.list.fen)
        var rest = Int128(quote.list.fen) - Int128(price)
        for applied in quote.applied where applied.discount != .zero {
            off[applied.offer, default: 0] += Int128(applied.discount.fen)
            rest -= Int128(applied.discount.fen)
        }
        if rest != 0 { off[PriceCause.rounding, default: 0] += rest }
    }

    func isDearer(than other: PriceSums) -> Bool { paid * Int128(other.count) > other.paid * Int128(count) }

    /// `nil` for nobody.
    var figures: FairnessReport.Figures? {
        let prices = counts.keys.sorted()
        guard let first = prices.first, let last = prices.last else { return nil }
        func quantile(_ percent: Int) -> Int64 {
            var left = (percent * count + 99) / 100
            return prices.first { price in
                left -= counts[price] ?? 0
                return left <= 0
            } ?? last
        }
        return FairnessReport.Figures(
            count: count, min: first, p25: quantile(25), median: quantile(50), p75: quantile(75), max: last,
            mean: Rounding.half.quotient(paid, Int128(count)))
    }
}
