import Vocabulary

/// A line of a bill that pays in: what is paid for it becomes principal, and what an offer took off its price becomes
/// gift.
struct BillTopUp {
    var line: Int
    var item: String
    var paid: Money
    /// The part of the list price that was not paid.
    var off: Money

    static func all(_ quote: Quote) -> [BillTopUp] {
        guard quote.lines.contains(where: \.isTopUp) else { return [] }
        return quote.lines.enumerated().filter(\.element.isTopUp).map { index, line in
            BillTopUp(line: index, item: line.item, paid: line.payable, off: line.list - line.payable)
        }
    }
}

extension MemberAccount {
    /// Why the bill's top-ups are refused, after what the bill itself spends from the card; `nil` if they are allowed.
    func refusal(
        of topUps: [BillTopUp], paying tenders: [Tender], atMs now: Int64, _ policy: borrowing Policy
    ) -> Step? {
        guard !topUps.isEmpty else { return nil }
        if let none = topUps.first(where: { $0.paid == .zero }) {
            return Step(rule: "items.\(none.item)", phrase: .topUpNothing, values: [.id(none.item)])
        }
        var (paid, gift, leaving) = (Money.zero, Money.zero, Money.zero)
        for topUp in topUps {
            paid += topUp.paid
            let rule = policy.topUpRule(paid: topUp.paid, atMs: now, person)
            gift += topUp.off + Money(fen: rule?.giftFen ?? 0)
        }
        for tender in tenders {
            switch tender.kind {
            case .principal: leaving += tender.amount
            case .gift, .storedValue: leaving += policy.region.maximumCountsGifts ? tender.amount : .zero
            case .cash, .package, .points: break
            }
        }
        return cardLimitRefusal(adding: paid, gift: gift, leaving: leaving, atMs: now, policy)?.refusal
    }

    /// Books the top-ups of a bill.
    ///
    /// - Returns: the id of the top-up of each line.
    mutating func payIn(
        _ topUps: [BillTopUp], of settled: SettledBill, _ lines: [EarningLine], _ policy: Policy,
        _ derivation: inout Derivation?
    ) -> [Int: String] {
        let earned = earnedByTopUps(topUps, of: settled, lines, policy)
        var ids: [Int: String] = [:]
        for (place, line) in topUps.enumerated() where line.paid > .zero {
            let id = "\(DerivedID.part(.line(line.line), of: settled.bill.id))"
            let rule = policy.topUpRule(paid: line.paid, atMs: settled.bill.atMs, person)
            var topUp = TopUp(
                id: id, atMs: settled.bill.atMs, principal: line.paid, gift: Money(fen: rule?.giftFen ?? 0) + line.off,
                rule)
            topUp.note(earned: earned[place], qualifying: lines[line.line].qualifying)
            book(topUp, source: settled.entry, policy)
            for lot in [topUp.principalLot, topUp.giftLot].compactMap({ $0 }) { topUpOfLot[lot] = id }
            derivation?.append(policy.topUpDerivation(topUp, rule, person))
            ids[line.line] = id
        }
        return ids
    }

    /// The points that the bill would not have earned without its top-ups, divided among them.
    private func earnedByTopUps(
        _ topUps: [BillTopUp], of settled: SettledBill, _ lines: [EarningLine], _ policy: Policy
    ) -> [Points] {
        guard topUps.contains(where: { lines[$0.line].amount > .zero }) else { return topUps.map { _ in .zero } }
        let others = lines.indices.filter { index in !topUps.contains { $0.line == index } }.map { lines[$0] }
        let without = policy.earned(others, settled.earning, explains: false).points
        return LargestRemainder.parts(of: max(.zero, settled.earned.points - without), by: topUps.map(\.paid))
    }

    /// Why a top-up cannot go back with its bill.
    func returnRefusal(ofTopUp id: String, paid: Money, atMs now: Int64, _ policy: Policy) -> Step? {
        guard let topUp = topUps[id], !topUp.isReturned, consumed(of: topUp) == .zero,
            let preview = try? previewPrepaidRefund(topUp: id, atMs: now, policy), preview.refund == paid
        else { return Step(rule: "storedValue.refund", phrase: .topUpTouched, values: [.fen(paid)]) }
        return nil
    }
}
