/// A policy's offers as objects, worked on where they are: a copy of an offer, with all its sets, costs as much as
/// finding out that it does not apply.
///
/// It follows from the offers, so it does not count where policies are compared.
struct OfferTable: Hashable, Sendable {
    final class Row: Sendable {
        let offer: Offer
        /// Whether it does not matter when it is.
        let isAlways: Bool
        let turn: OfferTurn
        let isOnePerLine: Bool

        init(_ offer: Offer, lineGroups: Set<String>) {
            self.offer = offer
            isOnePerLine = offer.group.map(lineGroups.contains) ?? false
            turn = OfferTurn(offer)
            isAlways = offer.conditions.when.isAlways
        }
    }

    let rows: [Row]
    /// What no offer can be computed with, if there is such a figure.
    let problem: RuleError?

    /// - Parameter lineGroups: groups of which one offer a line is applied.
    init(_ offers: [Offer], lineGroups: Set<String> = []) {
        rows = offers.map { Row($0, lineGroups: lineGroups) }
        var problem: RuleError?
        for offer in offers where problem == nil {
            do throws(RuleError) { try offer.checkFigures() } catch { problem = error }
        }
        self.problem = problem
    }

    static func == (left: OfferTable, right: OfferTable) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
