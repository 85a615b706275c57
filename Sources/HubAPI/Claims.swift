package import Vocabulary

/// A reward that was paid for and waits for the desk to hand it over.
package struct ClaimFacts: Hashable, Sendable, Codable {
    /// Six characters, as the kiosk showed them.
    package var code: String
    /// The entry that redeemed it.
    package var redemption: String
    /// The same where a card paid for it.
    package var operation: OperationID?
    package var member: MemberID
    /// Surname and title only.
    package var owner: Bilingual
    package var reward: String
    package var rewardName: Bilingual
    /// When it was paid, milliseconds since 1970 UTC.
    package var atMs: Int64
    package var status: Status
    package var handedOverAtMs: Int64?

    /// `cancelled`: the spend behind it turned out never to have happened. `returned`, `forfeited`: nobody fetched it
    /// in time. `reversed`: staff took the redemption back.
    package enum Status: String, Sendable, Codable, CaseIterable {
        case open, handedOver, cancelled, returned, forfeited, reversed
    }

    package init(
        code: String, redemption: String, operation: OperationID?, member: MemberID, owner: Bilingual,
        reward: String,
        rewardName: Bilingual, atMs: Int64, status: Status, handedOverAtMs: Int64?
    ) {
        self.code = code
        self.redemption = redemption
        self.operation = operation
        self.member = member
        self.owner = owner
        self.reward = reward
        self.rewardName = rewardName
        self.atMs = atMs
        self.status = status
        self.handedOverAtMs = handedOverAtMs
    }
}

/// `GET /v1/claims`: the open ones, oldest first; `?status=handedOver` for the others.
package struct ClaimList: Hashable, Sendable, Codable {
    package var claims: [ClaimFacts]
    package init(claims: [ClaimFacts]) { self.claims = claims }
}

/// A reward that was paid for and not handed over yet.
package struct OpenClaimFacts: Hashable, Sendable, Codable {
    /// Six characters, as the kiosk showed them.
    package var code: String
    package var reward: Bilingual
    /// When it was paid, milliseconds since 1970 UTC: the rules say how long it is kept.
    package var atMs: Int64

    package init(code: String, reward: Bilingual, atMs: Int64) {
        self.code = code
        self.reward = reward
        self.atMs = atMs
    }
}
