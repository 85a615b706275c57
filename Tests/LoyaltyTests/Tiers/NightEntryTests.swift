import Testing
import Vocabulary

@testable import Loyalty

/// Nights as they are entered: at their midnight or later, and after whatever came before them.
@Suite struct NightEntryTests {
    private static let zone = Sample.zone
    private static let reached = Day("2026-01-10") ?? Day(0)
    /// The first day without gold: no month end, no grace.
    private static let fall = reached.adding(days: 400)

    private static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.policy {
            $0.sell("care")
            var gold = Tier(id: "gold", name: Bilingual(zh: "金卡", en: "Gold"))
            gold.reach = [Threshold(.spend, atLeast: 100_000)]
            $0.tiers.tiers = [Tier(id: "normal", name: Bilingual(zh: "普通", en: "Normal")), gold]
            $0.tiers.window = .rollingDays(400)
            $0.tiers.review = .immediate
            $0.tiers.graceDays = 0
            change(&$0)
        }
    }

    private static func night(_ day: Day, hour: Int64 = 0) -> MemberEntry {
        let atMs = zone.startMs(of: day) + hour * 3_600_000
        return MemberEntry(id: "night-\(day)", atMs: atMs, policy: "test-1", fact: .night(day))
    }

    private static func gold(_ policy: Policy) throws -> MemberAccount {
        var account = MemberAccount()
        _ = try account.apply(.sampleBill("b", reached.description, [("care", 100_000)]), under: policy)
        return account
    }

    private static func says(_ phrase: Phrase, _ entry: MemberEntry, _ account: inout MemberAccount, _ policy: Policy)
        throws -> Bool
    {
        try account.apply(entry, under: policy).derivation.steps.contains { $0.phrase == phrase }
    }

    @Test(arguments: [0, 3] as [Int64])
    func `E16 Night by night a fall is said 30 and 7 days before, and not again`(hour: Int64) throws {
        let policy = Self.policy()
        var account = try Self.gold(policy)
        let said = try (-3...390).reversed().filter { before in
            let night = Self.night(Self.fall.adding(days: -before), hour: hour)
            return try Self.says(.tierWarning, night, &account, policy)
        }
        #expect(said == [30, 7])
        #expect(account.tier(atMs: account.lastAtMs, policy)?.id == "normal")
    }

    @Test func `What else came at the same midnight takes no word away from the night`() throws {
        let policy = Self.policy { $0.points.pendingDays = 390 }
        var account = try Self.gold(policy)
        _ = try account.apply(.sample("t", "2026-01-20", .topUp(paid: 100)), under: policy)
        for before in [30, 7] {
            let day = Self.fall.adding(days: -before)
            let set = MemberFact.adjust(Adjustment(currency: .points, amount: 1, reason: "r"))
            _ = try account.apply(.sample("a-\(before)", day.description, 0, set), under: policy)
            #expect(try Self.says(.tierWarning, Self.night(day), &account, policy))
        }
    }

    @Test func `Points that become active are said by the night of that day, once`() throws {
        let policy = Self.policy {
            $0.points.pendingDays = 3
            $0.earning.actions = [ActionRule(id: "come", action: "come", name: Sample.name("come"), points: 40)]
        }
        var account = MemberAccount()
        _ = try account.apply(.sample("c", "2026-02-01", .action("come")), under: policy)
        for (day, isSaid) in [("2026-02-03", false), ("2026-02-04", true), ("2026-02-05", false)] {
            let night = Self.night(Day(day) ?? Day(0))
            #expect(try Self.says(.nightActivated, night, &account, policy) == isSaid, "\(day)")
        }
        // The same night again, under another id.
        let again = MemberEntry.sample("again", "2026-02-05", 1, .night(Day("2026-02-05") ?? Day(0)))
        #expect(try account.apply(again, under: policy).derivation.steps.isEmpty)
    }

    /// 70 points through 31 December, 40 that become active with 1 January, one redeemed by itself at 100.
    private static func newYear(_ policy: Policy) throws -> (MemberAccount, Outcome) {
        var account = MemberAccount()
        let old = Adjustment(currency: .points, amount: 70, reason: "r", expiresAtMs: Sample.at("2027-01-01", 0))
        _ = try account.apply(.sample("old", "2026-06-01", .adjust(old)), under: policy)
        _ = try account.apply(.sample("new", "2026-12-31", .action("come")), under: policy)
        let outcome = try account.apply(night(Day("2027-01-01") ?? Day(0)), under: policy)
        return (account, outcome)
    }

    private static func byBalance(autoRedeem: Bool) -> Policy {
        policy {
            $0.tiers.tiers[1].reach = [Threshold(.activePoints, atLeast: 100)]
            $0.points.pendingDays = 1
            $0.earning.actions = [ActionRule(id: "come", action: "come", name: Sample.name("come"), points: 40)]
            let price = Amount(points: 100)
            $0.rewards = [RewardRule(id: "gift", name: Sample.name("gift"), kind: .other, price: price)]
            if autoRedeem { $0.points.autoRedeem = "gift" }
        }
    }

    @Test func `E16 Midnight order, entered: 110, redeem 100, 10 left, not Silver, nothing to expire`() throws {
        let policy = Self.byBalance(autoRedeem: true)
        let (account, outcome) = try Self.newYear(policy)
        #expect(outcome.derivation.steps.map(\.phrase) == [.nightActivated, .nightRedeemed])
        #expect(outcome.derivation.steps.first?.rule == "points.pendingDays")
        #expect(account.pointsBalance(atMs: account.lastAtMs) == 10)
        #expect(account.tier(atMs: account.lastAtMs, policy)?.id == "normal")
        #expect(outcome.tierChange == nil && !outcome.postings.contains { $0.kind == .expiry })
        var twice = account
        let again = MemberEntry.sample("again", "2027-01-01", 1, .night(Day("2027-01-01") ?? Day(0)))
        let second = try twice.apply(again, under: policy)
        #expect(second.derivation.steps.isEmpty && second.postings.isEmpty)
    }

    @Test func `E16 Without redeeming by itself 70 expire and 40 stay`() throws {
        let (account, outcome) = try Self.newYear(Self.byBalance(autoRedeem: false))
        #expect(outcome.derivation.steps.map(\.phrase) == [.nightActivated, .nightExpired])
        #expect(account.pointsBalance(atMs: account.lastAtMs) == 40)
    }

    @Test func `A night of another day than its moment's is an error with words, and changes nothing`() throws {
        let policy = Self.policy { $0.points.validity = .days(30) }
        let account = try Self.gold(policy)
        for (day, at, hour) in [
            ("2030-01-01", "2026-02-01", 0), ("2026-02-02", "2026-02-01", 23), ("2026-01-31", "2026-02-01", 0),
        ] as [(String, String, Int64)] {
            var other = account
            let error = #expect(throws: RuleError.self) {
                try other.apply(.sample("n", at, hour, .night(Day(day) ?? Day(0))), under: policy)
            }
            #expect(error?.words.en.contains("its moment belongs to 1 Feb 2026") ?? false)
            #expect(other == account)
        }
    }

    @Test func `After a rise that time alone brought the fall is warned of, whether a night ran or not`() throws {
        let policy = Self.policy {
            $0.tiers.window = .calendarYear
            $0.tiers.upgrade = .nextPeriod
            $0.tiers.review = .periodEnd
            $0.tiers.graceDays = 30
        }
        var account = try Self.gold(policy)
        #expect(account.standing.tier == nil && account.standing.upcoming == "gold")
        let asked = Sample.at("2028-01-10", 10)
        let warning = try #require(account.tierWarning(atMs: asked, policy))
        #expect(warning.tier == "gold" && warning.on == Day("2028-01-31") && warning.daysLeft == 21)
        _ = try account.apply(Self.night(Day("2027-01-01") ?? Day(0)), under: policy)
        #expect(account.tierWarning(atMs: asked, policy) == warning)
    }

    @Test func `A tier set by hand that ends is warned of before, and falls to what the member has`() throws {
        let policy = Self.policy { $0.sell("mask", .product) }
        var account = MemberAccount()
        let set = MemberFact.tierSet("gold", through: Day("2026-03-31"))
        _ = try account.apply(.sample("s", "2026-03-01", set), under: policy)
        #expect(account.nextNight(afterMs: account.lastAtMs, policy) == Day("2026-03-02"))
        let warning = try #require(account.tierWarning(atMs: Sample.at("2026-03-28"), policy))
        #expect(warning.tier == "gold" && warning.fallsTo == "normal" && warning.on == Day("2026-04-01"))
        #expect(warning.words.en == "Gold becomes Normal on 1 Apr 2026 (4 days left)")
        #expect(
            account.tierWarning(atMs: Sample.at("2026-03-31"), policy)?.words.en
                == "Gold becomes Normal on 1 Apr 2026 (1 day left)")
        var said: [String] = []
        for day in (2...33).compactMap({ Day("2026-03-01")?.adding(days: $0 - 1) })
        where try Self.says(.tierWarning, Self.night(day), &account, policy) { said.append(day.description) }
        #expect(said == ["2026-03-02", "2026-03-25"])
        #expect(account.standing.byHand == nil)
        // What the member reaches by himself beneath it leaves nothing to warn of.
        var earner = MemberAccount()
        _ = try earner.apply(.sample("s", "2026-03-01", set), under: policy)
        _ = try earner.apply(.sampleBill("b", "2026-03-05", [("care", 100_000)]), under: policy)
        #expect(earner.tierWarning(atMs: Sample.at("2026-03-28"), policy) == nil)
    }
}
