import Vocabulary

/// Sessions of packages that pay for units of a bill's lines, computed before anything is taken.
///
/// A session pays for a whole unit. Sessions pay for the first units of a line, and these are the first to be refunded.
struct SessionPayment {
    private(set) var sessions: [PaidSession] = []
    /// The packages after these sessions are used.
    private(set) var lots: [String: PackageLot] = [:]
    /// Why a tender cannot be paid so.
    private(set) var refusal: Step?

    /// No sessions.
    init() {}

    init(_ bill: Bill, _ quote: Quote, _ account: borrowing MemberAccount, _ policy: Policy) {
        for tender in bill.tenders where tender.kind == .package {
            do throws(SessionRefusal) {
                try pay(tender, bill, quote, account.packages, policy)
            } catch { refusal = refusal ?? error.step }
        }
    }

    private struct SessionRefusal: Error { var step: Step }

    private mutating func pay(
        _ tender: Tender, _ bill: Bill, _ quote: Quote, _ packages: Records<PackageLot>, _ policy: Policy
    ) throws(SessionRefusal) {
        guard let id = tender.lot else { throw Self.refused(.tenderWithoutLot, .fen(tender.amount)) }
        guard var lot = lots[id] ?? packages[id] else { throw Self.refused(.tenderUnknownLot, .id(id)) }
        var paid = sessions
        var rest = tender.amount
        for (index, line) in quote.lines.enumerated() where lot.terms.sessions[line.item] != nil {
            while rest > .zero, let worth = Self.nextUnit(of: line, index, paid), worth > .zero {
                guard worth <= rest else {
                    throw Self.refused(.tenderPartOfSession, .name(lot.terms.name), .fen(worth), .fen(rest))
                }
                let fresh = "\(DerivedID.part(.session(paid.count), of: bill.id))"
                let (session, step) = lot.useSession(of: line.item, atMs: bill.atMs, orNew: fresh, policy)
                if let step { throw SessionRefusal(step: step) }
                paid.append(PaidSession(lot: id, session: session, line: index, paid: worth))
                rest -= worth
            }
        }
        guard rest == .zero else {
            throw Self.refused(
                .tenderBeyondSessions, .name(lot.terms.name), .fen(tender.amount), .fen(tender.amount - rest))
        }
        sessions = paid
        lots[id] = lot
    }

    private static func refused(_ phrase: Phrase, _ values: Value...) -> SessionRefusal {
        SessionRefusal(step: Step(rule: "tenders.package", phrase: phrase, values: values))
    }

    /// The price of the line's first unit that no session pays for yet; `nil` if there is none.
    private static func nextUnit(of line: Quote.Line, _ index: Int, _ paid: [PaidSession]) -> Money? {
        let done = Int64(paid.count { $0.line == index })
        guard done < line.quantity else { return nil }
        func worth(_ units: Int64) -> Money {
            Rounding.down.share(units, of: line.quantity, line.payable)
        }
        return worth(done + 1) - worth(done)
    }
}

extension PackageLot {
    /// Uses a session of an item: the one booked for the day, else one that is left.
    ///
    /// - Returns: its id, or why none can be had.
    fileprivate mutating func useSession(
        of item: String, atMs now: Int64, orNew id: String, _ policy: Policy
    ) -> (session: String, refusal: Step?) {
        let day = policy.zone.day(atMs: now)
        let booked = sessions.firstIndex {
            $0.state == .booked && $0.item == item && policy.zone.day(atMs: $0.forMs) == day
        }
        if let booked {
            set(.used, ofSessionAt: booked)
            return (sessions[booked].id, nil)
        }
        if let reason = refusal(item, forMs: now, policy) { return (id, reason) }
        var session = Session(id: id, item: item, forMs: now)
        session.state = .used
        take(session)
        return (id, nil)
    }

    /// Gives a session that had paid for a bill back to those left.
    mutating func takeBack(_ session: String) {
        guard let index = sessions.firstIndex(where: { $0.id == session && $0.state == .used }) else { return }
        set(.cancelled, ofSessionAt: index)
    }
}
