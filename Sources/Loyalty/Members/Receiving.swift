import Vocabulary

extension MemberAccount {
    /// Takes over what another account left. Its lots get the entry's id in front, so that no two are the same;
    /// everything else keeps its id where that is free.
    mutating func receive(_ handover: Handover, _ entry: MemberEntry) throws(RuleError) {
        try check(handover)
        if entry.edition != .first { try requireNew(handover) }
        received.append(handover)
        for lot in handover.lots {
            purse.grant(
                PurseLot(
                    id: DerivedID.copy(of: lot.id, by: entry.id), currency: lot.currency, source: entry.id,
                    granted: lot.remaining,
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
        for use in handover.uses { uses.add(use.count, of: use.rule, on: use.day) }
        for use in handover.earned { earned.add(use.count, on: use.day) }
        for coupon in handover.coupons {
            let id = coupons.freeID(coupon.id, entry)
            coupons.add(coupon.renamed(id), id: id)
        }
        for lot in handover.packages {
            let id = packages.freeID(lot.id, entry)
            packages.add(lot.renamed(id), id: id)
        }
        for paid in handover.topUps { receive(paid, handover.claims, entry) }
        for claim in handover.claims { receive(claim, entry) }
        purchases += handover.purchases
        lastVisit = qualification.lastVisit
    }

    /// Refuses to take over from an account twice, under whatever id the handover comes. Its lots were moved the first
    /// time, and what it has earned since is in new lots.
    private func requireNew(_ handover: Handover) throws(RuleError) {
        let from = handover.from ?? "?"
        guard !received.contains(handover) else { throw .conflict(kind: "merge", id: from) }
        let lots = handover.belongings
        for other in received where other.from != nil && other.from == handover.from {
            guard lots.isDisjoint(with: other.belongings) else { throw .conflict(kind: "merge", id: from) }
        }
    }

    private mutating func receive(_ paid: Handover.PaidIn, _ claims: [Handover.Claim], _ entry: MemberEntry) {
        let id = topUps.freeID(paid.id, entry)
        var topUp = TopUp(
            paid, id: id, principalLot: "\(DerivedID.principal(topUp: id))",
            pointsLot: paid.pointsLot.map { DerivedID.copy(of: $0, by: entry.id) })
        let lots = Set(paid.lots)
        for lot in lots { topUpOfLot[DerivedID.copy(of: lot, by: entry.id)] = id }
        // What open claims took is not spent yet: it may go back to these lots.
        for part in claims.flatMap(\.parts) where lots.contains(part.lot) {
            topUp.carried.consumed -= Money(fen: part.amount)
        }
        topUps.add(topUp, id: id)
    }

    private mutating func receive(_ claim: Handover.Claim, _ entry: MemberEntry) {
        let id = redemptions.freeID(claim.id, entry)
        var parts: [LotPart] = []
        for part in claim.parts {
            guard part.lot != Purse.debtLot(part.currency) else {
                parts.append(LotPart(lot: part.lot, currency: part.currency, amount: part.amount))
                continue
            }
            var lot = PurseLot(
                id: DerivedID.copy(of: part.lot, by: entry.id), currency: part.currency, source: entry.id,
                granted: part.amount,
                gainedAtMs: part.gainedAtMs, expiresAtMs: part.expiresAtMs)
            lot.taken = part.amount
            purse.noteSpent(lot)
            parts.append(LotPart(lot: lot.id, currency: part.currency, amount: part.amount))
        }
        redemptions.add(
            Redemption(id: id, reward: claim.reward, atMs: claim.atMs, price: claim.price, parts: parts), id: id)
    }

    /// Checks a handover for contradictions and for figures out of bounds, before anything is changed.
    private func check(_ handover: Handover) throws(RuleError) {
        var currencies: [String: LotCurrency] = [:]
        func require(_ lot: String, _ currency: LotCurrency) throws(RuleError) {
            guard currencies.updateValue(currency, forKey: lot) ?? currency == currency else {
                throw .conflict(kind: "lot", id: lot)
            }
        }
        for lot in handover.lots {
            try RuleError.require("lot \(lot.id)", lot.remaining, in: 1...Bounds.amount)
            try require(lot.id, lot.currency)
        }
        for debt in handover.debts { try RuleError.require(debt.lot, debt.amount, in: 1...Bounds.amount) }
        for part in handover.claims.flatMap(\.parts) {
            try RuleError.require("claim \(part.lot)", part.amount, in: 1...Bounds.amount)
            try require(part.lot, part.currency)
        }
        for claim in handover.claims {
            try RuleError.require("claim \(claim.id)", claim.price.points.count, in: 0...Bounds.amount)
            try RuleError.require("claim \(claim.id)", claim.price.money.fen, in: 0...Bounds.amount)
        }
        for paid in handover.topUps {
            try RuleError.require("topUp \(paid.id)", paid.principal, from: 1)
            try RuleError.require("topUp \(paid.id)", paid.gift)
            for points in [paid.points, paid.earned] { try RuleError.require("topUp \(paid.id)", points) }
            try RuleError.require("topUp \(paid.id)", paid.qualifying)
            try RuleError.require("topUp \(paid.id)", paid.returned.paid.fen, in: 0...paid.principal.fen)
        }
        for lot in handover.packages { try lot.check() }
    }
}

extension Records {
    /// The record's own id if it is free; otherwise one derived from it and from the entry that brings it.
    fileprivate func freeID(_ id: String, _ entry: MemberEntry) -> String {
        self[id] == nil ? id : DerivedID.copy(of: id, by: entry.id)
    }
}

extension Handover {
    /// Kind and id of everything that can be handed over only once.
    fileprivate var belongings: Set<[String]> {
        Set(
            lots.map { ["lot", $0.id] } + packages.map { ["package", $0.id] } + claims.map { ["claim", $0.id] }
                + coupons.map { ["coupon", $0.id] })
    }
}

extension PackageLot {
    /// Every session bought is in exactly one place, and no figure is out of bounds.
    fileprivate func check() throws(RuleError) {
        let figures = left.values + [bought, forfeited, transferred, refunded]
        // Allows for packages of up to 100 items, each with the most sessions that one item may have.
        let most = Bounds.quantity * 100
        for figure in figures { try RuleError.require("package \(id)", figure, in: 0...most) }
        for money in [paid, repaid] { try RuleError.require("package \(id)", money) }
        let used = Int64(sessions.count { $0.isUsed || $0.state == .booked })
        let sum = leftInAll + used + forfeited + transferred + refunded
        guard sum == bought else {
            throw .senseless(
                path: "package \(id)",
                reason: Bilingual(
                    zh: "购买 \(bought) 次，各项合计却是 \(sum) 次；请核对",
                    en: "\(bought) sessions were bought, and those it speaks of are \(sum); check them"))
        }
    }
}
