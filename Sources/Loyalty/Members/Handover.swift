/// What one account leaves to another when two members turn out to be one (E12).
///
/// Lots go as they are, expiry and all: a merge is no new gain. What counted towards tiers goes along, and so do
/// coupons and debts. The account that gave stays, empty, with its history.
package struct Handover: Hashable, Sendable {
    package var lots: [PurseLot]
    package var debts: [LotPart]
    package var days: [Qualification.Count]
    package var coupons: [Coupon]
    package var purchases: Int

    package init(
        lots: [PurseLot], debts: [LotPart], days: [Qualification.Count], coupons: [Coupon], purchases: Int
    ) {
        self.lots = lots
        self.debts = debts
        self.days = days
        self.coupons = coupons
        self.purchases = purchases
    }
}

extension MemberAccount {
    /// What the account would leave at this moment. Whoever merges enters it with both members.
    package func handover(atMs now: Int64) -> Handover {
        var later = purse
        later.advance(toMs: now, entry: "")
        let debts = LotCurrency.allCases.compactMap { currency in
            later.debt[currency].flatMap { amount in
                amount > 0 ? LotPart(lot: Purse.debtLot(currency), currency: currency, amount: amount) : nil
            }
        }
        return Handover(
            lots: later.lots, debts: debts, days: qualification.days,
            coupons: coupons.values.filter { $0.usesLeft > 0 }.sorted { $0.id < $1.id }, purchases: purchases)
    }

    /// Empties the account: everything is with the other member now.
    mutating func leave(_ entry: MemberEntry) {
        let handover = handover(atMs: entry.atMs)
        for lot in handover.lots { purse.move(lot.id, entry: entry.id) }
        purse.giveBack(handover.debts, atMs: entry.atMs, entry: entry.id, kind: .transfer, notBeforeMs: nil)
        qualification = Qualification()
        coupons = [:]
        purchases = 0
    }

    /// Takes over what another account left. Its lots get the entry's id in front, so that no two are the same.
    mutating func receive(_ handover: Handover, _ entry: MemberEntry) throws(RuleError) {
        for lot in handover.lots where !(1...Bounds.amount).contains(lot.remaining) {
            throw .outOfBounds(what: "lot \(lot.id)", amount: lot.remaining)
        }
        for debt in handover.debts where !(1...Bounds.amount).contains(debt.amount) {
            throw .outOfBounds(what: debt.lot, amount: debt.amount)
        }
        for lot in handover.lots {
            purse.grant(
                PurseLot(
                    id: "\(entry.id)/\(lot.id)", currency: lot.currency, source: entry.id, granted: lot.remaining,
                    gainedAtMs: lot.gainedAtMs, activeFromMs: lot.activeFromMs, expiresAtMs: lot.expiresAtMs),
                kind: .transfer)
        }
        for debt in handover.debts {
            _ = purse.take(
                debt.amount, debt.currency, atMs: entry.atMs, entry: entry.id, kind: .transfer, intoDebt: true)
        }
        for count in handover.days {
            qualification.change(on: count.day) {
                $0.spend += count.spend
                $0.pointsEarned += count.pointsEarned
                $0.services += count.services
                $0.bills += count.bills
                $0.sessions += count.sessions
            }
        }
        for coupon in handover.coupons where coupons[coupon.id] == nil { coupons[coupon.id] = coupon }
        purchases += handover.purchases
    }
}
