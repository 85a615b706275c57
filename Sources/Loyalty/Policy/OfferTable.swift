/// A policy's offers as objects, so that they are used in place: copying an offer with all its sets costs as much as
/// finding out that it does not apply.
///
/// It is derived from the offers, so it is ignored when policies are compared.
struct OfferTable: Hashable, Sendable {
    final class Row: Sendable {
        let offer: Offer
        /// Whether the offer has no conditions on time.
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
    /// The first figure that makes an offer impossible to compute, as an error; `nil` if there is none.
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
