import HubAPI
import Vocabulary

extension IssuingStation {
    /// A new card for the owner of `old`. The register blocks the old one; balances and lots are not touched, for
    /// they never were on a card.
    func replace(
        _ old: CardID, fromFactory: Bool, retryAfterRefusal: Bool,
        confirm: (CardView, CardSurvey, IssuePlan) throws -> Void
    ) async throws -> CardView {
        let view = try await register.card(old)
        let order = IssueOrder(
            member: view.member, replaces: old, fromFactory: fromFactory, retryAfterRefusal: retryAfterRefusal)
        return try await issue(order) { survey, plan in
            guard survey.uid != old.uid else { throw IssuingError.usage("the old card itself lies on the reader") }
            try confirm(view, survey, plan)
        }
    }
}
