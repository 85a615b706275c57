package import Vocabulary

/// Looks for what makes no sense in a policy whose parts are each right by themselves: contradictions, rules that can
/// never take effect, and rules whose order nobody decided.
package struct PolicyCheck {
    package struct Finding: Hashable, Sendable {
        package enum Severity: String, Hashable, Sendable, CaseIterable {
            /// It cannot be meant so: a rule never takes effect, or which of two does is chance.
            case error
            /// Odd, and perhaps meant.
            case warning
        }

        package var severity: Severity
        /// Where in the document, such as `offers.member-day.threshold`.
        package var path: String
        package var phrase: Phrase
        package var values: [Value]

        package var words: Bilingual { Step(rule: path, phrase: phrase, values: values).words }
    }

    let policy: Policy
    private(set) var found: [Finding] = []
    /// Days on which an occasion may hold, looked up once for each.
    var holdsOnSomeDay: [Occasion: Bool] = [:]
    /// Pairs of occasions, looked up once for each.
    var pairsMeet: [OccasionPair: Bool] = [:]

    private init(_ policy: Policy) { self.policy = policy }

    /// In the order of the document, more or less.
    package static func findings(_ policy: Policy) -> [Finding] {
        var check = PolicyCheck(policy)
        check.earning()
        check.tiers()
        check.offers()
        check.rewards()
        check.values()
        check.arrangement()
        return check.found
    }

    mutating func error(_ path: String, _ phrase: Phrase, _ values: Value...) {
        found.append(Finding(severity: .error, path: path, phrase: phrase, values: values))
    }

    mutating func warning(_ path: String, _ phrase: Phrase, _ values: Value...) { warning(path, phrase, values) }

    mutating func warning(_ path: String, _ phrase: Phrase, _ values: [Value]) {
        found.append(Finding(severity: .warning, path: path, phrase: phrase, values: values))
    }

    /// Reports ids that come twice; documents cannot have them, values made by programs can.
    mutating func distinct(_ path: String, _ ids: [String]) {
        var seen: Set<String> = []
        for id in ids where !seen.insert(id).inserted { error("\(path).\(id)", .checkTwice) }
    }

    /// The items that a rule is about.
    func items(in scope: ItemScope) -> Set<String> {
        Set(policy.items.values.lazy.filter(scope.contains).map(\.id))
    }

    mutating func someItem(_ scope: ItemScope, _ path: String) {
        if !policy.items.values.contains(where: scope.contains) { error(path, .checkNoItem) }
    }
}
