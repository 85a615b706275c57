package import Vocabulary

/// A warning to a member that the tier is about to go down.
package struct TierWarning: Hashable, Sendable {
    /// A warning that was given: for which fall, and which of the policy's days ahead it was for.
    package struct Record: Hashable, Sendable {
        package var tier: String
        package var on: Day
        package var days: Int
    }

    package var tier: String
    package var fallsTo: String
    /// The first day with the lower tier.
    package var on: Day
    package var daysLeft: Int
    package var derivation: Derivation

    package var words: Bilingual { derivation.steps.first?.words ?? Bilingual(both: tier) }
}
