import Vocabulary

/// Coupons and points that the member holds and did not bring to the bill. A bill uses only what was brought, because
/// that is the member's choice; but the member is told what bringing them would save.
extension Quote {
    /// - Parameter quote: of the bill as it was brought.
    /// - Returns: `nil` if the member holds nothing else, or nothing that lowers the bill. Without coupons and points,
    ///   if the search was cut short before it could tell.
    static func held(
        _ bill: Bill, _ account: borrowing MemberAccount, _ policy: borrowing Policy, _ edition: Edition,
        beside quote: Quote
    ) throws(RuleError) -> Held? {
        let kept = account.couponsKept(from: bill, policy)
        let hasPoints = account.hasPoints(beyond: quote.pointsUsed.count, bill, policy)
        guard !kept.isEmpty || hasPoints else { return nil }
        var whole = bill
        whole.choice = .best
        whole.coupons += kept
        if policy.moneyOff != nil { whole.points = .all }
        let best = try Quote.of(whole, account, policy, detail: .figures, edition: edition)
        let least = min(quote.payable, quote.search.best)
        guard best.payable < least else {
            return best.search.isComplete ? nil : Held(payable: least, coupons: [], points: .zero, isComplete: false)
        }
        let used = best.applied.compactMap(\.coupon).filter(kept.contains)
        let points = best.pointsUsed > quote.pointsUsed ? best.pointsUsed : .zero
        guard !used.isEmpty || points > .zero else { return nil }
        return Held(
            payable: best.payable, coupons: used, points: points, isComplete: best.search.isComplete)
    }
}

extension MemberAccount {
    /// Coupons that count at the moment of a bill and were not brought, by id.
    fileprivate borrowing func couponsKept(from bill: Bill, _ policy: borrowing Policy) -> [String] {
        guard !coupons.isEmpty else { return [] }
        var kept: [String] = []
        let rows = policy.offerTable.rows
        for coupon in coupons.all where coupon.counts(atMs: bill.atMs) && !bill.coupons.contains(coupon.id) {
            if rows.contains(where: { $0.offer.id == coupon.offer && $0.offer.coupon != nil }) {
                kept.append(coupon.id)
            }
        }
        return kept.sorted()
    }

    /// Whether there are more points than the bill uses, and enough of them for one step at least.
    fileprivate borrowing func hasPoints(
        beyond used: Int64, _ bill: Bill, _ policy: borrowing Policy
    ) -> Bool {
        guard let rule = policy.moneyOff, bill.points != .all else { return false }
        let balance = min(pointsBalance(atMs: bill.atMs), rule.maximumPoints ?? .max)
        return balance > used && balance >= max(rule.points * rule.step, rule.minimumPoints)
    }
}

extension Derivation {
    /// Notes what the bill would come to with the coupons and points that the member did not bring.
    mutating func note(_ held: Quote.Held, _ account: borrowing MemberAccount, _ policy: borrowing Policy) {
        note("stacking.searchLimit", .searchBrought)
        guard !held.coupons.isEmpty || held.points > .zero else { return }
        let offers = held.coupons.compactMap { account.coupons[$0]?.offer }
        let names = Value.name(policy.names(of: offers, quoted: true))
        let payable = Value.fen(held.payable)
        if offers.isEmpty {
            noteNearly("moneyOff", .heldPoints, .points(held.points), payable)
        } else if held.points == .zero {
            noteNearly(offers[0], .heldCoupons, names, payable)
        } else {
            noteNearly(offers[0], .heldBoth, names, .points(held.points), payable)
        }
    }
}

extension Policy {
    /// Names of offers as one text; the id of what has no name.
    borrowing func names(of ids: [String], quoted: Bool = false) -> Bilingual {
        let rows = offerTable.rows
        let names = ids.map { id in rows.first { $0.offer.id == id }?.offer.name ?? Bilingual(both: id) }
        return Bilingual(
            zh: names.map { quoted ? "「\($0.zh)」" : $0.zh }.joined(separator: "、"),
            en: names.map { quoted ? "“\($0.en)”" : $0.en }.joined(separator: quoted ? " and " : ", "))
    }
}

extension Phrase {
    package static let searchBrought = Phrase(
        "search.brought", zh: "只比较了本次出示的券和要用的积分",
        en: "only the coupons and points that were brought were compared")
    package static let heldCoupons = Phrase(
        "offer.nearly.heldCoupons", zh: "用上您的券{0}，只需付 {1}", en: "with {0}, which you hold, it would be {1}")
    package static let heldPoints = Phrase(
        "offer.nearly.heldPoints", zh: "用上您的 {0}，只需付 {1}", en: "with {0} that you have, it would be {1}")
    package static let heldBoth = Phrase(
        "offer.nearly.heldBoth", zh: "用上您的券{0}和 {1}，只需付 {2}",
        en: "with {0} and {1} that you hold, it would be {2}")

    static let ofHeldValues: [Phrase] = [searchBrought, heldCoupons, heldPoints, heldBoth]
}
