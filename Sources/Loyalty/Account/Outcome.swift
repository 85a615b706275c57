/// What one entry did to a member's account, with every number's reason.
package struct Outcome: Hashable, Sendable {
    package var entry: String
    /// The rule that said no, when one did; nothing was changed then.
    package var refusal: Step?
    package var postings: [Posting] = []
    package var derivation = Derivation()
    /// Of a bill.
    package var quote: Quote?
    package var earned: Earned?
    /// Of a refund.
    package var refund: RefundPlan?
    /// For entries that changed the member's tier.
    package var tierChange: TierChange?
    /// For package steps: the lot concerned.
    package var lot: String?
    /// For a package given away: the step to enter for the member who receives it.
    package var transfer: PackageStep?

    package struct TierChange: Hashable, Sendable {
        package var from: String?
        package var to: String?
    }

    package init(entry: String) { self.entry = entry }
}
