internal import Vocabulary

/// Refunds as the first edition computed them. Recorded refunds of that edition must give what they paid, and later
/// refunds of the same bill pay the rest. No new refund is computed this way.
extension Remaining {
    /// What the rest of the bill costs with only the offers applied at the sale, less all reductions, even those of
    /// lines that are returned.
    func requotedAtFirst(_ policy: Policy) throws(RuleError) -> Money {
        var frozen = policy
        let applied = settled.quote.applied.map(\.offer)
        frozen.offers = policy.offers.filter { applied.contains($0.id) }.map { offer in
            var offer = offer
            offer.conditions = Conditions()
            offer.coupon = nil
            return offer
        }
        var bill = bill(of: settled.bill.lines.indices.filter { unitsLeft($0) > 0 })
        bill.choice = .these(applied)
        let quote = try Quote.of(
            bill, MemberAccount(), frozen, detail: .figures, edition: settled.edition)
        let worthBack = settled.bill.lines.indices.sum { pointsWorthBack($0) }
        return max(.zero, quote.payable - (settled.quote.pointsOff - worthBack) - after.reductions.sum())
    }

    /// The lines left, none cheaper than its share; reductions lower only what is paid for a line.
    func linesAtFirst(afterPaying back: Money) -> [Quote.Line] {
        let shares = settled.bill.lines.indices.map(paidBack)
        let left = zip(settled.quote.lines, shares).map { $0.payable - $1 }
        let dearer = LargestRemainder.parts(of: max(.zero, shares.sum() - back), by: left)
        return settled.quote.lines.indices.map { index in
            var line = settled.quote.lines[index]
            line.quantity = unitsLeft(index)
            line.list -= byUnits(line.list, index)
            line.payable = left[index] + dearer[index]
            line.net = max(line.payable, line.net - byUnits(line.net, index))
            return line
        }
    }
}

extension SettledBill {
    /// Divides a sum over the tenders in turn, each rounded down; the last gets the rest.
    func dividedInTurn(_ amount: Money) -> [Tender.Kind: Money] {
        var left = amount
        var total = quote.payable
        var parts: [Tender.Kind: Money] = [:]
        for tender in tenders where tender.amount > .zero {
            let part = total == .zero ? .zero : Rounding.down.share(left.fen, of: total.fen, tender.amount)
            parts[tender.kind, default: .zero] += part
            left -= part
            total -= tender.amount
        }
        return parts
    }
}
