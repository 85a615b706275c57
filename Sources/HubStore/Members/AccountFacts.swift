internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// From what a history came to, to what kiosks are told of it.
extension StandingFacts {
    /// - Parameter rewards: of every published policy, by id: only their uses go to kiosks.
    init(_ account: MemberAccount, rewards: Set<String>) {
        let standing = account.standing
        self.init(terms: standing.terms, provenByStay: standing.provenByStay)
        joinedAtMs = account.person?.joinedAtMs
        birthday = account.person?.birthday.map(BirthdayFacts.init)
        tier = standing.tier
        sinceMs = standing.sinceMs
        keptUntilMs = standing.keptUntilMs
        keptFromDay = standing.keptFrom?.number
        provenOnDay = standing.provenOn?.number
        downgradeAtMs = standing.downgradeAtMs
        downgradeTo = standing.downgradeTo
        upcoming = standing.upcoming
        upcomingFromMs = standing.upcomingFromMs
        byHand = standing.byHand.map { HandSetTier(tier: $0.tier, throughDay: $0.through?.number) }
        floor = standing.floor
        below = standing.below.map(HeldTier.init)
        asOfMs = standing.asOfMs
        days = account.qualification.days.map(QualifyingDay.init)
        uses = account.uses.filter { rewards.contains($0.key) }.mapValues { use in
            use.days.map { UsedDay(day: $0.0.number, times: $0.1) }
        }
    }
}

extension BirthdayFacts {
    fileprivate init(_ birthday: Birthday) {
        self.init(
            reckoning: birthday.reckoning == .lunar ? .lunar : .gregorian, month: birthday.month, day: birthday.day,
            isLeapMonth: birthday.isLeapMonth)
    }
}

extension HeldTier {
    fileprivate init(_ held: TierStanding.Held) {
        self.init(terms: held.terms, provenByStay: held.provenByStay)
        tier = held.tier
        sinceMs = held.sinceMs
        keptUntilMs = held.keptUntilMs
        keptFromDay = held.keptFrom?.number
        provenOnDay = held.provenOn?.number
        floor = held.floor
    }
}

extension QualifyingDay {
    fileprivate init(_ count: Qualification.Count) {
        self.init(
            day: count.day.number, spend: count.spend, pointsEarned: count.pointsEarned, services: count.services,
            bills: count.bills + count.sessions)
    }
}
