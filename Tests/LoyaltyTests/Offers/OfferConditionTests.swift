@testable import Loyalty
import Testing
import Vocabulary

/// Who may have an offer, when, and how often.
@Suite struct OfferConditionTests {
    private let dayMs: Int64 = 86_400_000

    /// Whether an offer of ten percent with these conditions is applied.
    private func isApplied(
        _ account: MemberAccount = MemberAccount(), atMs: Int64 = offerNoonMs, uses: [String: Int64] = [:],
        _ change: (inout Conditions) -> Void
    ) throws -> Bool {
        let policy = offerPolicy([item("thing", 10_000)], [offer("ten", percent(10)) { change(&$0.conditions) }]) {
            $0.tiers.tiers = [Tier(id: "basic", name: words("basic")), Tier(id: "gold", name: words("gold"))]
        }
        let asked = bill(policy, [("thing", 1)], atMs: atMs) { $0.totalUses = uses }
        let quote = try Quote.of(asked, account, policy)
        #expect(quote.payable == (quote.applied.isEmpty ? 10_000 : 9000))
        #expect(quote.applied.isEmpty == quote.derivation.steps.contains { $0.rule == "ten" && $0.phrase.isRefusal })
        return !quote.applied.isEmpty
    }

    private func member(_ change: (inout Person) -> Void) -> MemberAccount {
        var person = Person(joinedAtMs: 0)
        change(&person)
        var account = MemberAccount()
        account.person = person
        return account
    }

    @Test func `Happy hours hold from their first minute to before their last`() throws {
        let start = offerNoonMs - 12 * 3_600_000
        for (minute, holds) in [(839, false), (840, true), (959, true), (960, false)] {
            let atMs = start + Int64(minute) * 60_000
            #expect(try isApplied(atMs: atMs) { $0.when.hours = [840..<960] } == holds)
        }
        #expect(try isApplied { $0.when.weekdays = [3] })
        #expect(try !isApplied { $0.when.weekdays = [4] })
        #expect(try isApplied(atMs: start) { $0.when.from = Day("2026-03-04") })
        #expect(try !isApplied(atMs: start - 1) { $0.when.from = Day("2026-03-04") })
    }

    @Test func `A birthday window counts days of the store`() throws {
        let account = member { $0.birthday = Birthday(year: 1990, month: 3, day: 7) }
        for (days, holds) in [(-1, false), (0, true), (3, true), (4, true), (5, false)] {
            let atMs = offerNoonMs + Int64(days) * dayMs
            let window = BirthdayWindow(daysBefore: 3, daysAfter: 1)
            #expect(try isApplied(account, atMs: atMs) { $0.when.birthday = window } == holds)
        }
        #expect(try !isApplied { $0.when.birthday = BirthdayWindow(daysBefore: 400) })
    }

    @Test func `A first purchase is a bill with none before it`() throws {
        var account = MemberAccount()
        #expect(try isApplied(account) { $0.firstPurchase = true })
        account.purchases = 1
        #expect(try !isApplied(account) { $0.firstPurchase = true })
    }

    @Test func `Store, tier, segment and person decide`() throws {
        #expect(try isApplied { $0.stores = ["west"] })
        #expect(try !isApplied { $0.stores = ["east"] })
        #expect(try isApplied { $0.tiers = ["basic"] })
        #expect(try !isApplied { $0.tiers = ["gold"] })
        var gold = MemberAccount()
        gold.standing.tier = "gold"
        #expect(try isApplied(gold) { $0.tiers = ["gold"] })
        #expect(try !isApplied(gold) { $0.tiers = ["basic"] })
        let account = member {
            $0.segments = ["skin"]
            $0.sex = .male
            $0.occupation = "nurse"
        }
        #expect(try isApplied(account) { $0.segments = ["skin", "hair"] })
        #expect(try !isApplied(account) { $0.segments = ["hair"] })
        #expect(try isApplied(account) { $0.sexes = [.male] })
        #expect(try !isApplied(account) { $0.sexes = [.female] })
        #expect(try isApplied(account) { $0.occupations = ["nurse"] })
        #expect(try !isApplied(account) { $0.occupations = ["teacher"] })
        #expect(try !isApplied { $0.segments = ["skin"] })
        #expect(try !isApplied { $0.sexes = [.female, .male] })
    }

    @Test func `Age is in whole years, from the birthday on`() throws {
        let account = member { $0.birthday = Birthday(year: 1966, month: 3, day: 5) }
        #expect(try !isApplied(account) { $0.age = 60...99 })
        #expect(try isApplied(account) { $0.age = 18...59 })
        #expect(try isApplied(account, atMs: offerNoonMs + dayMs) { $0.age = 60...99 })
        #expect(try !isApplied(member { $0.birthday = Birthday(month: 3, day: 5) }) { $0.age = 0...99 })
    }

    @Test func `Win-back counts days since the last visit; who never came is not won back`() throws {
        var account = MemberAccount()
        #expect(try !isApplied(account) { $0.awayDays = 90 })
        for (days, holds) in [(89, false), (90, true)] {
            account.lastVisit = StoreZone.shanghai.day(atMs: offerNoonMs).adding(days: -days)
            #expect(try isApplied(account) { $0.awayDays = 90 } == holds)
        }
    }

    /// A member who says when his birthday is has not had his birthday's offer.
    @Test func `An offer, an action and a reward of one id are counted apart`() throws {
        var account = MemberAccount()
        var policy = offerPolicy([item("thing", 10_000)], [])
        policy.earning.actions = [ActionRule(id: "ten", action: "ten", name: Bilingual(both: "ten"), points: 30)]
        policy.rewards = [RewardRule(id: "ten", name: Bilingual(both: "ten"), kind: .other, price: .init(points: 1))]
        for (id, fact) in [("a", MemberFact.action("ten")), ("r", .redeem(reward: "ten"))] {
            let entry = MemberEntry(id: id, atMs: offerNoonMs, policy: policy.version, fact: fact)
            #expect(try account.apply(entry, under: policy).refusal == nil)
        }
        #expect(try isApplied(account) { $0.perMember = Limit(count: 1, period: .ever) })
        #expect(account.uses.byKey.count == 2)
    }

    @Test func `Limits per member and in all are refused when used up`() throws {
        var account = MemberAccount()
        let today = StoreZone.shanghai.day(atMs: offerNoonMs)
        account.uses.add(of: UseKey.offer("ten"), on: today.adding(days: -4))
        account.uses.add(of: UseKey.offer("ten"), on: today.adding(days: -3))
        for (limit, holds) in [
            (Limit(count: 2, period: .month), true), (Limit(count: 1, period: .month), false),
            (Limit(count: 1, period: .day), true), (Limit(count: 2, period: .ever), false),
            (Limit(count: 3, period: .year), true), (Limit(count: 0, period: .transaction), false),
        ] {
            #expect(try isApplied(account) { $0.perMember = limit } == holds, "\(limit)")
        }
        #expect(try isApplied(uses: ["ten": 99]) { $0.total = 100 })
        #expect(try !isApplied(uses: ["ten": 100]) { $0.total = 100 })
    }
}

extension Phrase {
    fileprivate var isRefusal: Bool { id.description.hasPrefix("offer.refused.") }
}
