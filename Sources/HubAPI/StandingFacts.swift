/// What a member's history came to, as far as the rules need it to tell tier, progress and rewards at any later
/// moment: the hub sends it, the kiosk evaluates it. Days count from 1970-01-01 in the store's time.
///
/// Nothing of what was bought is in it, and of a birthday only what is kept each year (PIPL art. 6: the least).
package struct StandingFacts: Hashable, Sendable, Codable {
    /// `nil` for a member of whom the rules know no person.
    package var joinedAtMs: Int64?
    package var birthday: BirthdayFacts?
    /// `nil`: the first tier of the policy.
    package var tier: String?
    package var sinceMs: Int64?
    /// The first moment at which the tier is no longer guaranteed.
    package var keptUntilMs: Int64?
    package var keptFromDay: Int?
    package var terms: Int
    package var provenOnDay: Int?
    package var provenByStay: Bool
    /// A review failed: the tier goes down at this moment, to that one.
    package var downgradeAtMs: Int64?
    package var downgradeTo: String?
    /// Reached, and beginning at this moment.
    package var upcoming: String?
    package var upcomingFromMs: Int64?
    package var byHand: HandSetTier?
    package var floor: String?
    /// What was held before each rise, lowest first.
    package var below: [HeldTier]
    /// Time up to here has been taken into account; `nil` where nothing ever happened.
    package var asOfMs: Int64?
    /// What counts towards tiers, by day, ascending.
    package var days: [QualifyingDay]
    /// How often each reward was redeemed, by its id.
    package var uses: [String: [UsedDay]]

    package init(terms: Int = 1, provenByStay: Bool = false) {
        self.terms = terms
        self.provenByStay = provenByStay
        below = []
        days = []
        uses = [:]
    }
}

/// The day of the year on which a birthday is kept; never the year of birth.
package struct BirthdayFacts: Hashable, Sendable, Codable {
    package enum Reckoning: String, Sendable, Codable, CaseIterable { case gregorian, lunar }

    package var reckoning: Reckoning
    package var month: Int
    package var day: Int
    package var isLeapMonth: Bool

    package init(reckoning: Reckoning, month: Int, day: Int, isLeapMonth: Bool) {
        self.reckoning = reckoning
        self.month = month
        self.day = day
        self.isLeapMonth = isLeapMonth
    }
}

/// A tier set by staff, through a day; `nil` for good.
package struct HandSetTier: Hashable, Sendable, Codable {
    package var tier: String
    package var throughDay: Int?

    package init(tier: String, throughDay: Int?) {
        self.tier = tier
        self.throughDay = throughDay
    }
}

/// A tier that was left for a higher one; fields as in `StandingFacts`.
package struct HeldTier: Hashable, Sendable, Codable {
    package var tier: String?
    package var sinceMs: Int64?
    package var keptUntilMs: Int64?
    package var keptFromDay: Int?
    package var terms: Int
    package var provenOnDay: Int?
    package var provenByStay: Bool
    package var floor: String?

    package init(terms: Int, provenByStay: Bool) {
        self.terms = terms
        self.provenByStay = provenByStay
    }
}

/// On the wire `[day, spend, pointsEarned, services, bills]`: there is one for each day a member ever came, and they
/// are read at a tap.
package struct QualifyingDay: Hashable, Sendable, Codable {
    package var day: Int
    /// Fen.
    package var spend: Int64
    package var pointsEarned: Int64
    package var services: Int64
    /// What makes the day a visit: bills, and sessions of packages.
    package var bills: Int64

    package init(day: Int, spend: Int64, pointsEarned: Int64, services: Int64, bills: Int64) {
        self.day = day
        self.spend = spend
        self.pointsEarned = pointsEarned
        self.services = services
        self.bills = bills
    }

    package init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        day = try row.decode(Int.self)
        spend = try row.decode(Int64.self)
        pointsEarned = try row.decode(Int64.self)
        services = try row.decode(Int64.self)
        bills = try row.decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.unkeyedContainer()
        try row.encode(day)
        for figure in [spend, pointsEarned, services, bills] { try row.encode(figure) }
    }
}

/// On the wire `[day, times]`.
package struct UsedDay: Hashable, Sendable, Codable {
    package var day: Int
    package var times: Int64

    package init(day: Int, times: Int64) {
        self.day = day
        self.times = times
    }

    package init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        day = try row.decode(Int.self)
        times = try row.decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.unkeyedContainer()
        try row.encode(day)
        try row.encode(times)
    }
}
