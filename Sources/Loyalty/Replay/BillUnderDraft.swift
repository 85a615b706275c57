internal import Vocabulary

extension Bill {
    /// The bill as it would have been entered under a draft policy: with those of its coupons that the member would
    /// have had. Its recorded offers stay if they were chosen on purpose or if nothing is cheaper; otherwise the best
    /// are taken.
    ///
    /// - Parameters:
    ///   - account: the member just before the bill, under the draft.
    ///   - isChosen: whether the offers were chosen on purpose (`isChosen(paying:)`).
    func rebuilt(
        underDraft policy: borrowing Policy, for account: borrowing MemberAccount, isChosen: Bool, _ edition: Edition
    ) -> Bill {
        var bill = self
        bill.coupons = []
        for id in coupons where account.coupons[id] != nil || Self.isCode(id, in: policy) { bill.coupons.append(id) }
        if case .these(let ids) = choice, Self.hasAll(ids, policy) {
            // Without a proof, the offers were named on purpose, or a rule refused the bill and would do so again.
            guard best != nil else { return bill }
            // A recorded bill with a proof gets a new one: a member who pays more than the best is credited the
            // difference.
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
    /// cheaper, or there is no proof.
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
    /// The refund as it would have been entered for a bill that came to less: price reductions are limited to what can
    /// still be paid back.
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
        // A refund without parts would refund the whole bill.
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
