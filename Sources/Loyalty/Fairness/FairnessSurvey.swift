internal import Vocabulary

/// Collects what members pay, one member after the other.
///
/// Keeps only sums and how often each price occurred, so memory grows with the number of different prices and not with
/// the number of members.
package struct FairnessSurvey: Sendable {
    package let question: FairnessQuestion
    private let policy: Policy
    private var members = 0
    /// By attribute, then by its bands.
    private var sums: [[PriceSums]]

    package init(_ question: FairnessQuestion, _ policy: Policy) {
        self.question = question
        self.policy = policy
        sums = FairnessAttribute.allCases.map { attribute in attribute.bands.map { _ in PriceSums() } }
    }

    /// - Parameter quote: what the question comes to for the member, as `FairnessQuestion.quote` tells.
    package mutating func add(_ quote: Quote, of member: borrowing MemberAccount) {
        members += 1
        for (index, attribute) in FairnessAttribute.allCases.enumerated() {
            sums[index][attribute.place(of: member, on: question.day, policy.zone)].add(quote)
        }
    }

    package var report: FairnessReport {
        var report = FairnessReport(
            question: question, policy: policy.version, members: members, distributions: [], derivation: Derivation())
        for (attribute, sums) in zip(FairnessAttribute.allCases, sums) {
            var distribution = FairnessReport.Distribution(attribute, sums)
            report.derivation.noteGroups(distribution)
            if let gap = distribution.gap {
                var words = Derivation()
                words.note(gap, of: distribution, policy)
                distribution.gap?.derivation = words
                report.derivation.append(words)
            }
            report.distributions.append(distribution)
        }
        return report
    }
}
