internal import Vocabulary

/// What is left of a settled bill after some of it came back.
struct Remaining {
    let settled: SettledBill
    let after: Refunded
    /// Each line's share of what rounding took off the bill; it is no money off for points.
    private let roundedOff: [Money]
    /// What sessions of packages paid of each line; empty where none did.
    private let bySession: [Money]

    init(_ settled: SettledBill, _ after: Refunded) {
        self.settled = settled
        self.after = after
        roundedOff = LargestRemainder.parts(
            of: settled.quote.roundedOff, by: settled.quote.lines.map { $0.net - $0.payable })
        bySession = settled.sessions.isEmpty ? [] : settled.apart.bySession
    }

    var isNothing: Bool {
        settled.bill.lines.indices.allSatisfy { after.units[$0] == settled.bill.lines[$0].quantity }
    }

    /// What has been given back of a line: for returned units their share of what was paid, plus its price reductions.
    ///
    /// It never falls, and once all units are returned it is what was paid. What sessions paid is given back first, as
    /// sessions; reductions are only of what money paid.
    func paidBack(_ line: Int) -> Money {
        let paid = settled.quote.lines[line].payable
        let units = byUnits(paid, line)
        guard !bySession.isEmpty else { return min(paid, units + after.reductions[line]) }
        let sessions = sessionsBack(of: line)
        return sessions + min(paid - bySession[line], units - sessions + after.reductions[line])
    }

    private func sessionsBack(of line: Int) -> Money {
        bySession.isEmpty ? .zero : min(bySession[line], byUnits(settled.quote.lines[line].payable, line))
    }

    /// What can still be given back of a line as a price reduction. A top-up cannot be reduced.
    func leftToPayBack(_ line: Int) -> Money {
        guard settled.topUps[line] == nil else { return .zero }
        let sessions = bySession.isEmpty ? .zero : bySession[line] - sessionsBack(of: line)
        return settled.quote.lines[line].payable - paidBack(line) - sessions
    }

    /// What has been given back of lines that sessions paid and of lines that pay in.
    func apartBack() -> (sessions: Money, topUps: Money) {
        let sessions = bySession.indices.sum { sessionsBack(of: $0) }
        return (sessions, settled.topUps.keys.sum { paidBack($0) })
    }

    /// What is left of these lines; `nil` if the bill has none.
    var apartLeft: LinesApart? {
        guard settled.isPartlyApart else { return nil }
        var apart = settled.apart
        for line in apart.bySession.indices { apart.bySession[line] -= sessionsBack(of: line) }
        return apart
    }

    /// Sessions that have been given back: those that paid for the first units.
    var sessionsBack: [PaidSession] {
        settled.sessions.indices.compactMap { place in
            let session = settled.sessions[place]
            let before = settled.sessions[..<place].count { $0.line == session.line }
            return before < after.units[session.line] ? session : nil
        }
    }

    /// Money off for points that belongs to the units that came back.
    func pointsWorthBack(_ line: Int) -> Money { byUnits(pointsOff(line), line) }

    private func pointsOff(_ line: Int) -> Money {
        settled.quote.lines[line].net - settled.quote.lines[line].payable - roundedOff[line]
    }

    func byUnits(_ amount: Money, _ line: Int) -> Money {
        Rounding.down.share(after.units[line], of: settled.bill.lines[line].quantity, amount)
    }

    func unitsLeft(_ line: Int) -> Int64 { settled.bill.lines[line].quantity - after.units[line] }

    /// The lines with the units that are left, at what is left of their amounts.
    ///
    /// - Parameter back: the sum given back by all refunds. If offers were evaluated again, it is less than the lines'
    ///   shares where what is left became dearer, and more where it became cheaper.
    func lines(afterPaying back: Money) -> [Quote.Line] {
        let shares = settled.bill.lines.indices.map(paidBack)
        let left = zip(settled.quote.lines, shares).map { $0.payable - $1 }
        let change = shares.sum() - back
        // If everything left was free in the whole bill, what it costs now is divided by list price.
        let weights = left.contains { $0 > .zero } ? left : settled.quote.lines.indices.map(listLeft)
        let parts = LargestRemainder.parts(of: max(change, -change), by: weights)
        return settled.quote.lines.indices.map { index in
            var line = settled.quote.lines[index]
            let lowered = shares[index] - byUnits(line.payable, index) + (change < .zero ? parts[index] : .zero)
            line.quantity = unitsLeft(index)
            line.list = listLeft(index)
            line.net -= byUnits(line.net, index) + lowered
            line.payable = left[index] + (change < .zero ? -parts[index] : parts[index])
            line.net = max(line.payable, line.net)
            return line
        }
    }

    private func listLeft(_ line: Int) -> Money {
        settled.quote.lines[line].list - byUnits(settled.quote.lines[line].list, line)
    }

    /// The ways of paying, less what went back by each.
    func tenders(_ back: [Tender.Kind: Money]) -> [Tender] {
        var back = back
        return settled.tenders.map { tender in
            let part = min(tender.amount, back[tender.kind] ?? .zero)
            back[tender.kind, default: .zero] -= part
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
        let touched = applied.discounts.indices.filter { applied.discounts[$0] > .zero }
        if !touched.isEmpty, touched.allSatisfy({ unitsLeft($0) == 0 }) { return false }
        // If the lines left keep their share of the discount, its coupon stays used.
        guard applied.gift != nil || policy.reversal.discount == .reevaluate,
            let offer = policy.offers.first(where: { $0.id == applied.offer }), let threshold = offer.threshold
        else { return true }
        return reaches(threshold, threshold.scope ?? offer.scope, policy)
    }

    private func reaches(_ threshold: OfferThreshold, _ scope: ItemScope, _ policy: Policy) -> Bool {
        var (worth, quantity) = (Money.zero, Int64(0))
        for (index, line) in settled.bill.lines.enumerated() {
            guard let item = policy.items[line.item], scope.contains(item) else { continue }
            worth += unitsLeft(index) * line.unitPrice
            quantity += unitsLeft(index)
        }
        return worth.fen >= threshold.fen && quantity >= threshold.quantity
    }

    /// What the rest of the bill would have cost at the sale: under the best of the offers in `reevaluatedOffers`, less
    /// the points that stay used and the reductions of lines that are left.
    func requoted(_ policy: Policy) throws(RuleError) -> Money {
        guard after.units.contains(where: { $0 > 0 }) else {
            return settled.bill.lines.indices.reduce(settled.quote.payable) { $0 - paidBack($1) }
        }
        let kept = settled.bill.lines.indices.filter { unitsLeft($0) > 0 }
        let quote = try Quote.of(
            bill(of: kept), MemberAccount(), asking(settled.reevaluatedOffers, policy), detail: .figures,
            edition: settled.edition)
        var (points, reductions) = (Money.zero, Money.zero)
        for (line, index) in zip(quote.lines, kept) {
            let used = pointsOff(index) - pointsWorthBack(index)
            points += used
            // A reduction lowers only its own line; any part of it above the line's new price is lost.
            reductions += min(after.reductions[index], max(.zero, line.payable - used))
        }
        let rest = max(.zero, quote.payable - points)
        let odd = Money(fen: rest.fen % policy.stacking.roundBillToFen)
        return max(.zero, rest - odd - reductions)
    }

    /// A bill of some of the lines, with the units that are left and without points.
    func bill(of kept: [Int]) -> Bill {
        var bill = settled.bill
        bill.points = .none
        bill.coupons = []
        bill.choice = settled.isBest ? .best : .these(settled.reevaluatedOffers)
        bill.lines = kept.map { index in
            var line = settled.bill.lines[index]
            line.quantity = unitsLeft(index)
            return line
        }
        return bill
    }

    /// The policy with only these offers and without their conditions, since the sale decided who may have them. It
    /// does not round the bill: that is done after points.
    private func asking(_ offers: [String], _ policy: Policy) -> Policy {
        var frozen = policy
        frozen.stacking.roundBillToFen = 1
        frozen.offers = policy.offers.filter { offers.contains($0.id) }.map { offer in
            var offer = offer
            offer.conditions = Conditions()
            offer.coupon = nil
            return offer
        }
        return frozen
    }
}

extension SettledBill {
    /// Whether sessions paid for some of it, or some of it is top-ups.
    var isPartlyApart: Bool { !sessions.isEmpty || !topUps.isEmpty }

    /// What sessions paid, and which lines are top-ups.
    var apart: LinesApart {
        var apart = LinesApart(lines: bill.lines.count)
        for session in sessions { apart.bySession[session.line] += session.paid }
        apart.topUps = Set(topUps.keys)
        return apart
    }

    /// Whether it took the best offers that were open to it.
    var isBest: Bool { bill.choice == .best || bill.best == quote.payable }
}
