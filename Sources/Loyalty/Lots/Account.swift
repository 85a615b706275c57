/// Points or stored value gained together, with one expiry. A debt is a lot with a negative remainder.
package struct Lot: Hashable, Sendable {
    package enum Currency: String, Hashable, Sendable { case points, fen }

    package var id: String
    package var currency: Currency
    /// In points or fen, what is left of it; negative for a debt.
    package var remaining: Int64
    /// The first moment at which it can no longer be spent, milliseconds since 1970 UTC; `nil` for never.
    package var expiresAtMs: Int64?

    package init(id: String, currency: Currency, remaining: Int64, expiresAtMs: Int64?) {
        self.id = id
        self.currency = currency
        self.remaining = remaining
        self.expiresAtMs = expiresAtMs
    }

    /// Whether it counts at this moment. Debts do not expire.
    package func counts(atMs now: Int64) -> Bool {
        guard remaining > 0, let expiresAtMs else { return true }
        return now < expiresAtMs
    }
}

/// A member's lots. The balance is derived from them and nothing else, at any moment, whether or not an
/// expiry job has run.
package struct Account: Hashable, Sendable {
    package var lots: [Lot]

    package init(lots: [Lot]) { self.lots = lots }

    package func balance(atMs now: Int64) -> Amount {
        var points: Int64 = 0
        var fen: Int64 = 0
        for lot in lots where lot.counts(atMs: now) {
            switch lot.currency {
            case .points: points += lot.remaining
            case .fen: fen += lot.remaining
            }
        }
        return Amount(points: Points(points), money: Money(fen: fen))
    }
}
