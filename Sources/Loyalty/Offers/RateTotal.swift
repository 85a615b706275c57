package import Vocabulary

/// What the lines of one tax rate come to; invoices need it by rate, rounded once each (E20).
package struct RateTotal: Hashable, Sendable {
    /// Of the price without tax; 10000 is the whole.
    package var taxBasisPoints: Int64
    /// With tax.
    package var payable: Money
    /// Without.
    package var untaxed: Money

    package var tax: Money { payable - untaxed }

    /// By rate, ascending.
    /// - Throws: `unknown` for an item that the policy does not have, `senseless` for a negative rate.
    package static func totals(of quote: Quote, _ policy: Policy) throws(RuleError) -> [RateTotal] {
        var sums: [Int64: Money] = [:]
        for line in quote.lines {
            guard let item = policy.items[line.item] else { throw .unknown(kind: "item", id: line.item) }
            guard (0...Bounds.amount).contains(item.taxBasisPoints) else {
                throw .senseless("items.\(item.id).tax", item.taxBasisPoints, 0...Bounds.amount)
            }
            sums[item.taxBasisPoints, default: .zero] += line.payable
        }
        return sums.sorted { $0.key < $1.key }.map { rate, payable in
            let untaxed = Rounding.half.share(10_000, of: 10_000 + rate, payable)
            return RateTotal(taxBasisPoints: rate, payable: payable, untaxed: untaxed)
        }
    }
}
