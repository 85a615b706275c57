package import Vocabulary

/// What personalisation does to one member's price.
package struct PersonalisationEffect: Hashable, Sendable {
    /// The price under everything that applies to the member.
    package var personalised: Money
    /// The price under only what applies to everybody of the tier.
    package var plain: Money
    /// By rule, adding up to `saving`.
    package var causes: [PriceCause]
    package var derivation: Derivation

    /// What personalisation saves; negative where the member would pay less without it.
    package var saving: Money { plain - personalised }

    /// - Throws: what pricing throws.
    package static func of(
        _ question: FairnessQuestion, member: MemberAccount, policy: Policy
    ) throws(RuleError) -> PersonalisationEffect {
        PersonalisationEffect(
            try question.quote(for: member, policy),
            plain: try question.quote(for: member.withoutPersonalisation, policy), policy)
    }

    init(_ personalised: Quote, plain: Quote, _ policy: Policy) {
        self.personalised = personalised.effectivePrice
        self.plain = plain.effectivePrice
        var (cheaper, dearer) = (PriceSums(), PriceSums())
        cheaper.add(personalised)
        dearer.add(plain)
        causes = PriceCause.causes(from: cheaper, to: dearer).causes
        derivation = Derivation()
        derivation.note(self, policy)
    }
}

extension MemberAccount {
    /// The same member without what is personal: segments, age, sex, occupation, birthday, last visit and coupons that
    /// were given to this member are removed; tier, balances, purchases and limits stay.
    ///
    /// The birthday is removed because the age depends on it. A coupon bought with points is the member's own property
    /// and stays.
    package var withoutPersonalisation: MemberAccount {
        var account = self
        account.person = person.map { Person(joinedAtMs: $0.joinedAtMs) }
        account.lastVisit = nil
        let bought = Set(redemptions.all.compactMap(\.coupon))
        for id in coupons.ids where !bought.contains(id) { account.coupons.remove(id) }
        return account
    }
}
