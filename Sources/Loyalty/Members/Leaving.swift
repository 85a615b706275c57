internal import Vocabulary

extension MemberAccount {
    /// What the account would hand over at this moment. The caller enters it with both members.
    package func handover(atMs now: Int64) -> Handover {
        var later = self
        later.purse.advance(toMs: now, entry: "")
        let debts = LotCurrency.allCases.compactMap { currency in
            later.purse.debt[currency].flatMap { amount in
                amount > 0 ? LotPart(lot: Purse.debtLot(currency), currency: currency, amount: amount) : nil
            }
        }
        var handover = Handover(
            lots: later.purse.lots, debts: debts, days: qualification.days,
            coupons: coupons.all.filter { $0.usesLeft > 0 }.sorted { $0.id < $1.id }, purchases: purchases)
        handover.packages = packages.all.filter(\.isInUse).sorted { $0.id < $1.id }.map(\.leaving)
        handover.claims = later.openClaims
        handover.topUps = later.topUps.all.sorted { ($0.atMs, $0.id) < ($1.atMs, $1.id) }.map(later.paidIn)
        handover.uses = uses.byKey.sorted { $0.key < $1.key }.flatMap { rule, uses in
            uses.days.map { Handover.Use(rule: rule, day: $0.0, count: $0.1) }
        }
        handover.earned = earned.days.map { Handover.Use(rule: "points", day: $0.0, count: $0.1) }
        return handover
    }

    private var openClaims: [Handover.Claim] {
        redemptions.all.filter { $0.state == .open }.sorted { ($0.atMs, $0.id) < ($1.atMs, $1.id) }.map { claim in
            Handover.Claim(
                id: claim.id, reward: claim.reward, atMs: claim.atMs, price: claim.price,
                parts: claim.parts.filter { $0.amount > 0 }.map { part in
                    let lot = purse.lot(part.lot)
                    return Handover.Claim.Part(
                        lot: part.lot, currency: part.currency, amount: part.amount,
                        gainedAtMs: lot?.gainedAtMs ?? claim.atMs, expiresAtMs: lot?.expiresAtMs)
                })
        }
    }

    private func paidIn(_ topUp: TopUp) -> Handover.PaidIn {
        var paid = Handover.PaidIn(
            id: topUp.id, atMs: topUp.atMs, principal: topUp.principal, gift: topUp.gift)
        paid.rule = topUp.rule
        paid.points = topUp.points
        let points = topUp.pointsLot.flatMap(purse.lot)
        paid.pointsLot = points.flatMap { $0.remaining > 0 ? $0.id : nil }
        paid.lots = purse.all.filter { $0.currency != .points && self.topUp(of: $0)?.id == topUp.id }.map(\.id)
        paid.returned = topUp.returned
        paid.returned.entries = []
        paid.earned = topUp.earned
        paid.qualifying = topUp.qualifying
        paid.carried.consumed = consumed(of: topUp) + topUp.returned.emptied
        paid.carried.bills = topUp.carried.bills + bills.all.count { $0.bill.atMs < topUp.atMs }
        paid.carried.pointsExpired = topUp.carried.pointsExpired + Points(points?.expired ?? 0)
        return paid
    }

    /// Empties the account after a merge: everything has moved to the other member.
    mutating func leave(_ entry: MemberEntry) {
        let handover = handover(atMs: entry.atMs)
        for lot in handover.lots { purse.move(lot.id, entry: entry.id) }
        purse.giveBack(handover.debts, atMs: entry.atMs, entry: entry.id, kind: .transfer, notBeforeMs: nil)
        for lot in handover.packages { packages.change(lot.id) { $0.transferAll() } }
        for claim in handover.claims { redemptions.remove(claim.id) }
        qualification = Qualification()
        coupons = Records()
        topUps = Records()
        topUpOfLot = [:]
        uses = UseCounts()
        earned = UseCount()
        purchases = 0
        lastVisit = nil
    }
}

extension PackageLot {
    /// Whether any session of it is left or booked.
    fileprivate var isInUse: Bool { leftInAll > 0 || !open.isEmpty }
}
