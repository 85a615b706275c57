package import Vocabulary

/// Something that makes a bill cheaper, or gives something along.
package struct Offer: Hashable, Sendable {
    /// The order in which kinds of offers are applied, each on what the one before left.
    package enum Layer: String, Hashable, Sendable, CaseIterable { case item, bill, coupon, tier }

    package var id: String
    package var name: Bilingual
    package var layer: Layer
    /// Inside a layer the lower goes first; at the same priority the narrower scope, then what takes off more by
    /// itself, then the greater gift. The id decides no figure.
    package var priority: Int
    /// Of one group at most one offer is applied: the best; to a bill, or to a line (`StackingRules.lineGroups`).
    package var group: String?
    /// Ids of offers, and names of groups, that it is never combined with.
    package var excludes: Set<String> = []
    package var conditions = Conditions()
    package var scope = ItemScope()
    package var threshold: OfferThreshold?
    package var effect: Effect
    package var base = Base.running
    /// Given for a coupon only, and the coupon is used up with it.
    package var coupon: CouponRule?

    /// What a percentage is taken of (E17).
    package enum Base: String, Hashable, Sendable, CaseIterable {
        /// What is left after the offers before it.
        case running
        /// The list price of its lines; still never below zero.
        case list
    }

    package enum Effect: Hashable, Sendable {
        /// `cap` in fen for the whole bill.
        case percentOff(basisPoints: Int64, cap: Int64?)
        /// So many fen off the lines in scope together.
        case amountOff(Int64)
        /// 满减: so much for each full `every`, at most `times`; `nil` for as often as it goes.
        case amountOffEvery(every: Int64, off: Int64, times: Int64?)
        /// Each unit in scope costs this.
        case fixedPrice(Int64)
        /// Of each `buy + free` units the cheapest `free` get the percentage off.
        case buyGet(buy: Int64, free: Int64, basisPoints: Int64, times: Int64?)
        /// The cheapest unit; `cap` in fen.
        case cheapestOff(basisPoints: Int64, cap: Int64?)
        case gift(Gift)
    }

    package init(id: String, name: Bilingual, layer: Layer, priority: Int, effect: Effect) {
        self.id = id
        self.name = name
        self.layer = layer
        self.priority = priority
        self.effect = effect
    }
}

/// Something given along. It is a ledger line of its own, so that a refund takes it back.
package struct Gift: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case points(Int64)
        /// An offer of the coupon layer.
        case coupon(String)
        /// A thing or a service handed over at the desk.
        case item(String)
    }

    package var kind: Kind
    /// Fen; decides between offers of one group that leave the same to pay.
    package var value: Int64

    package init(kind: Kind, value: Int64 = 0) {
        self.kind = kind
        self.value = value
    }
}

/// Who may have it, and when. Every part that is set must hold.
package struct Conditions: Hashable, Sendable {
    package var when = Occasion()
    package var stores: Set<String> = []
    package var tiers: Set<String> = []
    package var segments: Set<String> = []
    /// Only with the member's first bill.
    package var firstPurchase = false
    /// Years of age, both included; protected.
    package var age: ClosedRange<Int>?
    /// Protected.
    package var sexes: Set<Person.Sex> = []
    /// Protected.
    package var occupations: Set<String> = []
    package var perMember: Limit?
    /// Over all members, for ever.
    package var total: Int64?
    /// The member has not come for at least so many days.
    package var awayDays: Int?

    package init() {}
}

/// The amount or number of units, of the lines in scope, from which an offer applies. Once it is met it counts as met:
/// the offer's own effect does not undo it (E21).
package struct OfferThreshold: Hashable, Sendable {
    package enum Base: String, Hashable, Sendable, CaseIterable {
        /// The list prices, whatever was applied before; the order of offers does not matter then.
        case list
        /// What is left when its turn comes. Such an offer is tried in its place and ahead of its layer.
        case running
    }

    package var fen: Int64 = 0
    package var quantity: Int64 = 0
    package var base = Base.list
    /// Whose lines are counted; `nil` for the offer's own scope.
    package var scope: ItemScope?

    package init(fen: Int64 = 0, quantity: Int64 = 0, base: Base = .list) {
        self.fen = fen
        self.quantity = quantity
        self.base = base
    }
}

package struct CouponRule: Hashable, Sendable {
    /// How often one coupon can be used; 1 for a single-use one.
    package var uses: Int64 = 1
    /// Issued to one member; else anybody who knows the code may bring it.
    package var isPersonal = true
    package var validity = Validity.days(30)

    package init() {}
}

/// How offers come together.
package struct StackingRules: Hashable, Sendable {
    package var order: [Offer.Layer] = [.item, .bill, .coupon, .tier]
    /// Groups of which at most one offer is applied to a line, and not to the whole bill: two of them may both lower a
    /// bill as long as they take nothing off the same line.
    package var lineGroups: Set<String> = []
    /// So many candidates that depend on one another are combined first, the best by themselves; then the others too,
    /// as far as the bound on the search's steps lets it.
    package var searchLimit = 12
    /// Of the candidates with a threshold on what is left, so many are tried ahead of their place too.
    package var aheadLimit = 4
    /// Percentages are rounded so, once per offer; the parts of lines follow by largest remainder.
    package var rounding = Rounding.half
    /// Bills end on multiples of this (抹零), in the customer's favour; 1 for none.
    package var roundBillToFen: Int64 = 1
    /// A member who paid more than the best permitted combination is credited the difference this way.
    package var credit = Credit.storedValueGift

    package enum Credit: String, Hashable, Sendable, CaseIterable { case none, storedValueGift, points }

    package init() {}
}
