package import Vocabulary

/// A booked spend by card, with the moment at which it counts: its tap.
package struct LotSpend: Hashable, Sendable {
    package var id: OperationID
    package var atMs: Int64
    package var amount: Amount

    package init(id: OperationID, atMs: Int64, amount: Amount) {
        self.id = id
        self.atMs = atMs
        self.amount = amount
    }

    /// Spends count in the order of their taps; at the same moment in the order of their ids.
    package static func precedes(_ left: LotSpend, _ right: LotSpend) -> Bool {
        left.atMs == right.atMs ? left.id.description < right.id.description : left.atMs < right.atMs
    }
}

extension Purse {
    /// Points and stored value, principal and gift together.
    package func funds(atMs now: Int64) -> Amount {
        Amount(
            points: Points(balance(.points, atMs: now)),
            money: Money(fen: balance(.principal, atMs: now) + balance(.gift, atMs: now)))
    }

    /// Books a spend that is later than all booked before it. Stored value is taken from the principal, then from
    /// gifts; what no lot covers becomes debt.
    package mutating func take(_ spend: LotSpend) {
        let entry = spend.id.description
        _ = take(spend.amount.points.count, .points, atMs: spend.atMs, entry: entry, intoDebt: true)
        var missing = spend.amount.money.fen
        for currency in [LotCurrency.principal, .gift] where missing > 0 {
            let parts = take(missing, currency, atMs: spend.atMs, entry: entry, intoDebt: false)
            missing -= parts.reduce(0) { $0 + $1.amount }
        }
        if missing > 0 { _ = take(missing, .principal, atMs: spend.atMs, entry: entry, intoDebt: true) }
    }
}
