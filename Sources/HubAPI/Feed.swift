package import Vocabulary

/// What a kiosk asks the feed for. The answer is only good for the request it was made for.
package struct FeedRequest: Hashable, Sendable {
    /// `nil` for everything.
    package var cursor: Int64?
    /// Of the snapshot; `nil` when there is none.
    package var hubEpoch: String?
    package var storeEpoch: String
    /// SHA-256 of the policies that the kiosk holds, hex: their texts need not be sent.
    package var policies: [String]
    /// How large the page may be, about; at least one member comes. `nil` for `HubLimits.feedPageBytes`.
    package var maximumBytes: Int?

    package init(
        cursor: Int64?, hubEpoch: String?, storeEpoch: String, policies: [String] = [], maximumBytes: Int? = nil
    ) {
        self.maximumBytes = maximumBytes
        self.cursor = cursor
        self.hubEpoch = hubEpoch
        self.storeEpoch = storeEpoch
        self.policies = policies
    }
}

/// `GET /v1/kiosks/{kiosk}/feed?cursor=C&epoch=E&policies=D,D&bytes=B`: what changed since the cursor; without one,
/// everything.
package struct FeedPage: Hashable, Sendable, Codable {
    package var position: HubPosition
    /// To be sent next time. Opaque to kiosks, ascending inside a hub epoch.
    package var cursor: Int64
    /// Whether another page follows at once.
    package var more: Bool
    /// The hub's clock when the page was read, milliseconds since 1970 UTC.
    package var asOfMs: Int64
    package var kiosk: KioskFacts
    /// In each page: the one in force first, then those that come into force later, at most
    /// `HubLimits.policiesPerFeedPage`.
    package var policies: [PolicyFacts]
    package var members: [MemberFacts]
    package var removedMembers: [MemberID]

    package init(
        position: HubPosition, cursor: Int64, more: Bool, asOfMs: Int64, kiosk: KioskFacts,
        policies: [PolicyFacts], members: [MemberFacts], removedMembers: [MemberID]
    ) {
        self.position = position
        self.cursor = cursor
        self.more = more
        self.asOfMs = asOfMs
        self.kiosk = kiosk
        self.policies = policies
        self.members = members
        self.removedMembers = removedMembers
    }
}

package struct KioskFacts: Hashable, Sendable, Codable {
    /// Written into card records; given by the hub.
    package var number: UInt32
    package var salon: Bilingual
    /// As rules name the store.
    package var storeID: String
    package var store: Bilingual
    /// IANA name, such as `Asia/Shanghai`.
    package var timeZone: String

    package init(
        number: UInt32, salon: Bilingual, storeID: String, store: Bilingual, timeZone: String
    ) {
        self.number = number
        self.salon = salon
        self.storeID = storeID
        self.store = store
        self.timeZone = timeZone
    }
}

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

    package enum Kind: String, Sendable, Codable { case desfire, uidOnly }
    package enum Status: String, Sendable, Codable { case issuing, active, blocked, closed }

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

package struct BookingFacts: Hashable, Sendable, Codable {
    package var id: String
    package var startsAtMs: Int64
    package var minutes: Int64
    /// What the public screen may print; intimate services have a neutral one.
    package var service: Bilingual
    package var staff: Bilingual
    package var status: Status
    /// Where it is, as rules name the store, and what the store is called; `nil` from a hub that does not tell.
    package var store: String?
    package var place: Bilingual?

    package enum Status: String, Sendable, Codable { case booked, checkedIn, cancelled, done }

    package init(
        id: String, startsAtMs: Int64, minutes: Int64, service: Bilingual, staff: Bilingual, status: Status,
        store: String? = nil, place: Bilingual? = nil
    ) {
        self.store = store
        self.place = place
        self.id = id
        self.startsAtMs = startsAtMs
        self.minutes = minutes
        self.service = service
        self.staff = staff
        self.status = status
    }
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

/// A member checked in at a kiosk.
package struct ArrivalFacts: Hashable, Sendable, Codable {
    package var store: String
    /// Milliseconds since 1970 UTC.
    package var atMs: Int64

    package init(store: String, atMs: Int64) {
        self.store = store
        self.atMs = atMs
    }
}
