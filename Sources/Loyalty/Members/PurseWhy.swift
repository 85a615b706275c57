package import Vocabulary

extension MemberAccount {
    /// Lots explained one by one; the others are explained as one sum.
    private static let lotsTold = 6

    /// Where a balance comes from: what was gained when, until when it can be spent, what is still to come and what is
    /// owed. In the order in which it is spent.
    package func balanceDerivation(
        _ currencies: [LotCurrency], atMs now: Int64, _ policy: borrowing Policy
    ) -> Derivation {
        var derivation = Derivation()
        for currency in currencies {
            let lots = purse.lots.filter { $0.currency == currency && $0.remaining > 0 }
            let spendable = explained(lots.filter { $0.counts(atMs: now) }, policy)
            for lot in spendable.prefix(Self.lotsTold) { derivation.note(lot, currency) }
            let rest = spendable.dropFirst(Self.lotsTold)
            if let first = rest.first {
                let sum = rest.reduce(0) { $0 + $1.amount }
                if let last = first.last {
                    derivation.note("points", .lotsMore, currency.value(sum), .day(last))
                } else {
                    derivation.note("points", .lotsMoreForever, currency.value(sum))
                }
            }
            for lot in explained(lots.filter { $0.isPending(atMs: now) && !$0.hasExpired(atMs: now) }, policy) {
                derivation.note("points", .lotPending, currency.value(lot.amount), .day(lot.gained), .day(lot.from))
            }
            let owed = purse.debt[currency] ?? 0
            if owed > 0 { derivation.note("points", .lotDebt, currency.value(owed)) }
        }
        return derivation
    }

    /// Lots of the same days as one.
    private func explained(_ lots: [PurseLot], _ policy: borrowing Policy) -> [LotExplanation] {
        var explained: [LotExplanation] = []
        for lot in lots {
            let gained = policy.zone.day(atMs: lot.gainedAtMs)
            let from = policy.zone.day(atMs: lot.activeFromMs)
            let last = lot.expiresAtMs.map { policy.zone.day(atMs: $0 - 1) }
            if let index = explained.firstIndex(where: { $0.gained == gained && $0.from == from && $0.last == last }) {
                explained[index].amount += lot.remaining
            } else {
                explained.append(LotExplanation(amount: lot.remaining, gained: gained, from: from, last: last))
            }
        }
        return explained
    }
}

/// What was gained on one day and ends with one day.
private struct LotExplanation {
    var amount: Int64
    var gained: Day
    var from: Day
    var last: Day?
}

extension Derivation {
    fileprivate mutating func note(_ lot: LotExplanation, _ currency: LotCurrency) {
        let (amount, gained) = (currency.value(lot.amount), Value.day(lot.gained))
        if let last = lot.last {
            note("points", currency.lotPhrase, amount, gained, .day(last))
        } else {
            note("points", currency.lotForeverPhrase, amount, gained)
        }
    }
}

extension LotCurrency {
    fileprivate func value(_ amount: Int64) -> Value { self == .points ? .points(amount) : .fen(amount) }

    fileprivate var lotPhrase: Phrase {
        switch self {
        case .points: .lotPoints
        case .principal: .lotPrincipal
        case .gift: .lotGift
        }
    }

    fileprivate var lotForeverPhrase: Phrase {
        switch self {
        case .points: .lotPointsForever
        case .principal: .lotPrincipalForever
        case .gift: .lotGiftForever
        }
    }
}

extension Phrase {
    static let lotPoints = Phrase(
        "lot.points", zh: "{0}：{1}获得，{2}到期", en: "{0} from {1}, use by {2}")
    static let lotPointsForever = Phrase(
        "lot.points.forever", zh: "{0}：{1}获得，长期有效", en: "{0} from {1}, no expiry")
    static let lotPrincipal = Phrase(
        "lot.principal", zh: "{0}：{1}充值，{2}到期", en: "{0} added {1}, use by {2}")
    static let lotPrincipalForever = Phrase(
        "lot.principal.forever", zh: "{0}：{1}充值，长期有效", en: "{0} added {1}, no expiry")
    static let lotGift = Phrase(
        "lot.gift", zh: "{0}：{1}赠送，{2}到期", en: "{0} gift of {1}, use by {2}")
    static let lotGiftForever = Phrase(
        "lot.gift.forever", zh: "{0}：{1}赠送，长期有效", en: "{0} gift of {1}, no expiry")
    static let lotsMore = Phrase(
        "lot.more", zh: "其余 {0}，最早{1}到期", en: "{0} more, the first to use by {1}")
    static let lotsMoreForever = Phrase(
        "lot.more.forever", zh: "其余 {0}，长期有效", en: "{0} more, no expiry")
    static let lotPending = Phrase(
        "lot.pending", zh: "{0}：{1}获得，{2}起可用", en: "{0} from {1}, to use from {2}")
    static let lotDebt = Phrase(
        "lot.debt", zh: "欠 {0}，之后获得的先用来抵还", en: "{0} owed: what comes next pays it back first")

    static let ofPurses: [Phrase] = [
        lotPoints, lotPointsForever, lotPrincipal, lotPrincipalForever, lotGift, lotGiftForever, lotsMore,
        lotsMoreForever, lotPending, lotDebt,
    ]
}
