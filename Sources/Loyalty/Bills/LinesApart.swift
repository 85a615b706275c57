/// Lines of a bill that are paid each in a way of its own: by sessions of packages, and top-ups by money that comes in
/// now. The other ways of paying are for the rest of the bill.
package struct LinesApart: Hashable, Sendable {
    /// Fen by line.
    package var bySession: [Int64]
    package var topUps: Set<Int> = []

    package init(lines count: Int) { bySession = Array(repeating: 0, count: count) }

    /// Fen of each line that the whole bill's tenders pay.
    func open(_ lines: [Quote.Line]) -> [Int64] {
        lines.indices.map { topUps.contains($0) ? 0 : max(0, lines[$0].payable - bySession[$0]) }
    }

    /// The tenders without what is paid apart.
    func open(_ tenders: [Tender], _ lines: [Quote.Line]) -> [Tender] {
        var apart: [Tender.Kind: Int64] = [
            .package: bySession.reduce(0, +), .cash: topUps.reduce(0) { $0 + lines[$1].payable },
        ]
        return tenders.map { tender in
            let part = min(tender.amount, apart[tender.kind] ?? 0)
            apart[tender.kind]? -= part
            return Tender(tender.kind, tender.amount - part)
        }
    }
}
