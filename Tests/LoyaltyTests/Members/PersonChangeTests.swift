import Testing
import Vocabulary

@testable import Loyalty

/// What is learned of a member after joining: it holds from then on, and undoes nothing.
@Suite struct PersonChangeTests {
    private static let march = Birthday(year: 1990, month: 3, day: 10)

    private func change(_ body: (inout PersonChange) -> Void) -> MemberFact {
        var change = PersonChange()
        body(&change)
        return .personChanged(change)
    }

    private func joined(_ day: String, _ birthday: Birthday? = march) -> MemberEntry {
        var person = Person(joinedAtMs: Sample.at(day))
        person.birthday = birthday
        person.sex = .female
        person.occupation = "student"
        person.segments = ["new"]
        return .sample("joined", day, .joined(person))
    }

    private func account(_ entries: [MemberEntry], _ policy: Policy) throws -> MemberAccount {
        var account = MemberAccount()
        for entry in entries { _ = try account.apply(entry, under: policy) }
        return account
    }

    /// A tenth off around the birthday, once for each.
    private static let birthdayOffer = Sample.policy {
        $0.sell("care")
        $0.offers = [
            offer("birthday", percent(10)) {
                $0.conditions.when.birthday = BirthdayWindow(daysBefore: 7, daysAfter: 7)
                $0.conditions.perMember = Limit(count: 1, period: .birthday)
            }
        ]
    }

    /// On which of the days, each with a bill, the birthday's offer is had.
    private func had(
        _ days: [String], changedOn day: String, to birthday: PersonChange.Fact<Birthday>
    ) throws -> [String] {
        var account = try account([joined("2026-01-10")], Self.birthdayOffer)
        var had: [String] = []
        let changed = MemberEntry.sample("changed", day, 9, change { $0.birthday = birthday })
        for entry in (days.map { .sampleBill("b-\($0)", $0, [("care", 100_000)]) } + [changed])
            .sorted(by: { $0.atMs < $1.atMs })
        {
            let outcome = try account.apply(entry, under: Self.birthdayOffer)
            if outcome.quote?.applied.isEmpty == false { had.append(String(entry.id.dropFirst(2))) }
        }
        return had
    }

    @Test func `A birthday told right does not give the year's present again`() throws {
        let days = ["2026-03-10", "2026-06-12", "2027-03-10", "2027-06-12"]
        let june = Birthday(year: 1990, month: 6, day: 12)
        #expect(try had(days, changedOn: "2027-12-31", to: .known(june)) == ["2026-03-10", "2027-03-10"])
        #expect(try had(days, changedOn: "2026-05-01", to: .known(june)) == ["2026-03-10", "2027-06-12"])
        #expect(try had(days, changedOn: "2026-03-10", to: .known(june)) == ["2026-06-12", "2027-06-12"])
        // The same day in the other calendar, or with another year, is the same birthday.
        let lunar = Birthday(reckoning: .lunar, year: 1990, month: 2, day: 14)
        #expect(try had(days + ["2026-03-31"], changedOn: "2026-03-20", to: .known(lunar)).prefix(1) == ["2026-03-10"])
        #expect(
            try had(days, changedOn: "2026-05-01", to: .known(Birthday(month: 3, day: 11))) == [
                "2026-03-10", "2027-03-10",
            ])
        #expect(try had(days, changedOn: "2026-05-01", to: .unknown) == ["2026-03-10"])
    }

    @Test func `Years of membership go on from the day of joining, whatever is learned before and after it`() throws {
        let policy = Sample.policy {
            $0.sell("care")
            var gold = Tier(id: "gold", name: Sample.name("gold"))
            gold.reach = [Threshold(.spend, atLeast: 100_000)]
            $0.tiers.tiers = [Tier(id: "all", name: Sample.name("all")), gold]
            $0.tiers.window = .anniversary
            $0.tiers.graceDays = 0
        }
        let bill = MemberEntry.sampleBill("b", "2026-02-20", [("care", 100_000)])
        for changes in [["2026-02-01"], ["2026-03-20"], ["2027-01-14"], ["2027-01-16"], ["2026-02-21", "2027-01-20"]] {
            let entries = changes.enumerated().map { index, day in
                MemberEntry.sample(
                    "c-\(index)", day,
                    change {
                        $0.birthday = .known(Birthday(month: index + 1, day: 1))
                        $0.sex = .known(.male)
                        $0.occupation = .unknown
                        $0.segments = ["vip"]
                    })
            }
            for end in ["2027-01-14", "2027-01-15", "2028-01-14", "2028-01-15", "2028-01-16"] {
                let night = MemberEntry.sample("night", end, 23, .night(try #require(Day(end))))
                let all = ([joined("2026-01-15"), bill, night] + entries)
                    .filter { $0.atMs <= night.atMs }.sorted { $0.atMs < $1.atMs }
                let changed = try account(all, policy)
                let plain = try account(all.filter { !$0.id.hasPrefix("c-") }, policy)
                #expect(changed.standing == plain.standing, "\(changes) \(end)")
                #expect(changed.person?.joinedAtMs == Sample.at("2026-01-15"))
            }
        }
    }

    @Test func `A segment, an age, a sex and an occupation count from the change on, and a bill before it stays`()
        throws
    {
        let policy = Sample.policy {
            $0.sell("care")
            $0.offers = [
                offer("students", percent(10)) { $0.conditions.occupations = ["student"] },
                offer("vips", percent(20)) { $0.conditions.segments = ["vip"] },
                offer("men", percent(30)) { $0.conditions.sexes = [.male] },
                offer("forties", percent(40)) { $0.conditions.age = 40...49 },
            ]
        }
        let bills = ["2026-02-01", "2026-02-03"].map { MemberEntry.sampleBill("b-\($0)", $0, [("care", 100_000)]) }
        let changes: [(Set<String>, MemberFact)] = [
            (["students"], change { $0.sex = .unknown }), (["students", "vips"], change { $0.segments = ["vip"] }),
            (["students", "men"], change { $0.sex = .known(.male) }),
            (["students", "forties"], change { $0.birthday = .known(Birthday(year: 1982, month: 1, day: 1)) }),
            ([], change { $0.occupation = .unknown }),
        ]
        for (expected, fact) in changes {
            var account = try account([joined("2026-01-10"), bills[0]], policy)
            let before = account.bills
            _ = try account.apply(.sample("change", "2026-02-02", fact), under: policy)
            #expect(account.bills == before)
            let outcome = try account.apply(bills[1], under: policy)
            #expect(Set(outcome.quote?.applied.map(\.offer) ?? []) == expected, "\(fact)")
        }
    }

    @Test func `What is not said stays, and what is unknown is nothing`() throws {
        let policy = Sample.policy()
        var account = try account([joined("2026-01-10")], policy)
        let before = try #require(account.person)
        _ = try account.apply(.sample("c-1", "2026-02-01", change { $0.occupation = .known("nurse") }), under: policy)
        var expected = before
        expected.occupation = "nurse"
        #expect(account.person == expected)
        let all = change {
            $0.birthday = .unknown
            $0.sex = .unknown
            $0.occupation = .unknown
            $0.segments = []
        }
        let outcome = try account.apply(.sample("c-2", "2026-02-02", all), under: policy)
        #expect(account.person == Person(joinedAtMs: before.joinedAtMs))
        #expect(
            outcome.derivation.steps.map(\.phrase.id.description) == [
                "person.birthday", "person.sex", "person.occupation", "person.segments",
            ])
    }

    @Test func `A change of nothing, of nobody, or to a day that no calendar has is refused and changes nothing`()
        throws
    {
        let policy = Sample.policy()
        let impossible = change { $0.birthday = .known(Birthday(month: 2, day: 30)) }
        let sound = change { $0.sex = .known(.male) }
        for (entries, fact) in [
            ([joined("2026-01-10")], change { _ in }), ([joined("2026-01-10")], impossible), ([], sound),
        ] {
            var account = try account(entries, policy)
            let before = account
            let error = #expect(throws: RuleError.self) {
                try account.apply(.sample("c", "2026-02-01", fact), under: policy)
            }
            #expect(error?.words.zh.contains("；") == true && account.person == before.person, "\(fact)")
            #expect(!account.entries.contains("c"))
        }
    }
}
