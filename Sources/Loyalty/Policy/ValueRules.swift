package import Vocabulary

/// What points buy.
package struct RewardRule: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// An item of the price list.
        case service(String)
        case product(String)
        /// An offer of the coupon layer.
        case coupon(String)
        /// Whatever the name says.
        case other
    }

    package var id: String
    package var name: Bilingual
    package var kind: Kind
    /// For every tier not named in `tierPrices`; `nil`: only those tiers may have it.
    package var price: Amount?
    package var tierPrices: [String: Amount] = [:]
    package var when = Occasion()
    package var perMember: Limit?
    package var stores: Set<String> = []

    package init(id: String, name: Bilingual, kind: Kind, price: Amount?) {
        self.id = id
        self.name = name
        self.kind = kind
        self.price = price
    }
}

/// Points against a part of the bill.
package struct MoneyOffRule: Hashable, Sendable {
    /// So many points …
    package var points: Int64
    /// … are worth so many fen.
    package var fen: Int64
    /// Used in multiples of `points × step`.
    package var step: Int64 = 1
    package var minimumPoints: Int64 = 0
    /// Per bill; `nil` for no bound.
    package var maximumPoints: Int64?
    /// Of what is left to pay; 10000 is the whole.
    package var maximumShare: Int64 = 10_000
    package var scope = ItemScope()

    package init(points: Int64, fen: Int64) {
        self.points = points
        self.fen = fen
    }
}

/// What becomes of a redeemed reward that nobody fetches.
package struct ClaimRules: Hashable, Sendable {
    package enum Unclaimed: String, Hashable, Sendable, CaseIterable { case giveBack, forfeit }

    package var days = 30
    package var unclaimed = Unclaimed.giveBack

    package init() {}
}

/// Money paid in advance. What was paid (principal) and what was given on top (gift) are kept apart.
package struct StoredValueRules: Hashable, Sendable {
    package enum Order: String, Hashable, Sendable, CaseIterable {
        /// Of each spend the share that principal had of what was paid in together with its gift.
        case proportional
        case principalFirst
        case giftFirst
    }

    package var order = Order.proportional
    package var topUps: [TopUpRule] = []
    package var giftValidity = Validity.forever
    /// Counts only where the region lets principal expire at all.
    package var principalValidity = Validity.forever
    package var refund = PrepaidRefundMethod.ratio

    package init() {}
}

/// From `fromFen` paid in on, `giftFen` (or a share) on top. The highest that holds counts.
package struct TopUpRule: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    package var fromFen: Int64
    package var giftFen: Int64
    package var points: Int64 = 0
    package var when = Occasion()

    package init(id: String, name: Bilingual, fromFen: Int64, giftFen: Int64) {
        self.id = id
        self.name = name
        self.fromFen = fromFen
        self.giftFen = giftFen
    }
}

/// How much of a top-up goes back when a member gives up the card (E23). Both need a lawyer's word.
package enum PrepaidRefundMethod: String, Hashable, Sendable, CaseIterable {
    /// What was consumed counts at the share that principal had of the whole.
    case ratio
    /// What was consumed counts against principal first.
    case principalFirst
}

/// What law decides, by region. Not legal advice: the figures need a lawyer's word before anybody relies on them.
package struct RegionalProfile: Hashable, Sendable {
    package var id = "cn"
    package var principalExpires = false
    /// Fen on one card; `nil` for no bound.
    package var maximumPerCard: Int64? = 500_000
    /// Whether gifts count towards that bound too, not only what was paid in.
    package var maximumCountsGifts = false
    /// Days within which a top-up can be given back without a reason; 0 for no such right.
    package var coolingOffDays = 7
    /// Share of principal the salon keeps on deposit; 10000 is the whole.
    package var depositBasisPoints: Int64 = 2000
    package var note = Bilingual(zh: "须由律师确认", en: "to be confirmed by a lawyer")

    package init() {}
}

/// A number of sessions paid in advance: 次卡, 疗程卡.
package struct PackageKind: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    /// Item id and how many sessions of it.
    package var sessions: [String: Int64]
    /// Instead of a number each: so many in all, of any of the items.
    package var shared: Int64?
    package var price: Money
    package var validity = Validity.months(12, toMonthEnd: false)
    package var freezeMaxDays = 90
    package var freezes = 1
    package var extendMaxDays = 90
    package var isTransferable = false
    /// A booking cancelled at least so long before it begins gives the session back to the same lot.
    package var cancelMinutes = 24 * 60
    /// Whether what is left of a session's worth may be paid back in parts.
    package var partialCredit = false

    package init(id: String, name: Bilingual, sessions: [String: Int64], price: Money) {
        self.id = id
        self.name = name
        self.sessions = sessions
        self.price = price
    }
}

/// How things are taken back.
package struct ReversalRules: Hashable, Sendable {
    /// What a returned line is worth when offers made the bill cheaper (E22).
    package enum Discount: String, Hashable, Sendable, CaseIterable {
        /// What was paid for it.
        case share
        /// What the member would have paid less, had the line never been there.
        case reevaluate
    }
    /// Where points come from that were earned by what is refunded and are no longer there (E9).
    package enum Shortfall: String, Hashable, Sendable, CaseIterable {
        /// Only those still pending.
        case onlyPending
        /// Down to zero.
        case withinBalance
        /// The rest becomes a debt that earning repays first.
        case debt
    }
    package enum RestoredLots: String, Hashable, Sendable, CaseIterable {
        /// The old lots with their old expiry, but at least the grace.
        case reverse
        /// A new lot with a new expiry.
        case reissue
    }

    package var discount = Discount.share
    package var shortfall = Shortfall.debt
    package var restored = RestoredLots.reverse
    /// Points given back live at least so long.
    package var graceDays = 30
    package var couponsReturn = true
    package var giftsReturn = true

    package init() {}
}
