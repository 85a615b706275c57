package import Vocabulary

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

/// `POST /v1/cards/{card}/issued`, `/block`, `/unblock`, `/close`. Close carries the last odometers read from the card.
package struct CardChange: Hashable, Sendable, Codable {
    package var reason: String
    package var odometers: Amount?

    package init(reason: String, odometers: Amount? = nil) {
        self.reason = reason
        self.odometers = odometers
    }
}

/// Errors, as RFC 9457 problem details (`application/problem+json`).
package struct Problem: Hashable, Sendable, Codable, Error {
    package var status: Int
    /// Stable and short: `unauthorized`, `not-found`, `body-too-large`, `invalid-json`, `conflict` …
    package var code: String
    package var title: String
    /// What happened, what to do, and what was not lost.
    package var detail: String
    /// What stands against it, as exactly as the hub knows: for programs that act on it, and for screens in Chinese.
    package var refusal: Refusal?

    package struct Refusal: Hashable, Sendable, Codable {
        /// Stable: `claim-handed-over`, `quote-changed`, `card-unknown` …
        package var code: String
        package var zh: String
        package var en: String

        package init(code: String, zh: String, en: String) {
            self.code = code
            self.zh = zh
            self.en = en
        }
    }

    package init(status: Int, code: String, title: String, detail: String, refusal: Refusal? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.refusal = refusal
    }
}
