package import Vocabulary

/// How members rise, stay and fall.
package struct TierRules: Hashable, Sendable {
    /// What is counted towards a tier. Never the spendable balance, except by `activePoints` (E13).
    package enum Metric: String, Hashable, Sendable, CaseIterable {
        /// Fen paid, net of refunds.
        case spend
        /// Days on which the member came.
        case visits
        /// Points earned, spent or not.
        case pointsEarned
        /// Services had.
        case services
        /// The spendable balance; for salons that want it so.
        case activePoints
    }
    /// Over which time it is counted.
    package enum Window: Hashable, Sendable {
        case calendarYear
        case rollingDays(Int)
        case rollingMonths(Int)
        /// Years that begin on the day of joining.
        case anniversary
        case lifetime
    }
    package enum Upgrade: String, Hashable, Sendable, CaseIterable { case immediate, nextPeriod }
    package enum Downgrade: String, Hashable, Sendable, CaseIterable { case oneLevel, reassess, never }
    package enum Review: String, Hashable, Sendable, CaseIterable {
        /// At once when the counter falls (a refund, a day leaving a rolling window).
        case immediate
        /// At the end of the month.
        case monthEnd
        /// At the end of the period: the year, the anniversary year, or the validity of the tier.
        case periodEnd
    }

    package enum RefundEffect: String, Hashable, Sendable, CaseIterable {
        /// The tier was never reached: the one before comes back at once, without grace.
        case dropsAtOnce
        /// It stays until the next review.
        case waitsForReview
    }

    /// Ascending. The first is what everybody has.
    package var tiers: [Tier] = []
    package var window = Window.rollingMonths(12)
    package var upgrade = Upgrade.immediate
    package var downgrade = Downgrade.oneLevel
    package var review = Review.periodEnd
    /// A tier reached is kept at least so long; `nil` for as long as the window's period.
    package var keep: Validity?
    /// The time of keeping ends a day earlier: a month from 20 July is through 19 August, not through the 20th.
    package var keepThroughDayBefore = false
    /// What a refund does to a tier that was only reached by what is refunded.
    package var refund = RefundEffect.dropsAtOnce
    /// Days after a review that failed before the tier goes down.
    package var graceDays = 30
    /// The end of the grace is moved to the end of its month.
    package var graceToMonthEnd = false
    /// Days before a downgrade on which the member is warned, descending.
    package var warnDays = [30, 7]
    /// Which lines count as spend and services: see `counts`.
    package var scope = ItemScope()
    /// Which payments count as spend.
    package var countsTenders: Set<Tender.Kind> = [.cash, .principal]

    package init() {}

    /// Whether what is paid for an item counts: everything in the scope, but fees (freight, E15) and top-ups only
    /// where the scope names them.
    package func counts(_ item: Item) -> Bool {
        switch item.kind {
        case .service, .product, .package: scope.contains(item)
        case .fee, .topUp: scope.names(item)
        }
    }
}

package struct Tier: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    /// What reaches it: any one of them is enough. Empty for the first tier.
    package var reach: [Threshold] = []
    /// What keeps it; empty for the same as `reach`.
    package var stay: [Threshold] = []
    /// 10000 earns like everybody, 20000 twice as much.
    package var earningBasisPoints: Int64 = 10_000
    /// A member who was here once never falls below.
    package var isFloor = false
    package var privileges: [Privilege] = []

    package init(id: String, name: Bilingual) {
        self.id = id
        self.name = name
    }
}

package struct Threshold: Hashable, Sendable {
    package var metric: TierRules.Metric
    package var atLeast: Int64

    package init(_ metric: TierRules.Metric, atLeast: Int64) {
        self.metric = metric
        self.atLeast = atLeast
    }
}

/// What a tier gives beside prices: priority booking, a consultant, invitations. Discounts and free services of a
/// tier are offers with that tier in their conditions.
package struct Privilege: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable { case priorityBooking, consultant, invitation, other }

    /// The same in several tiers is the same privilege: what was used of it in one counts in the others.
    package var id: String
    package var kind: Kind
    package var name: Bilingual
    package var limit: Limit?

    /// - Parameter id: `nil` for one made of the English name: `annual-gala`.
    package init(id: String? = nil, kind: Kind, name: Bilingual) {
        self.id = id ?? Self.id(named: name.en) ?? kind.rawValue
        self.kind = kind
        self.name = name
    }

    /// Its words in lower case with hyphens between them; `nil` where no letter or digit is in it.
    private static func id(named name: String) -> String? {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? nil : String(words.joined(separator: "-").prefix(64))
    }
}
