package import HubAPI
package import Loyalty
internal import Vocabulary

/// Makes the account that the rules evaluate from the hub's facts about a member. The hub's code does the reverse.
extension MemberAccount {
    /// Lots that have become active since the facts were written pay debts back.
    package init(_ facts: MemberFacts, atMs now: Int64) {
        self.init()
        if let standing = facts.standing { take(standing) } else { standing.tier = facts.tier }
        purse = Purse(lots: facts.lots.compactMap(PurseLot.init), debt: facts.debt)
        purse.advance(toMs: now, entry: DerivedID.timePassing)
    }

    /// Figures come over the wire, so days and terms that no calendar has are clamped and must not end the program.
    private mutating func take(_ facts: StandingFacts) {
        person = facts.joinedAtMs.map(Person.init)
        person?.birthday = facts.birthday.map(Birthday.init)
        standing = TierStanding(facts)
        for day in facts.days {
            qualification.change(on: Day(wire: day.day)) {
                $0.spend += Money(fen: day.spend)
                $0.pointsEarned += Points(day.pointsEarned)
                $0.services += day.services
                $0.bills += day.bills
            }
        }
        for (key, days) in facts.uses {
            for used in days { uses.add(used.times, of: key, on: Day(wire: used.day)) }
        }
    }
}

extension MemberFacts {
    fileprivate var debt: [LotCurrency: Int64] {
        var debt: [LotCurrency: Int64] = [:]
        for lot in lots where lot.remaining < 0 {
            guard let currency = lot.currency.known else { continue }
            debt[currency, default: 0] -= lot.remaining
        }
        return debt
    }
}

extension PurseLot {
    /// - Returns: `nil` for a debt, and for a currency that this kiosk does not know yet.
    fileprivate init?(_ facts: LotFacts) {
        guard let currency = facts.currency.known, facts.remaining > 0 else { return nil }
        self.init(
            id: facts.id, currency: currency, source: facts.id, granted: facts.remaining,
            gainedAtMs: facts.gainedAtMs, activeFromMs: facts.activeFromMs, expiresAtMs: facts.expiresAtMs)
    }
}

extension TierStanding {
    fileprivate init(_ facts: StandingFacts) {
        self.init()
        tier = facts.tier
        sinceMs = facts.sinceMs
        keptUntilMs = facts.keptUntilMs
        termStart = facts.keptFromDay.map(Day.init(wire:))
        termNumber = Self.termNumber(facts.terms)
        provenOn = facts.provenOnDay.map(Day.init(wire:))
        provenByStay = facts.provenByStay
        downgradeAtMs = facts.downgradeAtMs
        downgradeTo = facts.downgradeTo
        upcoming = facts.upcoming
        upcomingFromMs = facts.upcomingFromMs
        byHand = facts.byHand.map { HandSet(tier: $0.tier, through: $0.throughDay.map(Day.init(wire:))) }
        floor = facts.floor
        previousTiers = facts.below.map { PreviousTier($0) }
        asOfMs = facts.asOfMs
    }

    /// A century of terms, each as short as a day.
    fileprivate static func termNumber(_ count: Int) -> Int { min(max(count, 1), 40_000) }
}

extension TierStanding.PreviousTier {
    fileprivate init(_ facts: HeldTier) {
        self.init()
        tier = facts.tier
        sinceMs = facts.sinceMs
        keptUntilMs = facts.keptUntilMs
        termStart = facts.keptFromDay.map(Day.init(wire:))
        termNumber = TierStanding.termNumber(facts.terms)
        provenOn = facts.provenOnDay.map(Day.init(wire:))
        provenByStay = facts.provenByStay
        floor = facts.floor
    }
}

extension Birthday {
    fileprivate init(_ facts: BirthdayFacts) {
        self.init(
            reckoning: facts.reckoning == .lunar ? .lunar : .gregorian, month: facts.month, day: facts.day,
            isLeapMonth: facts.isLeapMonth)
    }
}

extension Day {
    /// Held within the years 1 to 9999.
    fileprivate init(wire number: Int) { self = Day(0).adding(days: number) }
}
