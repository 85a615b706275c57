package import Vocabulary

/// Where a member stands among the tiers.
package struct TierStanding: Hashable, Sendable {
    /// `nil`: the first tier of the policy.
    package var tier: String?
    package var sinceMs: Int64?
    /// The first moment at which the present tier is no longer guaranteed.
    package var keptUntilMs: Int64?
    /// The day with which the first term of keeping the tier began.
    package var termStart: Day?
    /// The number of the present term since then, the first being 1.
    package var termNumber = 1
    /// The day whose counters gave or confirmed the tier; `nil` if no counters can prove it.
    package var provenOn: Day?
    /// Whether the counters met the terms for keeping the tier, not those for reaching it.
    package var provenByStay = false
    /// A review failed; the tier goes down at this moment unless it is reached again.
    package var downgradeAtMs: Int64?
    /// The tier to go down to at `downgradeAtMs`.
    package var downgradeTo: String?
    /// A higher tier that is reached already and begins with the next period.
    package var upcoming: String?
    package var upcomingFromMs: Int64?
    /// Set by hand, through this day; `.some(nil)` for good.
    package var byHand: HandSet?
    /// The highest floor ever reached.
    package var floor: String?
    /// What the member stood at before each rise, for when the purchase behind a rise is refunded; lowest first.
    package var previousTiers: [PreviousTier] = []
    /// Time up to here has been taken into account.
    package var asOfMs: Int64?

    /// A tier that was left for a higher one.
    package struct PreviousTier: Hashable, Sendable {
        package var tier: String?
        package var sinceMs: Int64?
        package var keptUntilMs: Int64?
        package var termStart: Day?
        package var termNumber = 1
        package var provenOn: Day?
        package var provenByStay = false
        package var floor: String?

        package init() {}

        /// The standing's present tier.
        package init(_ standing: TierStanding) {
            tier = standing.tier
            sinceMs = standing.sinceMs
            keptUntilMs = standing.keptUntilMs
            termStart = standing.termStart
            termNumber = standing.termNumber
            provenOn = standing.provenOn
            provenByStay = standing.provenByStay
            floor = standing.floor
        }
    }

    package struct HandSet: Hashable, Sendable {
        package var tier: String
        package var through: Day?

        package init(tier: String, through: Day?) {
            self.tier = tier
            self.through = through
        }
    }

    package init() {}
}

/// What counts towards tiers, by the store's day; separate from what can be spent. Refunds take out what they
/// undo on the day on which it counted.
package struct Qualification: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        package var day: Day
        package var spend: Money = .zero
        package var pointsEarned: Points = .zero
        package var services: Int64 = 0
        /// Bills of this day that were not refunded whole.
        package var bills: Int64 = 0
        /// Sessions of packages used on this day.
        package var sessions: Int64 = 0

        /// A day with a bill or a session is one visit, however many there are of either.
        package var isVisit: Bool { bills > 0 || sessions > 0 }

        package init(day: Day) { self.day = day }
    }

    /// Ascending.
    package private(set) var days: [Count] = []

    package init() {}

    package mutating func change(on day: Day, _ change: (inout Count) -> Void) {
        let index = days.lastIndex { $0.day <= day }
        if let index, days[index].day == day {
            change(&days[index])
        } else {
            var count = Count(day: day)
            change(&count)
            days.insert(count, at: index.map { $0 + 1 } ?? 0)
        }
    }
}
