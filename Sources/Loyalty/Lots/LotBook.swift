package import Identity

/// Points or stored value gained together, as it was on the day it was gained.
package struct LotGrant: Hashable, Sendable {
    package var id: String
    package var currency: Lot.Currency
    package var amount: Int64
    package var gainedAtMs: Int64
    /// The first moment at which it can no longer be spent; `nil` for never.
    package var expiresAtMs: Int64?

    package init(id: String, currency: Lot.Currency, amount: Int64, gainedAtMs: Int64, expiresAtMs: Int64?) {
        self.id = id
        self.currency = currency
        self.amount = amount
        self.gainedAtMs = gainedAtMs
        self.expiresAtMs = expiresAtMs
    }
}

/// A booked spend with the moment at which it counts: its tap.
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

/// So much of one lot went to one spend; without a spend, it went to pay back a debt.
package struct Allocation: Hashable, Sendable {
    package var spend: OperationID?
    package var lot: String
    package var currency: Lot.Currency
    /// More than 0, except for the debt that a repayment takes away.
    package var amount: Int64

    package init(spend: OperationID?, lot: String, currency: Lot.Currency, amount: Int64) {
        self.spend = spend
        self.lot = lot
        self.currency = currency
        self.amount = amount
    }
}

/// A member's lots and what was taken from each, by the moments at which it happened.
///
/// Spends take from the lots that counted at their tap: earliest expiry first, then earliest gained, then by id.
/// What no lot covers becomes a debt lot; whatever is gained later pays the debt back first.
package struct LotBook: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package var grant: LotGrant
        package var taken: Int64

        package init(grant: LotGrant, taken: Int64) {
            self.grant = grant
            self.taken = taken
        }

        package var remaining: Int64 { grant.amount - taken }

        func counts(atMs now: Int64) -> Bool {
            remaining > 0 && grant.gainedAtMs <= now && grant.expiresAtMs.map { now < $0 } ?? true
        }
    }

    /// In the order in which they are spent.
    package private(set) var lines: [Line]
    package private(set) var debt: [Lot.Currency: Int64]

    package init(lines: [Line], debt: [Lot.Currency: Int64] = [:]) {
        self.lines = lines.sorted(by: Self.spentEarlier)
        self.debt = debt
    }

    package static func debtLot(_ currency: Lot.Currency) -> String { "debt-\(currency.rawValue)" }

    private static func spentEarlier(_ left: Line, _ right: Line) -> Bool {
        let (one, two) = (left.grant, right.grant)
        if one.expiresAtMs != two.expiresAtMs { return one.expiresAtMs ?? .max < two.expiresAtMs ?? .max }
        if one.gainedAtMs != two.gainedAtMs { return one.gainedAtMs < two.gainedAtMs }
        return one.id < two.id
    }

    /// Books a spend that is later than all booked before it.
    package mutating func take(_ spend: LotSpend) -> [Allocation] {
        take(spend, .points, spend.amount.points.count) + take(spend, .fen, spend.amount.money.fen)
    }

    private mutating func take(_ spend: LotSpend, _ currency: Lot.Currency, _ amount: Int64) -> [Allocation] {
        var missing = amount
        var allocations: [Allocation] = []
        for index in lines.indices where missing > 0 && lines[index].grant.currency == currency {
            guard lines[index].counts(atMs: spend.atMs) else { continue }
            let part = min(missing, lines[index].remaining)
            lines[index].taken += part
            missing -= part
            allocations.append(
                Allocation(spend: spend.id, lot: lines[index].grant.id, currency: currency, amount: part))
        }
        if missing > 0 {
            debt[currency, default: 0] += missing
            allocations.append(
                Allocation(spend: spend.id, lot: Self.debtLot(currency), currency: currency, amount: missing))
        }
        return allocations
    }

    /// Pays back what it can of a debt from a lot just gained.
    private mutating func repay(fromLine index: Int) -> [Allocation] {
        let currency = lines[index].grant.currency
        let part = min(debt[currency] ?? 0, lines[index].remaining)
        guard part > 0 else { return [] }
        lines[index].taken += part
        debt[currency, default: 0] -= part
        return [
            Allocation(spend: nil, lot: lines[index].grant.id, currency: currency, amount: part),
            Allocation(spend: nil, lot: Self.debtLot(currency), currency: currency, amount: -part),
        ]
    }

    /// The whole history from the beginning; the same whatever the order of the arguments.
    package static func replay(grants: [LotGrant], spends: [LotSpend]) -> (book: LotBook, allocations: [Allocation]) {
        var book = LotBook(lines: grants.map { Line(grant: $0, taken: 0) })
        var allocations: [Allocation] = []
        var pending = spends.sorted(by: LotSpend.precedes)[...]
        let byGain = book.lines.indices.sorted {
            (book.lines[$0].grant.gainedAtMs, book.lines[$0].grant.id)
                < (book.lines[$1].grant.gainedAtMs, book.lines[$1].grant.id)
        }
        for index in byGain {
            while let spend = pending.first, spend.atMs < book.lines[index].grant.gainedAtMs {
                allocations += book.take(spend)
                pending.removeFirst()
            }
            allocations += book.repay(fromLine: index)
        }
        for spend in pending { allocations += book.take(spend) }
        return (book, allocations)
    }

    /// What is left in the lots that no longer count at this moment, by lot.
    package func expired(atMs now: Int64) -> [String: Int64] {
        var expired: [String: Int64] = [:]
        for line in lines where line.remaining > 0 {
            if let expiresAtMs = line.grant.expiresAtMs, expiresAtMs <= now {
                expired[line.grant.id] = line.remaining
            }
        }
        return expired
    }

    package func balance(atMs now: Int64) -> Amount {
        let lots = lines.map {
            Lot(
                id: $0.grant.id, currency: $0.grant.currency, remaining: $0.remaining,
                expiresAtMs: $0.grant.expiresAtMs)
        }
        return Account(lots: lots).balance(atMs: now)
            - Amount(points: Points(debt[.points] ?? 0), money: Money(fen: debt[.fen] ?? 0))
    }
}
