internal import Vocabulary

extension Bill {
    /// As it would have been entered under a draft policy: with those coupons that the member would have had, and with
    /// the recorded offers where they were taken on purpose or nothing is cheaper; else with the best.
    ///
    /// - Parameters:
    ///   - account: just before the bill, under that policy.
    ///   - isChosen: whether the offers were taken on purpose (`isChosen(paying:)`).
    func rebuilt(
        underDraft policy: borrowing Policy, for account: borrowing MemberAccount, isChosen: Bool, _ edition: Edition
    ) -> Bill {
        var bill = self
        bill.coupons = []
        for id in coupons where account.coupons[id] != nil || Self.isCode(id, in: policy) { bill.coupons.append(id) }
        if case .these(let ids) = choice, Self.hasAll(ids, policy) {
            // Without a proof they were named on purpose, or a rule refused it and would still.
            guard best != nil else { return bill }
            // Where the recorded bill was proved this one is too: who pays more is credited the difference.
            if let quote = try? Quote.of(bill, account, policy, detail: .proof, edition: edition) {
                bill.best = quote.search.best
                if isChosen || quote.payable <= quote.search.best { return bill }
            }
        }
        bill.best = nil
        bill.choice = .best
        return bill
    }

    /// Whether the offers were named for another reason than being the best: a proof says that others would have been
    /// cheaper, or there is none.
    func isChosen(paying payable: Money) -> Bool {
        guard case .these = choice else { return false }
        return best.map { $0 < payable } ?? true
    }

    private static func hasAll(_ offers: [String], _ policy: borrowing Policy) -> Bool {
        var found: Set<String> = []
        for offer in policy.offers where offers.contains(offer.id) { found.insert(offer.id) }
        return found.count == Set(offers).count
    }

    private static func isCode(_ id: String, in policy: borrowing Policy) -> Bool {
        for offer in policy.offers where offer.id == id { return offer.coupon.map { !$0.isPersonal } ?? false }
        return false
    }
}

extension Refund {
    /// As it would have been of a bill that came to less: sums of money up to what is left of it to be paid back.
    func clipped(to account: borrowing MemberAccount) -> Refund {
        guard let settled = account.bills[bill] else { return self }
        let remaining = Remaining(settled, settled.refunded)
        var refund = self
        var taken: [Int: Money] = [:]
        refund.parts = parts.compactMap { part in
            guard case .fen(let fen) = part.what, settled.bill.lines.indices.contains(part.line) else { return part }
            let rest = remaining.leftToPayBack(part.line) - taken[part.line, default: .zero]
            let left = min(Money(fen: fen), rest)
            taken[part.line, default: .zero] += left
            return left > .zero ? Part(line: part.line, .fen(left.fen)) : nil
        }
        // No parts would be the whole bill.
        return refund.parts.isEmpty ? self : refund
    }
}

extension SettledBill {
    /// Discounts on what was returned: units take their share of their line's, rounded down until the last.
    func discount(onReturned units: [Int64]) -> Money {
        var sum = Money.zero
        for (place, line) in quote.lines.enumerated() where units.indices.contains(place) && line.quantity > 0 {
            sum += Rounding.down.share(units[place], of: line.quantity, line.list - line.net)
        }
        return sum
    }
}
