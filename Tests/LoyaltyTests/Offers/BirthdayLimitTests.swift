import Loyalty
import Testing
import Vocabulary

/// Once a birthday is once, also where New Year lies in the middle of it.
@Suite struct BirthdayLimitTests {
    private func member(_ birthday: Birthday?) -> MemberAccount {
        var account = MemberAccount()
        account.person = Person(joinedAtMs: 0)
        account.person?.birthday = birthday
        return account
    }

    private func policy(_ window: BirthdayWindow?, _ period: Period = .birthday) -> Policy {
        offerPolicy(
            [item("thing", 10_000)],
            [
                offer("ten", percent(10)) {
                    $0.conditions.when.birthday = window
                    $0.conditions.perMember = Limit(count: 1, period: period)
                }
            ])
    }

    /// The days on which somebody who comes every day gets the offer.
    private func days(_ account: MemberAccount, _ policy: Policy, _ range: ClosedRange<Day>) throws -> [Day] {
        var account = account
        return try (range.lowerBound.number...range.upperBound.number).map(Day.init).filter { day in
            let asked = bill(policy, [("thing", 1)], atMs: policy.zone.startMs(of: day) + 43_200_000)
            let isApplied = try !Quote.of(asked, account, policy, detail: .figures).applied.isEmpty
            if isApplied { account.uses.add(of: UseKey.offer("ten"), on: day) }
            return isApplied
        }
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test func `A birthday in the first days of January is one birthday on both sides of New Year`() throws {
        let account = member(Birthday(month: 1, day: 2))
        let window = BirthdayWindow(daysBefore: 7, daysAfter: 7)
        let range = try day("2026-12-01")...day("2029-02-01")
        #expect(
            try days(account, policy(window), range).map(\.description) == ["2026-12-26", "2027-12-26", "2028-12-26"])
        let byYear = try days(account, policy(window, .year), range).map(\.description)
        #expect(byYear.starts(with: ["2026-12-26", "2027-01-01"]), "of the year it is had on both sides")
    }

    /// Every day from Christmas to the week after New Year, 29 February, lunar ones about their New Year and in a leap
    /// month, and windows up to half a year.
    @Test(
        arguments: (25...31).map { Birthday(month: 12, day: $0) } + (1...7).map { Birthday(month: 1, day: $0) } + [
            Birthday(month: 2, day: 29), Birthday(month: 6, day: 30),
            Birthday(reckoning: .lunar, month: 12, day: 30), Birthday(reckoning: .lunar, month: 1, day: 1),
            Birthday(reckoning: .lunar, month: 11, day: 18),
            Birthday(reckoning: .lunar, month: 6, day: 3, isLeapMonth: true),
        ])
    func `Whoever comes every day has it once for every birthday`(birthday: Birthday) throws {
        let windows = [(0, 0), (7, 7), (14, 0), (0, 30), (183, 0), (0, 183), (176, 176)]
        for (before, after) in windows {
            let window = BirthdayWindow(daysBefore: before, daysAfter: after)
            let range = try day("2024-07-01")...day("2030-06-30")
            let taken = try days(member(birthday), policy(window), range)
            let kept = (2023...2031).compactMap(birthday.day(inOwnYear:)).filter { kept in
                kept.adding(days: after) >= range.lowerBound && kept.adding(days: -before) <= range.upperBound
            }
            #expect(taken.count == kept.count, "\(birthday) \(window): \(taken) for \(kept)")
            for (day, kept) in zip(taken, kept) {
                #expect(kept.adding(days: -before) <= day && day <= kept.adding(days: after), "\(birthday) \(window)")
            }
        }
        let month = try days(
            member(birthday), policy(BirthdayWindow(wholeMonth: true)), try day("2024-07-01")...day("2030-06-30"))
        #expect(month.count == 6, "\(month)")
    }

    @Test func `Without a window a day belongs to the nearest birthday, without a birthday to its year`() throws {
        let range = try day("2026-01-01")...day("2028-12-31")
        #expect(
            try days(member(Birthday(month: 1, day: 2)), policy(nil), range).map(\.description)
                == ["2026-01-01", "2026-07-04", "2027-07-04", "2028-07-04"])
        #expect(
            try days(member(nil), policy(nil), range).map(\.description) == ["2026-01-01", "2027-01-01", "2028-01-01"])
    }

    @Test func `Actions, rewards and privileges count by the birthday too`() throws {
        var policy = policy(nil)
        policy.tiers.tiers = [Tier(id: "basic", name: words("basic"))]
        let limit = Limit(count: 1, period: .birthday)
        var action = ActionRule(id: "cake", action: "cake", name: words("cake"), points: 5)
        action.limit = limit
        policy.earning.actions = [action]
        var reward = RewardRule(id: "tea", name: words("tea"), kind: .other, price: .init(points: 1))
        reward.perMember = limit
        reward.when.birthday = BirthdayWindow(daysBefore: 183)
        policy.rewards = [reward]
        var privilege = Privilege(id: "lounge", kind: .other, name: words("lounge"))
        privilege.limit = limit
        policy.tiers.tiers[0].privileges = [privilege]
        let facts: [MemberFact] = [.action("cake"), .redeem(reward: "tea"), .privilege("lounge")]
        for fact in facts {
            var account = account(points: 100)
            account.person = member(Birthday(month: 1, day: 2)).person
            var refused: [Bool] = []
            for day in ["2026-12-30", "2027-01-02", "2027-12-30"] {
                let entry = MemberEntry(
                    id: day, atMs: policy.zone.startMs(of: try self.day(day)), policy: policy.version, fact: fact)
                let outcome = try account.apply(entry, under: policy)
                refused.append(outcome.refusal != nil || (fact == .action("cake") && outcome.postings.isEmpty))
            }
            #expect(refused == [false, true, false], "\(fact)")
        }
    }
}
