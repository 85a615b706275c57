package import Vocabulary

/// What somebody wants to pay: the question that `Quote` answers.
package struct Bill: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package var item: String
        package var quantity: Int64
        /// The price list's unless staff changed it.
        package var unitPrice: Money

        package init(item: String, quantity: Int64 = 1, unitPrice: Money) {
            self.item = item
            self.quantity = quantity
            self.unitPrice = unitPrice
        }

        package var list: Money { quantity * unitPrice }
    }

    /// How many points the member wants to use.
    package enum PointsWish: Hashable, Sendable {
        case none
        case atMost(Points)
        /// As many as do some good.
        case all
    }

    /// Which offers to apply.
    package enum Choice: Hashable, Sendable {
        /// The cheapest permitted combination.
        case best
        /// Just these, in the policy's order; those that do not apply are left out and named. If an offer's threshold
        /// applies to the remaining amount and it is listed first, it is applied first in its layer.
        case these([String])
    }

    package var id: String
    package var atMs: Int64
    package var store: String
    package var lines: [Line]
    /// Ids of coupons the member puts forward; they stand in the account, or are codes of multi-use ones.
    package var coupons: [String] = []
    package var choice = Choice.best
    package var points = PointsWish.none
    /// How the rest is paid. What they leave open is cash.
    package var tenders: [Tender] = []
    /// What the cheapest permitted combination came to when the bill was settled, as its quote proved; a member who
    /// paid more is credited the difference. Recorded, so that a replay need not search again.
    package var best: Money?
    /// Uses of limited offers by everybody, known to the hub.
    package var totalUses: [String: Int64] = [:]

    package init(id: String, atMs: Int64, store: String, lines: [Line]) {
        self.id = id
        self.atMs = atMs
        self.store = store
        self.lines = lines
    }
}

extension Bill {
    /// The bill as it is recorded in the history: with the offers and points that its quote chose, and the best price
    /// that it proved. So evaluating it again under the same policy gives the same result.
    package func settled(by quote: Quote) -> Bill {
        var bill = self
        bill.choice = .these(quote.applied.map(\.offer))
        bill.points = quote.pointsUsed > .zero ? .atMost(quote.pointsUsed) : .none
        bill.best = quote.search.best
        return bill
    }
}

/// A session of a package that paid for a unit of a bill's line.
package struct PaidSession: Hashable, Sendable {
    package var lot: String
    package var session: String
    /// Of the bill, from 0.
    package var line: Int
    /// What it paid.
    package var paid: Money
}
