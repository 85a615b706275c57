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
    package enum Status: String, Sendable, Codable { case open, handedOver, cancelled, returned, forfeited, reversed }

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

/// What staff see of a member: enough to find the person, nothing that would not be said aloud.
package struct MemberSummary: Hashable, Sendable, Codable {
    package var id: MemberID
    package var number: String
    package var surname: Bilingual
    package var title: Extensible<Title>
    package var tier: String
    /// What the ledger holds now, pending spends not subtracted.
    package var points: Int64
    package var fen: Int64
    package var heldPoints: Int64
    package var heldFen: Int64
    package var cards: [CardFacts]

    package init(
        id: MemberID, number: String, surname: Bilingual, title: Extensible<Title>, tier: String, points: Int64,
        fen: Int64,
        heldPoints: Int64, heldFen: Int64, cards: [CardFacts]
    ) {
        self.id = id
        self.number = number
        self.surname = surname
        self.title = title
        self.tier = tier
        self.points = points
        self.fen = fen
        self.heldPoints = heldPoints
        self.heldFen = heldFen
        self.cards = cards
    }
}

/// `GET /v1/members?number=…&after=…&limit=…`: ascending by number; `number` matches the beginning.
package struct MemberList: Hashable, Sendable, Codable {
    package var members: [MemberSummary]
    /// To be sent as `after` for the next page; `nil` at the end.
    package var next: String?

    package init(members: [MemberSummary], next: String?) {
        self.members = members
        self.next = next
    }
}

/// Something that the journals say and that cannot be right, for a person to look at.
package struct IncidentFacts: Hashable, Sendable, Codable {
    package var id: Int64
    package var kind: Kind
    package var kiosk: String?
    package var member: MemberID?
    package var card: CardID?
    package var operation: OperationID?
    private var points: Int64
    private var fen: Int64
    package var detail: String
    package var openedAtMs: Int64
    package var status: Status
    package var reason: String?

    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// One id, two contents.
        case conflict
        /// A kiosk's journal has two lines at one place, or its hash chain does not hold.
        case journalFork = "journal-fork"
        case unreadableEntry = "unreadable-entry"
        /// An odometer moved and no entry says why. Never charged.
        case unexplainedAdvance = "unexplained-advance"
        /// An odometer went back, or two posted entries share a stretch of it.
        case forkOrClone = "fork-or-clone"
        /// The journal's entry and the card's record of one operation differ.
        case recordMismatch = "record-mismatch"
        /// One kiosk says that it happened, another that it did not.
        case contradiction
        case unknownCard = "unknown-card"
        case belowFloor = "below-floor"
        /// An entry that was accepted and, with what turned up late, is refused by a rule.
        case refusedLater = "refused-later"
        case kioskFault = "kiosk-fault"
        /// A card with more spends that nothing has decided than any customer makes. Further ones are not booked.
        case tooManyOpen = "too-many-open"
    }

    /// `explained`: a later upload said what it was. `resolved`: staff did.
    package enum Status: String, Sendable, Codable { case open, explained, resolved }

    package init(
        id: Int64, kind: Kind, kiosk: String?, member: MemberID?, card: CardID?, operation: OperationID?,
        amount: Amount, detail: String, openedAtMs: Int64, status: Status, reason: String?
    ) {
        self.id = id
        self.kind = kind
        self.kiosk = kiosk
        self.member = member
        self.card = card
        self.operation = operation
        (points, fen) = (amount.points.count, amount.money.fen)
        self.detail = detail
        self.openedAtMs = openedAtMs
        self.status = status
        self.reason = reason
    }

    /// For `unexplained-advance`: what was spent on the card and by no entry; otherwise zero. Flat in JSON.
    package var amount: Amount {
        get { Amount(points: points, fen: fen) }
        set { (points, fen) = (newValue.points.count, newValue.money.fen) }
    }
}

/// `GET /v1/incidents?status=open&after=ID`: ascending by id, at most `HubLimits.incidentsPerPage`.
package struct IncidentList: Hashable, Sendable, Codable {
    package var incidents: [IncidentFacts]
    package init(incidents: [IncidentFacts]) { self.incidents = incidents }
}

/// `POST /v1/incidents/{id}/resolve`
package struct IncidentResolution: Hashable, Sendable, Codable {
    package var action: Action
    package var reason: String

    package enum Action: String, Sendable, Codable {
        /// Only for `unexplained-advance`: count the advance as settled, at the salon's cost.
        case writeOff = "write-off"
        /// Seen; nothing is booked.
        case dismiss
    }

    package init(action: Action, reason: String) {
        self.action = action
        self.reason = reason
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

/// One spend as the ledger sees it: `GET /v1/entries/{id}` and the answer to `…/settle`.
package struct SpendView: Hashable, Sendable, Codable {
    package var id: OperationID
    package var member: MemberID?
    package var card: CardID?
    private var points: Int64
    private var fen: Int64
    package var state: State
    package var settledByHand: Bool

    package enum State: String, Sendable, Codable { case pending, posted, voided }

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

/// `POST /v1/cards/links`: a card that only has a UID now names this member. It may check in and not spend.
package struct LinkRequest: Hashable, Sendable, Codable {
    package var uid: CardUID
    package var member: MemberID?
    package var memberNumber: String?

    package init(uid: CardUID, member: MemberID?, memberNumber: String?) {
        self.uid = uid
        self.member = member
        self.memberNumber = memberNumber
    }
}
