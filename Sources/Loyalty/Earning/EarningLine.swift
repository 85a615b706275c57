import Vocabulary

/// A line of a bill, or what is left of it, as far as it earns.
package struct EarningLine: Hashable, Sendable {
    package var item: Item
    package var quantity: Int64
    /// Fen that earn: on the policy's basis, only the share paid in ways that earn, without tax where it says so.
    package var amount: Int64
    /// Fen paid for it in ways that earn, tax included: what thresholds of visits and bonuses look at.
    package var paid: Int64
    /// Fen that count towards tiers.
    package var qualifying: Int64
    /// Whether its units count as services towards tiers.
    package var isService: Bool

    package init(
        item: Item, quantity: Int64, amount: Int64, paid: Int64? = nil, qualifying: Int64? = nil,
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
    /// Fen that visit rules compare with their minimum; `nil` if no line earns.
    var amountForVisitRules: Int64? {
        contains { $0.amount > 0 || $0.paid > 0 } ? reduce(0) { $0 + $1.paid } : nil
    }
}

extension Policy {
    /// What the lines of a bill earn on. For a bill that was partly taken back, give what is left of each line and of
    /// each way of paying; for one that was taken back whole, no lines.
    ///
    /// Ways of paying that do not earn are shared out over the lines by what was to be paid for each, by largest
    /// remainder, so that no fen is lost; what the tenders leave open was cash.
    ///
    /// - Parameter apart: what of it was paid otherwise: that earns, or not, on its own line.
    package func earningLines(
        _ lines: [Quote.Line], tenders: [Tender], apart: LinesApart? = nil
    ) -> [EarningLine] {
        let weights = apart?.open(lines) ?? lines.map(\.payable)
        let tenders = apart?.open(tenders, lines) ?? tenders
        let payable = weights.reduce(0, +)
        let notEarning = notIn(earning.earnsOn, payable, tenders)
        let notCounting = notIn(tiers.countsTenders, payable, tenders)
        let unearned = notEarning > 0 ? LargestRemainder.parts(of: notEarning, by: weights) : nil
        let uncounted = notCounting > 0 ? LargestRemainder.parts(of: notCounting, by: weights) : nil
        var result: [EarningLine] = []
        result.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            guard let item = items[line.item] else { continue }
            if let apart, apart.topUps.contains(index) {
                result.append(topUpLine(item, fen: line.payable))
                continue
            }
            let isInScope = tiers.counts(item)
            let bySession = apart?.bySession[index] ?? 0
            let left = (unearned?[index] ?? 0) + (earning.earnsOn.holds(.package) ? 0 : bySession)
            let less = (uncounted?[index] ?? 0) + (tiers.countsTenders.holds(.package) ? 0 : bySession)
            result.append(
                EarningLine(
                    item: item, quantity: line.quantity, amount: max(0, basis(line) - left),
                    paid: max(0, line.payable - left), qualifying: isInScope ? max(0, line.payable - less) : 0,
                    isService: isInScope && item.kind == .service))
        }
        if earning.withoutTax { takeOutTax(&result) }
        return result
    }

    /// A top-up by itself as a line that earns; none where it neither earns nor counts towards tiers.
    package func earningLines(topUpFen fen: Int64) -> [EarningLine] {
        let line = topUpLine(.topUp, fen: fen)
        return line.amount > 0 || line.qualifying > 0 ? [line] : []
    }

    /// It earns where the policy says that top-ups do and spending them does not, and counts where the scope of tiers
    /// names it.
    private func topUpLine(_ item: Item, fen: Int64) -> EarningLine {
        let earns = earning.topUpEarns && !earning.earnsOn.contains(.principal)
        let isCounted = tiers.counts(item) && tiers.countsTenders.contains(.cash)
        return EarningLine(
            item: item, quantity: 1, amount: earns ? max(0, fen) : 0, qualifying: isCounted ? max(0, fen) : 0)
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
        let fen = lines.reduce(Int64(0)) { sum, line in
            guard let item = items[line.item], item.kind == .fee || item.kind == .topUp, !tiers.counts(item) else {
                return sum
            }
            return sum + line.payable
        }
        guard fen > 0, tiers.tiers.contains(where: { ($0.reach + $0.stay).contains { $0.metric == .spend } }) else {
            return
        }
        derivation.note("tiers.scope", .tierUncounted, .fen(fen))
    }

    private func basis(_ line: Quote.Line) -> Int64 {
        switch earning.basis {
        case .net: line.payable
        case .netBeforePoints: line.net
        case .list: line.list
        }
    }

    private func notIn(_ kinds: Set<Tender.Kind>, _ payable: Int64, _ tenders: [Tender]) -> Int64 {
        var inside: Int64 = 0
        var outside: Int64 = 0
        for tender in tenders {
            if kinds.holds(tender.kind) { inside += tender.amount } else { outside += tender.amount }
        }
        let open = max(0, payable - inside - outside)
        return min(max(0, payable), outside + (kinds.holds(.cash) ? 0 : open))
    }

    /// One rounding for each rate, so that lines of the same rate together are exact to the fen.
    private func takeOutTax(_ lines: inout [EarningLine]) {
        for rate in Set(lines.map(\.item.taxBasisPoints)).sorted() where rate > 0 {
            let places = lines.indices.filter { lines[$0].item.taxBasisPoints == rate }
            let amounts = places.map { lines[$0].amount }
            let total = amounts.reduce(0, +)
            let bare = Rounding.half.quotient(Int128(total) * 10_000, Int128(10_000 + rate))
            let shares = LargestRemainder.parts(of: bare, by: amounts)
            for (place, share) in zip(places, shares) { lines[place].amount = share }
        }
    }
}

extension Item {
    /// Money paid in by itself, not as a line of a bill; scopes name it by its kind.
    static let topUp = Item(
        id: "top-up", name: Bilingual(zh: "储值", en: "top-up"), kind: .topUp, category: "top-up", price: 0)
}
