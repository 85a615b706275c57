internal import Vocabulary

/// The facts that offers' conditions are compared with: the bill's moment and store, and the member. Made once for a
/// bill.
struct OfferOccasion {
    let atMs: Int64
    let day: Day
    let store: String
    let tier: String?
    let age: Int?

    init(_ bill: Bill, _ account: borrowing MemberAccount, _ policy: borrowing Policy) {
        atMs = bill.atMs
        day = policy.zone.day(atMs: bill.atMs)
        store = bill.store
        tier = account.tierID(atMs: bill.atMs, policy)
        age = account.person?.birthday?.age(on: day)
    }
}

extension OfferTable.Row {
    /// The first condition that does not hold.
    func refusal(
        _ now: OfferOccasion, _ bill: Bill, _ account: borrowing MemberAccount, _ policy: borrowing Policy
    ) -> OfferRefusal? {
        if !isAlways, !offer.conditions.when.holds(atMs: now.atMs, policy, account.person) { return .occasion }
        if !offer.conditions.stores.isEmpty, !offer.conditions.stores.contains(now.store) { return .store }
        if !offer.conditions.tiers.isEmpty, !(now.tier.map(offer.conditions.tiers.contains) ?? false) { return .tier }
        if offer.conditions.firstPurchase, account.purchases > 0 { return .firstPurchase }
        if let refusal = personRefusal(now, account) { return refusal }
        // A member who never came cannot be won back; first-purchase offers are for these.
        if let awayDays = offer.conditions.awayDays,
            !(account.lastVisit.map { now.day.number - $0.number >= awayDays } ?? false)
        {
            return .away
        }
        if let perMember = offer.conditions.perMember,
            !account.uses[UseKey.offer(offer.id)].isWithin(
                perMember, on: now.day, account.birthdays(offer.conditions.when))
        {
            return .perMember(perMember)
        }
        if let total = offer.conditions.total, bill.totalUses[offer.id] ?? 0 >= total { return .total(total) }
        return nil
    }

    private func personRefusal(_ now: OfferOccasion, _ account: borrowing MemberAccount) -> OfferRefusal? {
        if !offer.conditions.segments.isEmpty,
            account.person.map({ offer.conditions.segments.isDisjoint(with: $0.segments) }) ?? true
        {
            return .segment
        }
        if let age = offer.conditions.age, !(now.age.map(age.contains) ?? false) { return .age }
        if !offer.conditions.sexes.isEmpty, !(account.person?.sex.map(offer.conditions.sexes.contains) ?? false) {
            return .sex
        }
        if !offer.conditions.occupations.isEmpty,
            !(account.person?.occupation.map(offer.conditions.occupations.contains) ?? false)
        {
            return .occupation
        }
        return nil
    }
}

extension BroughtCoupon {
    /// The coupons of a bill, each once: the member's own, or codes, which are ids of offers that anybody may bring.
    /// - Throws: `unknown` for one that is neither.
    static func all(_ bill: Bill, _ account: MemberAccount, _ policy: Policy) throws(RuleError) -> [BroughtCoupon] {
        var seen: Set<String> = []
        var found: [BroughtCoupon] = []
        for id in bill.coupons where seen.insert(id).inserted {
            if let coupon = account.coupons[id] {
                found.append(BroughtCoupon(coupon, atMs: bill.atMs, policy))
            } else if let offer = policy.offers.first(where: { $0.id == id }), let rule = offer.coupon,
                !rule.isPersonal
            {
                let isUsedUp = bill.totalUses[id] ?? 0 >= rule.uses
                found.append(
                    BroughtCoupon(id: id, offer: id, expiresAtMs: .max, refusal: isUsedUp ? .usedUp : nil))
            } else {
                throw .unknown(kind: "coupon", id: id)
            }
        }
        return found
    }

    private init(_ coupon: Coupon, atMs now: Int64, _ policy: Policy) {
        id = coupon.id
        offer = coupon.offer
        expiresAtMs = coupon.expiresAtMs ?? .max
        if let offer = policy.offers.first(where: { $0.id == coupon.offer }) {
            refusal =
                offer.coupon == nil
                ? .notNeeded
                : coupon.counts(atMs: now)
                    ? nil : coupon.usesLeft <= 0 ? .usedUp : coupon.issuedAtMs > now ? .notYet : .expired
        } else {
            refusal = .offerGone
        }
    }
}
