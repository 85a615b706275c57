package import Vocabulary

package struct MemberFacts: Hashable, Sendable, Codable {
    package var id: MemberID
    package var surname: Bilingual
    package var title: Extensible<Title>
    package var tier: String
    package var tierName: Bilingual
    package var language: Extensible<Language>
    /// Last four of the member number, for the public screen.
    package var numberTail: String
    package var lots: [LotFacts]
    private var heldPoints: Int64
    private var heldFen: Int64
    package var cards: [CardFacts]
    /// From the start of yesterday to the end of tomorrow, store time; ascending.
    package var bookings: [BookingFacts]
    /// `nil` for a member without a history: stands at `tier`, and nothing counted yet.
    package var standing: StandingFacts?
    /// Rewards that wait to be fetched, the newest first, at most `HubLimits.openClaimsPerMember`; `nil` from a hub
    /// that does not tell.
    package var claims: [OpenClaimFacts]?
    /// The last arrival; `nil` for none, and from a hub that does not tell.
    package var arrival: ArrivalFacts?

    package init(
        id: MemberID, surname: Bilingual, title: Extensible<Title>, tier: String, tierName: Bilingual,
        language: Extensible<Language>,
        numberTail: String, lots: [LotFacts], held: Amount, cards: [CardFacts],
        bookings: [BookingFacts], standing: StandingFacts? = nil, claims: [OpenClaimFacts]? = nil,
        arrival: ArrivalFacts? = nil
    ) {
        self.claims = claims
        self.arrival = arrival
        self.id = id
        self.surname = surname
        self.title = title
        self.tier = tier
        self.tierName = tierName
        self.language = language
        self.numberTail = numberTail
        self.lots = lots
        (heldPoints, heldFen) = (held.points.count, held.money.fen)
        self.cards = cards
        self.bookings = bookings
        self.standing = standing
    }

    /// By the hub: holds granted and pending spends. Flat in JSON.
    package var held: Amount {
        get { Amount(points: heldPoints, fen: heldFen) }
        set { (heldPoints, heldFen) = (newValue.points.count, newValue.money.fen) }
    }
}

/// What is left of a lot, spendable or not. Where a tier goes by the balance, lots that ended since the tier was last
/// looked at are told too, as they were then.
package struct LotFacts: Hashable, Sendable, Codable {
    package var id: String
    package var currency: Extensible<LotCurrency>
    /// Negative for a debt lot.
    package var remaining: Int64
    package var gainedAtMs: Int64
    /// Pending before this moment.
    package var activeFromMs: Int64
    /// The first moment at which it can no longer be spent; `nil` for never.
    package var expiresAtMs: Int64?

    /// - Parameter activeFromMs: `nil` for at once.
    package init(
        id: String, currency: Extensible<LotCurrency>, remaining: Int64, gainedAtMs: Int64, activeFromMs: Int64? = nil,
        expiresAtMs: Int64?
    ) {
        self.id = id
        self.currency = currency
        self.remaining = remaining
        self.gainedAtMs = gainedAtMs
        self.activeFromMs = activeFromMs ?? gainedAtMs
        self.expiresAtMs = expiresAtMs
    }
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
