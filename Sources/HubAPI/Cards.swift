package import Vocabulary

package struct CardFacts: Hashable, Sendable, Codable {
    package var id: CardID
    package var kind: Kind
    package var status: Status
    /// Sum of the amounts of this card's booked spends.
    package var settled: Amount
    /// Exactly one active card of an account has this; the others need the hub.
    package var spendsOffline: Bool
    /// Intents of this card that no outcome has settled yet, from any kiosk.
    package var open: [OpenIntent]
    /// What this card's odometers advanced and no entry explains: to be shown to the member, never charged.
    /// `nil` for nothing.
    package var unexplained: Amount?

    package enum Kind: String, Sendable, Codable, CaseIterable { case desfire, uidOnly }
    package enum Status: String, Sendable, Codable, CaseIterable { case issuing, active, blocked, closed }

    package init(
        id: CardID, kind: Kind, status: Status, settled: Amount, spendsOffline: Bool, open: [OpenIntent],
        unexplained: Amount? = nil
    ) {
        self.id = id
        self.kind = kind
        self.status = status
        self.settled = settled
        self.spendsOffline = spendsOffline
        self.open = open
        self.unexplained = unexplained
    }
}

package struct OpenIntent: Hashable, Sendable, Codable {
    package var id: OperationID
    package var before: Amount
    package var after: Amount

    package init(id: OperationID, before: Amount, after: Amount) {
        self.id = id
        self.before = before
        self.after = after
    }
}

/// What to write on the card, and what the hub knows of it: the answer to every card call.
package struct CardView: Hashable, Sendable, Codable {
    package var id: CardID
    package var member: MemberID
    /// Masked, for staff to compare: surname and title only.
    package var owner: Bilingual
    package var language: Extensible<Language>
    package var tier: String
    /// Days since 1970-01-01.
    package var expiryDay: UInt32
    package var status: CardFacts.Status
    package var settled: Amount

    package init(
        id: CardID, member: MemberID, owner: Bilingual, language: Extensible<Language>, tier: String, expiryDay: UInt32,
        status: CardFacts.Status, settled: Amount
    ) {
        self.id = id
        self.member = member
        self.owner = owner
        self.language = language
        self.tier = tier
        self.expiryDay = expiryDay
        self.status = status
        self.settled = settled
    }
}

/// `POST /v1/cards`: staff begin to issue a card; the hub gives the issue number. Asking again for the same
/// plastic and member while the card is still being issued answers with the same number.
package struct IssueRequest: Hashable, Sendable, Codable {
    package var uid: CardUID
    /// Either of the two names the member.
    package var member: MemberID?
    package var memberNumber: String?
    /// For a replacement: the card that this one takes over from. It is blocked at once.
    package var replaces: CardID?

    package init(uid: CardUID, member: MemberID?, memberNumber: String?, replaces: CardID?) {
        self.uid = uid
        self.member = member
        self.memberNumber = memberNumber
        self.replaces = replaces
    }
}

/// `POST /v1/cards/{card}/issued`, `/block`, `/unblock`, `/close`. Close carries the last odometers read from the card.
package struct CardChange: Hashable, Sendable, Codable {
    package var reason: String
    package var odometers: Amount?

    package init(reason: String, odometers: Amount? = nil) {
        self.reason = reason
        self.odometers = odometers
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
