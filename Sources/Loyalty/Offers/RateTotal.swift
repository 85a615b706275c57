/// What the lines of one tax rate come to; invoices need it by rate, rounded once each (E20).
package struct RateTotal: Hashable, Sendable {
    /// Of the price without tax; 10000 is the whole.
    package var taxBasisPoints: Int64
    /// Fen with tax.
    package var payable: Int64
    /// Fen without.
    package var untaxed: Int64

    package var tax: Int64 { payable - untaxed }

    /// By rate, ascending.
    /// - Throws: `unknown` for an item that the policy does not have, `senseless` for a negative rate.
    package static func totals(of quote: Quote, _ policy: Policy) throws(RuleError) -> [RateTotal] {
        var sums: [Int64: Int64] = [:]
        for line in quote.lines {
            guard let item = policy.items[line.item] else { throw .unknown(kind: "item", id: line.item) }
            guard (0...Bounds.amount).contains(item.taxBasisPoints) else {
                throw .senseless("items.\(item.id).tax", item.taxBasisPoints, 0...Bounds.amount)
            }
            sums[item.taxBasisPoints, default: 0] += line.payable
        }
        return sums.sorted { $0.key < $1.key }.map { rate, payable in
            let untaxed = Rounding.half.quotient(Int128(payable) * 10_000, Int128(10_000 + rate))
            return RateTotal(taxBasisPoints: rate, payable: payable, untaxed: untaxed)
        }
    }
}
