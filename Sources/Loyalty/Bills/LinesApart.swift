package import Vocabulary

/// Lines of a bill that are paid separately from the others: lines paid by sessions of packages, and top-ups, which are
/// paid by new money. All other tenders pay for the rest of the bill.
package struct LinesApart: Hashable, Sendable {
    /// What sessions pay, by line.
    package var bySession: [Money]
    package var topUps: Set<Int> = []

    package init(lines count: Int) { bySession = Array(repeating: .zero, count: count) }

    /// What the tenders for the whole bill pay of each line.
    func open(_ lines: [Quote.Line]) -> [Money] {
        lines.indices.map { topUps.contains($0) ? .zero : max(.zero, lines[$0].payable - bySession[$0]) }
    }

    /// The tenders without what is paid apart.
    func open(_ tenders: [Tender], _ lines: [Quote.Line]) -> [Tender] {
        var apart: [Tender.Kind: Money] = [.package: bySession.sum(), .cash: topUps.sum { lines[$0].payable }]
        return tenders.map { tender in
            let part = min(tender.amount, apart[tender.kind] ?? .zero)
            apart[tender.kind]? -= part
            return Tender(tender.kind, tender.amount - part)
        }
    }
}
