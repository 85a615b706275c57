package import Vocabulary

/// `POST /v1/kiosks/{kiosk}/holds`: may this be spent? Asked before the card work, under the operation's id.
package struct HoldRequest: Hashable, Sendable, Codable {
    package var id: OperationID
    package var member: MemberID
    package var card: CardID
    private var points: Int64
    private var fen: Int64
    package var reward: String?
    /// What the card's odometers said at the tap.
    package var odometers: Amount

    package init(
        id: OperationID, member: MemberID, card: CardID, amount: Amount, reward: String?,
        odometers: Amount
    ) {
        self.id = id
        self.member = member
        self.card = card
        (points, fen) = (amount.points.count, amount.money.fen)
        self.reward = reward
        self.odometers = odometers
    }

    /// What is to be spent. Flat in JSON.
    package var amount: Amount {
        get { Amount(points: points, fen: fen) }
        set { (points, fen) = (newValue.points.count, newValue.money.fen) }
    }
}

/// The same answer for the same id, for as long as a grant lives; asked again towards its end or later, the hub
/// decides anew. A refusal is an answer (200), not an error.
package struct HoldAnswer: Hashable, Sendable, Codable {
    package var position: HubPosition
    package var granted: Bool
    package var refusal: Refusal?
    /// The hub's clock, milliseconds since 1970 UTC: for people. Nobody else's clock is compared with it.
    package var expiresAtMs: Int64?
    /// Whole seconds that the grant still lives, counted from the hub's answer; a kiosk counts them from its question.
    /// `nil` with a refusal.
    package var lifetimeSeconds: Int64?

    package enum Refusal: String, Sendable, Codable, CaseIterable {
        case insufficient, cardBlocked, cardUnknown, cardSuspect, proofNeeded, idUsed
        /// No such reward at this price.
        case rewardUnknown
        /// A rule keeps this reward from this member now: a tier, a time, a limit.
        case notOffered
    }

    package init(
        position: HubPosition, granted: Bool, refusal: Refusal?, expiresAtMs: Int64?, lifetimeSeconds: Int64?
    ) {
        self.position = position
        self.granted = granted
        self.refusal = refusal
        self.expiresAtMs = expiresAtMs
        self.lifetimeSeconds = lifetimeSeconds
    }
}

/// `POST /v1/kiosks/{kiosk}/holds/{hold}/return`: nothing was spent under this id, and nothing ever will be.
///
/// Answered the same however often it is sent, and where there is no such hold as well. The id is over: asked for once
/// more, also by a question that was on its way all the time, it is refused as used.
package struct HoldReturn: Hashable, Sendable, Codable {
    package var card: CardID

    package init(card: CardID) { self.card = card }
}
