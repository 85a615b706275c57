internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// From what a history came to, to what kiosks are told of it.
extension StandingFacts {
    /// - Parameter rewards: of every published policy, by id: only their uses go to kiosks.
    init(_ account: MemberAccount, rewards: Set<String>) {
        let standing = account.standing
        self.init(terms: standing.termNumber, provenByStay: standing.provenByStay)
        joinedAtMs = account.person?.joinedAtMs
        birthday = account.person?.birthday.map(BirthdayFacts.init)
        tier = standing.tier
        sinceMs = standing.sinceMs
        keptUntilMs = standing.keptUntilMs
        keptFromDay = standing.termStart?.number
        provenOnDay = standing.provenOn?.number
        downgradeAtMs = standing.downgradeAtMs
        downgradeTo = standing.downgradeTo
        upcoming = standing.upcoming
        upcomingFromMs = standing.upcomingFromMs
        byHand = standing.byHand.map { HandSetTier(tier: $0.tier, throughDay: $0.through?.number) }
        floor = standing.floor
        below = standing.previousTiers.map(HeldTier.init)
        asOfMs = standing.asOfMs
        days = account.qualification.days.map(QualifyingDay.init)
        uses = account.uses.byKey.filter { rewards.contains($0.key) }.mapValues { use in
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
    fileprivate init(_ previous: TierStanding.PreviousTier) {
        self.init(terms: previous.termNumber, provenByStay: previous.provenByStay)
        tier = previous.tier
        sinceMs = previous.sinceMs
        keptUntilMs = previous.keptUntilMs
        keptFromDay = previous.termStart?.number
        provenOnDay = previous.provenOn?.number
        floor = previous.floor
    }
}

extension QualifyingDay {
    fileprivate init(_ count: Qualification.Count) {
        self.init(
            day: count.day.number, spend: count.spend.fen, pointsEarned: count.pointsEarned.count,
            services: count.services,
            bills: count.bills + count.sessions)
    }
}
