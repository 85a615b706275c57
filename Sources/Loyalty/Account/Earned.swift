package import Vocabulary

/// What a bill or an action earned.
package struct Earned: Hashable, Sendable {
    /// A grant by one rule.
    package struct Part: Hashable, Sendable {
        package var rule: String
        package var points: Points

        package init(rule: String, points: Points) {
            self.rule = rule
            self.points = points
        }
    }

    package var parts: [Part] = []
    /// Offers of the coupon layer of which the member gets a coupon.
    package var coupons: [String] = []
    /// Action rules that gave something: of each a use is counted.
    package var actions: [String] = []
    package var derivation = Derivation()

    package init() {}

    package var points: Points { parts.sum(\.points) }
}
