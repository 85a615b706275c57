/// What is left of a settled bill after some of it came back.
struct Remaining {
    let settled: SettledBill
    let after: Refunded

    init(_ settled: SettledBill, _ after: Refunded) {
        self.settled = settled
        self.after = after
    }

    var isNothing: Bool {
        settled.bill.lines.indices.allSatisfy { after.units[$0] == settled.bill.lines[$0].quantity }
    }

    /// Fen of a line that have come back: for units the share of what was paid, and reductions as they are.
    ///
    /// It only grows with units and reductions, and is what was paid once all units are back.
    func paidBack(_ line: Int) -> Int64 {
        let paid = settled.quote.lines[line].payable
        return min(paid, byUnits(paid, line) + after.reductions[line])
    }

    func leftToPayBack(_ line: Int) -> Int64 { settled.quote.lines[line].payable - paidBack(line) }

    /// Fen of money off for points that belong to the units that came back.
    func pointsWorthBack(_ line: Int) -> Int64 {
        byUnits(settled.quote.lines[line].net - settled.quote.lines[line].payable - roundedOff(line), line)
    }

    /// A line's share of what the bill was rounded down by belongs to no points.
    private func roundedOff(_ line: Int) -> Int64 {
        let all = settled.quote.lines.map { $0.net - $0.payable }
        return LargestRemainder.parts(of: settled.quote.roundedOff, by: all)[line]
    }

    private func byUnits(_ amount: Int64, _ line: Int) -> Int64 {
        Rounding.down.quotient(
            Int128(amount) * Int128(after.units[line]), Int128(settled.bill.lines[line].quantity))
    }

    func unitsLeft(_ line: Int) -> Int64 { settled.bill.lines[line].quantity - after.units[line] }

    /// The lines that are left, at what is left of their amounts.
    ///
    /// - Parameter back: fen that came back in all. Where offers were judged anew that is less than the lines'
    ///   shares, and what is left was dearer.
    func lines(afterPaying back: Int64) -> [Quote.Line] {
        let shares = settled.bill.lines.indices.map(paidBack)
        let left = zip(settled.quote.lines, shares).map { $0.payable - $1 }
        let dearer = LargestRemainder.parts(of: max(0, shares.reduce(0, +) - back), by: left)
        return settled.quote.lines.indices.map { index in
            var line = settled.quote.lines[index]
            line.quantity = unitsLeft(index)
            line.list -= byUnits(line.list, index)
            let payable = left[index] + dearer[index]
            line.net = max(payable, line.net - byUnits(line.net, index))
            line.payable = payable
            return line
        }
    }

    /// The ways of paying, less what went back by each.
    func tenders(_ back: [Tender.Kind: Int64]) -> [Tender] {
        var back = back
        return settled.tenders.map { tender in
            let part = min(tender.amount, back[tender.kind] ?? 0)
            back[tender.kind, default: 0] -= part
            return Tender(tender.kind, tender.amount - part)
        }
    }

    /// Applied offers that the rest of the bill would not have got: their lines are all back, or their threshold
    /// is no longer reached.
    func offersWithoutHold(_ policy: Policy) -> Set<Int> {
        let applied = settled.quote.applied
        return Set(applied.indices.filter { !holds(applied[$0], policy) })
    }

    private func holds(_ applied: Quote.Applied, _ policy: Policy) -> Bool {
        guard !isNothing else { return false }
        let touched = applied.discounts.indices.filter { applied.discounts[$0] > 0 }
        if !touched.isEmpty, touched.allSatisfy({ unitsLeft($0) == 0 }) { return false }
        // Where what was kept keeps its share of the discount, its coupon stays used.
        guard applied.gift != nil || policy.reversal.discount == .reevaluate,
            let offer = policy.offers.first(where: { $0.id == applied.offer }), let threshold = offer.threshold
        else { return true }
        return reaches(threshold, threshold.scope ?? offer.scope, policy)
    }

    private func reaches(_ threshold: OfferThreshold, _ scope: ItemScope, _ policy: Policy) -> Bool {
        var (fen, quantity) = (Int64(0), Int64(0))
        for (index, line) in settled.bill.lines.enumerated() {
            guard let item = policy.items[line.item], scope.contains(item) else { continue }
            fen += unitsLeft(index) * line.unitPrice
            quantity += unitsLeft(index)
        }
        return fen >= threshold.fen && quantity >= threshold.quantity
    }

    /// What the rest of the bill would have cost at the sale, with the offers that were applied then as far as they
    /// still do something. Who may have them was decided at the sale and is not asked again.
    func requoted(_ policy: Policy) throws(RuleError) -> Int64 {
        var frozen = policy
        let applied = Set(settled.quote.applied.map(\.offer))
        frozen.offers = policy.offers.filter { applied.contains($0.id) }.map { offer in
            var offer = offer
            offer.conditions = Conditions()
            offer.coupon = nil
            return offer
        }
        var bill = settled.bill
        bill.points = .none
        bill.coupons = []
        bill.choice = .these(settled.quote.applied.map(\.offer))
        bill.lines = settled.bill.lines.indices.compactMap { index in
            guard unitsLeft(index) > 0 else { return nil }
            var line = settled.bill.lines[index]
            line.quantity = unitsLeft(index)
            return line
        }
        let quote = try Quote.of(bill, MemberAccount(), frozen, detail: .figures)
        let lines = settled.bill.lines.indices
        let pointsOff = settled.quote.pointsOff - lines.reduce(Int64(0)) { $0 + pointsWorthBack($1) }
        return max(0, quote.payable - pointsOff - after.reductions.reduce(0, +))
    }
}
