package import Vocabulary

/// A line of a bill, or what is left of it, as far as it earns.
package struct EarningLine: Hashable, Sendable {
    package var item: Item
    package var quantity: Int64
    /// What earns: on the policy's basis, only the share paid in ways that earn, without tax where it says so.
    package var amount: Money
    /// Paid for it in ways that earn, tax included: what thresholds of visits and bonuses look at.
    package var paid: Money
    /// What counts towards tiers.
    package var qualifying: Money
    /// Whether its units count as services towards tiers.
    package var isService: Bool

    package init(
        item: Item, quantity: Int64, amount: Money, paid: Money? = nil, qualifying: Money? = nil,
        isService: Bool = false
    ) {
        self.item = item
        self.quantity = quantity
        self.amount = amount
        self.paid = paid ?? amount
        self.qualifying = qualifying ?? amount
        self.isService = isService
    }
}

extension [EarningLine] {
    /// What visit rules compare with their minimum; `nil` if no line earns.
    var amountForVisitRules: Money? {
        contains { $0.amount > .zero || $0.paid > .zero } ? sum(\.paid) : nil
    }
}

extension Policy {
    /// The lines of a bill as they earn. For a bill that was refunded in part, pass what is left of each line and of
    /// each tender; for one that was refunded whole, pass no lines.
    ///
    /// Ways of paying that do not earn are shared out over the lines by what was to be paid for each, by largest
    /// remainder, so that no fen is lost; what the tenders leave open was cash.
    ///
    /// - Parameter apart: the lines paid by sessions or by new money; whether they earn is decided line by line.
    package func earningLines(
        _ lines: [Quote.Line], tenders: [Tender], apart: LinesApart? = nil
    ) -> [EarningLine] {
        let weights = apart?.open(lines) ?? lines.map(\.payable)
        let tenders = apart?.open(tenders, lines) ?? tenders
        let payable = weights.sum()
        let notEarning = notIn(earning.earnsOn, payable, tenders)
        let notCounting = notIn(tiers.countsTenders, payable, tenders)
        let unearned = notEarning > .zero ? LargestRemainder.parts(of: notEarning, by: weights) : nil
        let uncounted = notCounting > .zero ? LargestRemainder.parts(of: notCounting, by: weights) : nil
        var result: [EarningLine] = []
        result.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            guard let item = items[line.item] else { continue }
            if let apart, apart.topUps.contains(index) {
                result.append(topUpLine(item, line.payable))
                continue
            }
            let isInScope = tiers.counts(item)
            let bySession = apart?.bySession[index] ?? .zero
            let left = (unearned?[index] ?? .zero) + (earning.earnsOn.holds(.package) ? .zero : bySession)
            let less = (uncounted?[index] ?? .zero) + (tiers.countsTenders.holds(.package) ? .zero : bySession)
            result.append(
                EarningLine(
                    item: item, quantity: line.quantity, amount: max(.zero, basis(line) - left),
                    paid: max(.zero, line.payable - left),
                    qualifying: isInScope ? max(.zero, line.payable - less) : .zero,
                    isService: isInScope && item.kind == .service))
        }
        if earning.withoutTax { takeOutTax(&result) }
        return result
    }

    /// A top-up by itself as a line that earns; none where it neither earns nor counts towards tiers.
    package func earningLines(topUp paid: Money) -> [EarningLine] {
        let line = topUpLine(.topUp, paid)
        return line.amount > .zero || line.qualifying > .zero ? [line] : []
    }

    /// A line that pays in. It earns if the policy lets top-ups earn and spending them does not; it counts towards
    /// tiers if their scope names it.
    private func topUpLine(_ item: Item, _ paid: Money) -> EarningLine {
        let earns = earning.topUpEarns && !earning.earnsOn.contains(.principal)
        let isCounted = tiers.counts(item) && tiers.countsTenders.contains(.cash)
        return EarningLine(
            item: item, quantity: 1, amount: earns ? max(.zero, paid) : .zero,
            qualifying: isCounted ? max(.zero, paid) : .zero)
    }

    /// What those lines add to the counters of the day.
    package func qualifying(_ lines: [EarningLine]) -> Qualifying {
        lines.reduce(into: Qualifying()) { sums, line in
            sums.spend += line.qualifying
            if line.isService { sums.services += line.quantity }
        }
    }

    /// Says what is no spend for tiers, where some tier goes by spend.
    func noteUncounted(_ lines: [Quote.Line], into derivation: inout Derivation) {
        let uncounted = lines.sum { line in
            guard let item = items[line.item], item.kind == .fee || item.kind == .topUp, !tiers.counts(item) else {
                return Money.zero
            }
            return line.payable
        }
        guard uncounted > .zero, tiers.tiers.contains(where: { ($0.reach + $0.stay).contains { $0.metric == .spend } })
        else {
            return
        }
        derivation.note("tiers.scope", .tierUncounted, .fen(uncounted))
    }

    private func basis(_ line: Quote.Line) -> Money {
        switch earning.basis {
        case .net: line.payable
        case .netBeforePoints: line.net
        case .list: line.list
        }
    }

    private func notIn(_ kinds: Set<Tender.Kind>, _ payable: Money, _ tenders: [Tender]) -> Money {
        var inside = Money.zero
        var outside = Money.zero
        for tender in tenders {
            if kinds.holds(tender.kind) { inside += tender.amount } else { outside += tender.amount }
        }
        let open = max(.zero, payable - inside - outside)
        return min(max(.zero, payable), outside + (kinds.holds(.cash) ? .zero : open))
    }

    /// Takes tax out of the amounts. Rounds once for each rate, so that all lines of a rate together are exact to the
    /// fen.
    private func takeOutTax(_ lines: inout [EarningLine]) {
        for rate in Set(lines.map(\.item.taxBasisPoints)).sorted() where rate > 0 {
            let places = lines.indices.filter { lines[$0].item.taxBasisPoints == rate }
            let amounts = places.map { lines[$0].amount }
            let bare = Rounding.half.share(10_000, of: 10_000 + rate, amounts.sum())
            let shares = LargestRemainder.parts(of: bare, by: amounts)
            for (place, share) in zip(places, shares) { lines[place].amount = share }
        }
    }
}

extension Item {
    /// Money paid in by itself, not as a line of a bill; scopes name it by its kind.
    static let topUp = Item(
        id: "top-up", name: Bilingual(zh: "储值", en: "top-up"), kind: .topUp, category: "top-up", price: .zero)
}
