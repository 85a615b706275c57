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
    /// Of entries after which the member stands elsewhere.
    package var tierChange: TierChange?
    /// Of what was done with a package: which one.
    package var lot: String?
    /// Of a package given away: what the member who gets it books.
    package var transfer: PackageStep?

    package struct TierChange: Hashable, Sendable {
        package var from: String?
        package var to: String?
    }

    package init(entry: String) { self.entry = entry }
}
