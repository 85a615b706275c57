package import Vocabulary

/// How long points live and when they begin to.
package struct PointRules: Hashable, Sendable {
    /// Of points earned; bonuses and gifts may have their own.
    package var validity = Validity.months(12, toMonthEnd: true)
    /// Points are pending for so many days after they were earned; 0 makes them active at once.
    package var pendingDays = 0
    /// Redeem by itself once the balance is there: reward id; `nil` for never.
    package var autoRedeem: String?

    package init() {}
}

/// What members earn.
package struct EarningRules: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// One fraction for the whole bill, rounded down once.
        case proportional
        /// Only full blocks of `perFen` count; the multipliers apply to what the blocks give.
        case block
    }
    /// Which tier's ratio counts (E5).
    package enum TierUsed: String, Hashable, Sendable, CaseIterable {
        /// The tier before the sale; an upgrade helps from the next sale on.
        case before
        /// The tier that the sale leads to, for all of it.
        case after
        /// Each part of the amount at the ratio of the tier it falls into.
        case split
    }
    package enum Basis: String, Hashable, Sendable, CaseIterable {
        /// After offers, coupons and points.
        case net
        /// After offers and coupons, before money off for points.
        case netBeforePoints
        /// The list price.
        case list
    }

    package var mode = Mode.proportional
    /// The block, or the unit of the proportion: so many fen give the points of a rule.
    package var perFen: Int64 = 10_000
    package var amounts: [AmountRule] = []
    package var rounding = Rounding.down
    package var basis = Basis.net
    /// Whether tax is taken out of the basis first.
    package var withoutTax = false
    package var tierUsed = TierUsed.before
    /// Whether the part of a bill paid this way earns. Top-ups never earn if stored value does, and the other way.
    package var earnsOn: Set<Tender.Kind> = [.cash, .principal]
    package var topUpEarns = false
    package var campaigns: [Campaign] = []
    package var visits: [VisitRule] = []
    package var services: [ServiceRule] = []
    package var actions: [ActionRule] = []
    package var bonuses: [BonusRule] = []
    package var caps: [EarningCap] = []

    package init() {}
}

/// `points` for each `perFen` of the lines in scope. A line earns by the first rule whose scope holds it.
package struct AmountRule: Hashable, Sendable {
    package var id: String
    package var scope = ItemScope()
    package var points: Int64

    package init(id: String, points: Int64) {
        self.id = id
        self.points = points
    }
}

/// A dated multiplier, such as double points on holidays. Of several only the best counts.
package struct Campaign: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    package var when: Occasion
    /// 10000 changes nothing, 20000 doubles.
    package var basisPoints: Int64
    package var tiers: Set<String> = []
    package var segments: Set<String> = []

    package init(id: String, name: Bilingual, when: Occasion, basisPoints: Int64) {
        self.id = id
        self.name = name
        self.when = when
        self.basisPoints = basisPoints
    }
}

/// Points for coming: once a store day, with the first bill that reaches `fromFen`.
package struct VisitRule: Hashable, Sendable {
    package var id: String
    package var points: Int64
    package var fromFen: Int64 = 0

    package init(id: String, points: Int64) {
        self.id = id
        self.points = points
    }
}

/// Points for each unit of an item.
package struct ServiceRule: Hashable, Sendable {
    package var id: String
    package var scope: ItemScope
    package var points: Int64

    package init(id: String, scope: ItemScope, points: Int64) {
        self.id = id
        self.scope = scope
        self.points = points
    }
}

/// Points for something a member did that is no purchase: `feedback`, `birthday`, `referral`, `sign-up` …
package struct ActionRule: Hashable, Sendable {
    package var id: String
    package var action: String
    package var name: Bilingual
    package var points: Int64
    package var coupon: String?
    /// How often it counts in a period; `nil` for always.
    package var limit: Limit?

    package init(id: String, action: String, name: Bilingual, points: Int64) {
        self.id = id
        self.action = action
        self.name = name
        self.points = points
    }
}

/// Flat points or a coupon from a net amount on; outside all multipliers.
package struct BonusRule: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    package var fromFen: Int64
    package var points: Int64
    /// An offer of the coupon layer; the member gets one coupon for it.
    package var coupon: String?
    package var when = Occasion()

    package init(id: String, name: Bilingual, fromFen: Int64, points: Int64) {
        self.id = id
        self.name = name
        self.fromFen = fromFen
        self.points = points
    }
}

package enum Period: String, Hashable, Sendable, CaseIterable {
    case transaction, day, month, year
    /// The days nearest to one birthday of the member, over New Year too; of a member without one the year.
    case birthday
    case ever
}

/// At most `count` within the store's day, month or year, around one birthday, or for ever.
package struct Limit: Hashable, Sendable {
    package var count: Int64
    package var period: Period

    package init(count: Int64, period: Period) {
        self.count = count
        self.period = period
    }
}

/// A bound on points earned. It clips to what is left, or refuses the whole, and says which (B16).
package struct EarningCap: Hashable, Sendable {
    package enum Effect: String, Hashable, Sendable, CaseIterable { case clip, reject }

    package var id: String
    package var limit: Limit
    package var effect: Effect

    package init(id: String, limit: Limit, effect: Effect) {
        self.id = id
        self.limit = limit
        self.effect = effect
    }
}
