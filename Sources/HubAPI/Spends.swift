package import Vocabulary

/// One spend as the ledger sees it: `GET /v1/entries/{id}` and the answer to `…/settle`.
package struct SpendView: Hashable, Sendable, Codable {
    package var id: OperationID
    package var member: MemberID?
    package var card: CardID?
    private var points: Int64
    private var fen: Int64
    package var state: State
    package var settledByHand: Bool

    package enum State: String, Sendable, Codable, CaseIterable { case pending, posted, voided }

    package init(
        id: OperationID, member: MemberID?, card: CardID?, amount: Amount, state: State, settledByHand: Bool
    ) {
        self.id = id
        self.member = member
        self.card = card
        (points, fen) = (amount.points.count, amount.money.fen)
        self.state = state
        self.settledByHand = settledByHand
    }

    /// What was spent. Flat in JSON.
    package var amount: Amount {
        get { Amount(points: points, fen: fen) }
        set { (points, fen) = (newValue.points.count, newValue.money.fen) }
    }
}

/// `POST /v1/entries/{id}/settle`: staff decide about an entry whose card does not come back.
package struct HandSettlement: Hashable, Sendable, Codable {
    package var outcome: SpendOutcome.Outcome
    package var reason: String

    package init(outcome: SpendOutcome.Outcome, reason: String) {
        self.outcome = outcome
        self.reason = reason
    }
}
