package import Vocabulary

/// What personalisation does to one member's price.
package struct PersonalisationEffect: Hashable, Sendable {
    /// As the member is treated now.
    package var personalised: Money
    /// By what holds for everybody of the tier.
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
    /// The same member to whom only what holds for everybody applies: tier, balances, purchases and limits stay;
    /// segments, age, sex, occupation, the birthday, the last visit and coupons that were given personally are not
    /// looked at.
    ///
    /// The birthday goes whole, because the age hangs on it. A coupon that was bought with points is the member's own
    /// property and stays.
    package var withoutPersonalisation: MemberAccount {
        var account = self
        account.person = person.map { Person(joinedAtMs: $0.joinedAtMs) }
        account.lastVisit = nil
        let bought = Set(redemptions.all.compactMap(\.coupon))
        for id in coupons.ids where !bought.contains(id) { account.coupons.remove(id) }
        return account
    }
}
