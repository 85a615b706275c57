internal import Vocabulary

/// Refunds as the first edition worked them out. What they paid was paid, so their entries still come to it, and later
/// refunds of the same bill pay the rest. Nothing new is worked out so.
extension Remaining {
    /// Of the offers only those applied at the sale, and all reductions, those of lines that are gone included.
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

    /// Lines never cheaper than their shares, and reductions only off what was to be paid.
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
    /// Each way of paying rounded down in turn, the last with the rest.
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
