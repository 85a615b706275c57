package import Vocabulary

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
        /// An odometer went back, or two posted entries share a range of it.
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
    package enum Status: String, Sendable, Codable, CaseIterable { case open, explained, resolved }

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

    package enum Action: String, Sendable, Codable, CaseIterable {
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
