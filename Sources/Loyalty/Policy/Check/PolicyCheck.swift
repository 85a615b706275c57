/// Looks for what makes no sense in a policy whose parts are each right by themselves.
package enum PolicyCheck {
    package struct Finding: Hashable, Sendable {
        package enum Severity: String, Hashable, Sendable, CaseIterable { case error, warning }

        package var severity: Severity
        /// Where in the document, such as `offers.member-day.threshold`.
        package var path: String
        package var words: String
    }

    package static func findings(_ policy: Policy) -> [Finding] { [] }
}
