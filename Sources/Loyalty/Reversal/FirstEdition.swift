/// Refunds as the first edition worked them out. What they paid was paid, so their entries still come to it, and later
/// refunds of the same bill pay the rest. Nothing new is worked out so.
extension Remaining {
    /// Of the offers only those applied at the sale, and all reductions, those of lines that are gone included.
    func requotedAtFirst(_ policy: Policy) throws(RuleError) -> Int64 {
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
        let worthBack = settled.bill.lines.indices.reduce(Int64(0)) { $0 + pointsWorthBack($1) }
        return max(0, quote.payable - (settled.quote.pointsOff - worthBack) - after.reductions.reduce(0, +))
    }

    /// Lines never cheaper than their shares, and reductions only off what was to be paid.
    func linesAtFirst(afterPaying back: Int64) -> [Quote.Line] {
        let shares = settled.bill.lines.indices.map(paidBack)
        let left = zip(settled.quote.lines, shares).map { $0.payable - $1 }
        let dearer = LargestRemainder.parts(of: max(0, shares.reduce(0, +) - back), by: left)
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
    func dividedInTurn(_ amount: Int64) -> [Tender.Kind: Int64] {
        var left = amount
        var total = quote.payable
        var parts: [Tender.Kind: Int64] = [:]
        for tender in tenders where tender.amount > 0 {
            let part = total == 0 ? 0 : Rounding.down.quotient(Int128(tender.amount) * Int128(left), Int128(total))
            parts[tender.kind, default: 0] += part
            left -= part
            total -= tender.amount
        }
        return parts
    }
}
