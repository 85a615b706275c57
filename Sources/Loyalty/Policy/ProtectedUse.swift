package import Vocabulary

/// A price rule that looks at a protected attribute of the member.
package struct ProtectedUse: Hashable, Sendable {
    package var offer: String
    package var attribute: FairnessRules.Attribute
    /// As the policy names it, and as members are shown it.
    package var reason: Bilingual?
}

extension Policy {
    /// All offers that look at protected attributes, in the policy's order. What hides in the definition of a segment
    /// the policy cannot see.
    package var protectedUses: [ProtectedUse] { offers.flatMap(protectedUses(of:)) }

    package func protectedUses(of offer: Offer) -> [ProtectedUse] {
        offer.conditions.protectedAttributes.map { attribute in
            let reason = fairness.reasons[attribute].flatMap { $0.zh.isBlank || $0.en.isBlank ? nil : $0 }
            return ProtectedUse(offer: offer.id, attribute: attribute, reason: reason)
        }
    }
}

extension Conditions {
    var isProtected: Bool { age != nil || !sexes.isEmpty || !occupations.isEmpty }

    package var protectedAttributes: [FairnessRules.Attribute] {
        var attributes: [FairnessRules.Attribute] = []
        if age != nil { attributes.append(.age) }
        if !sexes.isEmpty { attributes.append(.sex) }
        if !occupations.isEmpty { attributes.append(.occupation) }
        return attributes
    }
}

extension FairnessRules.Attribute {
    package var name: Bilingual {
        switch self {
        case .age: Bilingual(zh: "年龄", en: "age")
        case .sex: Bilingual(zh: "性别", en: "sex")
        case .occupation: Bilingual(zh: "职业", en: "occupation")
        }
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension Derivation {
    /// Why an offer may look at a protected attribute: to be noted with every price to which it was applied.
    package mutating func noteReasons(of offer: Offer, _ policy: borrowing Policy) {
        guard offer.conditions.isProtected else { return }
        for use in policy.protectedUses(of: offer) {
            if let reason = use.reason {
                note(offer.id, .fairnessReason, .name(offer.name), .name(use.attribute.name), .name(reason))
            } else {
                note(offer.id, .fairnessNoReason, .name(offer.name), .name(use.attribute.name))
            }
        }
    }
}

extension Phrase {
    package static let fairnessReason = Phrase(
        "fairness.reason", zh: "“{0}”与{1}有关，理由：{2}", en: "“{0}” depends on {1}, because: {2}")
    package static let fairnessNoReason = Phrase(
        "fairness.noReason", zh: "“{0}”与{1}有关，但规则没有写明理由", en: "“{0}” depends on {1}, and the policy names no reason")
}
