internal import Vocabulary

/// How a bill is to be paid and what it pays in, computed before anything is taken.
///
/// Only a new bill is refused. A bill that was settled already is booked: if earlier entries have changed since, it
/// takes what is there.
struct Payment {
    let sessions: SessionPayment
    let topUps: [BillTopUp]
    private(set) var refusal: Step?

    init(
        _ bill: Bill, _ entry: MemberEntry, _ quote: Quote, _ account: borrowing MemberAccount,
        _ policy: borrowing Policy
    ) {
        guard entry.edition != .first else {
            (sessions, topUps) = (SessionPayment(), [])
            return
        }
        let hasPackages = bill.tenders.contains { $0.kind == .package }
        sessions = hasPackages ? SessionPayment(bill, quote, account, copy policy) : SessionPayment()
        topUps = BillTopUp.all(quote)
        guard bill.best == nil, !bill.tenders.isEmpty || !topUps.isEmpty else { return }
        refusal =
            sessions.refusal ?? tenderRefusal(bill, quote, account, atMs: entry.atMs)
            ?? account.refusal(of: topUps, paying: bill.tenders, atMs: entry.atMs, policy)
    }

    /// The lines that sessions or new money pay separately from the other tenders; `nil` if there are none.
    func apart(lines count: Int) -> LinesApart? {
        guard !sessions.sessions.isEmpty || !topUps.isEmpty else { return nil }
        var apart = LinesApart(lines: count)
        for session in sessions.sessions { apart.bySession[session.line] += session.paid }
        for topUp in topUps { apart.topUps.insert(topUp.line) }
        return apart
    }

    private func tenderRefusal(
        _ bill: Bill, _ quote: Quote, _ account: borrowing MemberAccount, atMs now: Int64
    ) -> Step? {
        func step(_ rule: String, _ phrase: Phrase, _ values: Value...) -> Step {
            Step(rule: rule, phrase: phrase, values: values)
        }
        func asked(_ kind: Tender.Kind) -> Money { bill.tenders.sum { $0.kind == kind ? $0.amount : .zero } }
        let (principal, gift) = (asked(.principal), asked(.gift))
        let onCard = account.storedValue(atMs: now)
        if principal > onCard.principal {
            return step("tenders.principal", .tenderBeyondPrincipal, .fen(principal), .fen(onCard.principal))
        }
        if gift > onCard.gift { return step("tenders.gift", .tenderBeyondGift, .fen(gift), .fen(onCard.gift)) }
        let byCard = principal + gift + asked(.storedValue)
        let held = onCard.principal + onCard.gift
        if byCard > held { return step("tenders.storedValue", .tenderBeyondCard, .fen(byCard), .fen(held)) }
        let total = Tender.Kind.asked.sum { asked($0) }
        if total > quote.payable {
            return step("tenders", .tenderBeyondBill, .fen(total), .fen(quote.payable), .fen(total - quote.payable))
        }
        let paidIn = topUps.sum(\.paid)
        let byMoney = quote.payable - paidIn - sessions.sessions.sum(\.paid)
        guard byCard <= byMoney else {
            return step("tenders.storedValue", .tenderTopsUpItself, .fen(byCard), .fen(byMoney))
        }
        return nil
    }
}

extension MemberAccount {
    /// What is on the card and can be spent now.
    func storedValue(atMs now: Int64) -> (principal: Money, gift: Money) {
        let (principal, gift) = (purse.balance(.principal, atMs: now), purse.balance(.gift, atMs: now))
        return (Money(fen: max(0, principal)), Money(fen: max(0, gift)))
    }

    /// Takes each tender that the bill names, as far as it is there and at most what is left to pay; the rest is cash.
    ///
    /// - Parameter derivation: `nil` where nobody asks why.
    mutating func pay(
        _ quote: Quote, _ bill: Bill, _ payment: Payment, _ entry: MemberEntry, _ policy: borrowing Policy,
        _ derivation: inout Derivation?
    ) -> ([Tender], [LotPart]) {
        var taking = TenderTaking(left: quote.payable - payment.topUps.sum(\.paid))
        for session in payment.sessions.sessions { taking.add(.package, session.paid, lot: session.lot) }
        var byPackage = -payment.sessions.sessions.sum(\.paid)
        for tender in bill.tenders.inTurn(entry.edition) {
            switch tender.kind {
            case .principal, .gift, .storedValue:
                let amount = min(tender.amount, taking.left)
                taking.add(take(tender.kind, amount, entry, policy, &derivation))
            case .package:
                // A settled bill may name sessions that are no longer found; the tender is recorded as it was.
                byPackage += tender.amount
                let rest = max(.zero, min(byPackage, tender.amount, taking.left))
                taking.add(.package, rest, lot: tender.lot)
                byPackage -= rest
            case .cash: taking.add(.cash, min(tender.amount, taking.left))
            case .points: break
            }
        }
        for lot in payment.sessions.lots.values { packages.add(lot, id: lot.id) }
        taking.left = quote.payable - taking.paid
        taking.add(.cash, taking.left)
        return (taking.tenders, taking.parts)
    }

    private mutating func take(
        _ kind: Tender.Kind, _ amount: Money, _ entry: MemberEntry, _ policy: borrowing Policy,
        _ derivation: inout Derivation?
    ) -> [LotPart] {
        guard amount > .zero else { return [] }
        let currency: LotCurrency? = kind == .principal ? .principal : kind == .gift ? .gift : nil
        // The first edition divided whatever was on the card, by whichever name it was asked for.
        guard let currency, entry.edition != .first else {
            derivation?.append(explainStoredValue(amount, atMs: entry.atMs, policy))
            return payByStoredValue(amount, atMs: entry.atMs, entry: entry.id, policy)
        }
        let parts = purse.take(amount.fen, currency, atMs: entry.atMs, entry: entry.id, intoDebt: false)
        derivation?.note(
            "tenders.\(kind.rawValue)", kind == .gift ? .tenderGift : .tenderPrincipal,
            .fen(parts.reduce(0) { $0 + $1.amount }))
        return parts
    }
}

/// Collects the tenders and lot parts of a payment while it is taken.
private struct TenderTaking {
    var left: Money
    private(set) var tenders: [Tender] = []
    private(set) var parts: [LotPart] = []
    var paid: Money { tenders.sum(\.amount) }

    init(left: Money) { self.left = left }

    mutating func add(_ kind: Tender.Kind, _ amount: Money, lot: String? = nil) {
        guard amount > .zero else { return }
        tenders.append(Tender(kind, amount, lot: lot))
        left -= amount
    }

    mutating func add(_ taken: [LotPart]) {
        parts += taken
        for (kind, currency) in [(Tender.Kind.principal, LotCurrency.principal), (.gift, .gift)] {
            add(kind, Money(fen: taken.sum { $0.currency == currency ? $0.amount : 0 }))
        }
    }
}

extension [Tender] {
    /// Sessions first, then principal and gift asked for by name, then stored value that the policy divides, then cash.
    /// The first edition keeps the bill's order.
    fileprivate func inTurn(_ edition: Edition) -> [Tender] {
        guard edition != .first, count > 1 else { return self }
        let turns: [Tender.Kind] = [.package, .principal, .gift, .storedValue, .cash]
        return turns.flatMap { kind in filter { $0.kind == kind } }
    }
}
