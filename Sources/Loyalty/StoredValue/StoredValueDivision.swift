package import Vocabulary

/// How an amount divides into what was paid in and what was given on top.
package struct StoredValueDivision: Hashable, Sendable {
    /// In the order in which they are taken; each lot at most once.
    package var parts: [LotPart] = []
    /// What nothing on the card covers.
    package var missing: Money

    package var principal: Money { sum(.principal) }
    package var gift: Money { sum(.gift) }

    private func sum(_ currency: LotCurrency) -> Money {
        parts.sum { $0.currency == currency ? Money(fen: $0.amount) : .zero }
    }
}

/// A top-up's lots of principal and gift, or a single lot that belongs to no top-up.
struct Fund {
    var id: String
    var gainedAtMs: Int64
    /// `paid`: the top-up's principal. `whole`: principal and gift together.
    var paid: Money
    var whole: Money
    /// Places in the purse, in the order of spending.
    var principal: [Int] = []
    var gift: [Int] = []
    var principalLeft = Money.zero
    var giftLeft = Money.zero

    var left: Money { principalLeft + giftLeft }

    /// How much of the next `amount` is principal.
    ///
    /// Of the first n fen of a top-up, ⌊n × principal / whole⌋ are principal. So the share does not depend on how the
    /// spending is split, a fen lost by rounding comes from the gift, and both lots become empty together. If one lot
    /// has less (a gift has expired), the other one pays the rest.
    func principalPart(of amount: Money) -> Money {
        let before = max(.zero, whole - left)
        let part = share(before + amount) - share(before)
        return min(principalLeft, max(part, amount - giftLeft))
    }

    private func share(_ spent: Money) -> Money {
        whole > .zero ? Rounding.down.share(spent.fen, of: whole.fen, paid) : .zero
    }
}

extension MemberAccount {
    /// How an amount would be divided among lots, without taking it: the same figures that `payByStoredValue` takes.
    package func divideStoredValue(_ amount: Money, atMs now: Int64, _ policy: Policy) -> StoredValueDivision {
        guard purse.debt.values.allSatisfy({ $0 == 0 }) else {
            // Lots that became active meanwhile pay the debt back first.
            var later = self
            later.purse.advance(toMs: now, entry: "")
            return later.plan(amount, atMs: now, policy.storedValue.order)
        }
        return plan(amount, atMs: now, policy.storedValue.order)
    }

    /// Takes stored value in the policy's order.
    ///
    /// - Parameter intoDebt: what nothing covers becomes a debt of principal; else it is left out.
    /// - Returns: what was taken from which lot; the sum is less than `amount` where something is missing.
    package mutating func payByStoredValue(
        _ amount: Money, atMs now: Int64, entry: String, _ policy: Policy, intoDebt: Bool = false
    ) -> [LotPart] {
        guard amount > .zero else { return [] }
        purse.advance(toMs: now, entry: entry)
        let division = plan(amount, atMs: now, policy.storedValue.order)
        var parts: [LotPart] = []
        parts.reserveCapacity(division.parts.count)
        for part in division.parts {
            parts += purse.take(
                part.amount, part.currency, atMs: now, entry: entry, intoDebt: false, from: { $0.id == part.lot })
        }
        if division.missing > .zero, intoDebt {
            parts += purse.take(
                division.missing.fen, .principal, atMs: now, entry: entry, intoDebt: true, from: { _ in false })
        }
        return parts
    }

    private func plan(_ amount: Money, atMs now: Int64, _ order: StoredValueRules.Order) -> StoredValueDivision {
        var division = StoredValueDivision(missing: max(.zero, amount))
        switch order {
        case .principalFirst:
            fill(&division, .principal, atMs: now)
            fill(&division, .gift, atMs: now)
        case .giftFirst:
            fill(&division, .gift, atMs: now)
            fill(&division, .principal, atMs: now)
        case .proportional:
            for fund in funds(atMs: now) where division.missing > .zero {
                let amount = min(division.missing, fund.left)
                let principal = fund.principalPart(of: amount)
                fill(&division, fund.principal, principal)
                fill(&division, fund.gift, amount - principal)
            }
        }
        return division
    }

    private func fill(_ division: inout StoredValueDivision, _ currency: LotCurrency, atMs now: Int64) {
        for lot in purse.lots where division.missing > .zero && lot.currency == currency && lot.counts(atMs: now) {
            fill(&division, lot, min(division.missing, lot.worth))
        }
    }

    private func fill(_ division: inout StoredValueDivision, _ places: [Int], _ amount: Money) {
        var rest = amount
        for place in places where rest > .zero {
            let part = min(rest, purse.lots[place].worth)
            fill(&division, purse.lots[place], part)
            rest -= part
        }
    }

    private func fill(_ division: inout StoredValueDivision, _ lot: PurseLot, _ part: Money) {
        division.parts.append(LotPart(lot: lot.id, currency: lot.currency, amount: part.fen))
        division.missing -= part
    }

    /// The stored value that can be spent now, top-up by top-up, the oldest first.
    func funds(atMs now: Int64) -> [Fund] {
        var funds: [Fund] = []
        for (place, lot) in purse.lots.enumerated() where lot.currency != .points && lot.counts(atMs: now) {
            let owner = topUp(of: lot)
            let id = owner?.id ?? lot.id
            let index = funds.firstIndex { $0.id == id } ?? funds.endIndex
            if index == funds.endIndex {
                funds.append(
                    Fund(
                        id: id, gainedAtMs: owner?.atMs ?? lot.gainedAtMs,
                        paid: owner?.principal ?? (lot.currency == .principal ? Money(fen: lot.granted) : .zero),
                        whole: owner.map { $0.principal + $0.gift } ?? Money(fen: lot.granted)))
            }
            if lot.currency == .principal {
                funds[index].principal.append(place)
                funds[index].principalLeft += lot.worth
            } else {
                funds[index].gift.append(place)
                funds[index].giftLeft += lot.worth
            }
        }
        if funds.count > 1 { funds.sort { ($0.gainedAtMs, $0.id) < ($1.gainedAtMs, $1.id) } }
        return funds
    }

    /// The top-up a lot comes from, also when it was restored under a new id (`entry/lot`) by a refund.
    func topUp(of lot: PurseLot) -> TopUp? {
        var lot = lot
        while true {
            if let id = topUpOfLot[lot.id] { return topUps[id] }
            if let topUp = topUps[lot.source], topUp.principalLot == lot.id || topUp.giftLot == lot.id { return topUp }
            guard let original = DerivedID.original(ofCopy: lot.id, by: lot.source), let parent = purse.lot(original)
            else { return nil }
            lot = parent
        }
    }

    /// The division with its arithmetic, for "why?".
    package func explainStoredValue(_ amount: Money, atMs now: Int64, _ policy: Policy) -> Derivation {
        let division = divideStoredValue(amount, atMs: now, policy)
        var derivation = Derivation()
        let funds = policy.storedValue.order == .proportional ? funds(atMs: now) : []
        for fund in funds {
            let ids = Set((fund.principal + fund.gift).map { purse.lots[$0].id })
            let parts = division.parts.filter { ids.contains($0.lot) }
            let principal = parts.sum { $0.currency == .principal ? $0.amount : 0 }
            let taken = parts.sum(\.amount)
            guard taken > 0 else { continue }
            derivation.note(
                "storedValue.order", .storedValueShare, .fen(taken), .fen(fund.paid), .fen(fund.whole),
                .fen(principal), .fen(taken - principal))
        }
        if funds.isEmpty {
            let phrase: Phrase =
                policy.storedValue.order == .giftFirst ? .storedValueGiftFirst : .storedValuePrincipalFirst
            derivation.note(
                "storedValue.order", phrase, .fen(amount - division.missing), .fen(division.principal),
                .fen(division.gift))
        }
        if division.missing > .zero {
            derivation.noteNearly("storedValue", .storedValueMissing, .fen(division.missing))
        }
        return derivation
    }
}

extension PurseLot {
    /// What is left of a lot of stored value.
    fileprivate var worth: Money { Money(fen: remaining) }
}
