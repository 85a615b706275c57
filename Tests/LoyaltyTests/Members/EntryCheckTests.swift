import Testing
import Vocabulary

@testable import Loyalty

/// Entries that make no sense where they stand change nothing, and say what to do.
@Suite struct EntryCheckTests {
    private let from = Sample.at("2026-01-01", 0)

    private var policy: Policy {
        Sample.policy {
            $0.effectiveFromMs = from
            $0.tiers.tiers = [
                Tier(id: "normal", name: Sample.name("normal")), Tier(id: "gold", name: Sample.name("gold")),
            ]
            $0.earning.actions = [ActionRule(id: "come", action: "come", name: Sample.name("come"), points: 40)]
        }
    }

    @Test(
        arguments: [
            .topUp(paid: 300_000), .action("come"), .night(Day("2025-12-31") ?? Day(0)), .redeem(reward: "gift"),
            .prepaidRefund(topUp: nil), .refund(Refund(bill: "b")), .couponIssued(offer: "o", coupon: "c"),
            .claim(redemption: "r", .unclaimed), .package(lot: "p", .used(session: "s")),
            .bill(Bill(id: "b", atMs: Sample.at("2025-12-31", 23, 59), store: "s", lines: [])),
        ] as [MemberFact])
    func `What a policy decides cannot happen before it is in force`(fact: MemberFact) {
        let early = Sample.at("2025-12-31", 23, 59)
        var account = MemberAccount()
        #expect(throws: RuleError.beforePolicy(atMs: early, zone: Sample.zone)) {
            try account.apply(MemberEntry(id: "e", atMs: early, policy: "test-1", fact: fact), under: policy)
        }
        #expect(account == MemberAccount())
    }

    @Test func `What was brought along, and what a card did, may be older than the first policy`() throws {
        var account = MemberAccount()
        let facts: [MemberFact] = [
            .joined(Person(joinedAtMs: 0)), .adjust(Adjustment(currency: .points, amount: 70, reason: "opening")),
            .tierSet("gold", through: nil), .spend(Amount(points: Points(20), money: Money(fen: 0))),
            .mergedHere(Handover(lots: [], debts: [], days: [], coupons: [], purchases: 0)),
        ]
        for (index, fact) in facts.enumerated() {
            _ = try account.apply(.sample("e\(index)", "2025-06-01", fact), under: policy)
        }
        _ = try account.apply(.sample("top", "2026-01-01", 0, .topUp(paid: 100)), under: policy)
        #expect(account.pointsBalance(atMs: from) == 50)
        #expect(account.tier(atMs: from, policy)?.id == "gold")
    }

    @Test(
        arguments: [
            Birthday(month: 2, day: 31), Birthday(month: 4, day: 31), Birthday(month: 13, day: 1),
            Birthday(month: 1, day: 0), Birthday(year: 2025, month: 2, day: 29),
            Birthday(reckoning: .lunar, month: 1, day: 31), Birthday(month: 2, day: 3, isLeapMonth: true),
            // 2025 has a leap sixth month and no other.
            Birthday(reckoning: .lunar, year: 2025, month: 5, day: 1, isLeapMonth: true),
        ])
    func `A birthday that its calendar does not have is an error with words`(birthday: Birthday) {
        var person = Person(joinedAtMs: from)
        person.birthday = birthday
        var account = MemberAccount()
        let error = #expect(throws: RuleError.self) {
            try account.apply(.sample("j", "2026-02-01", .joined(person)), under: policy)
        }
        #expect(error?.words.zh.hasSuffix("；请核对生日") ?? false)
        #expect(account == MemberAccount())
    }

    @Test(
        arguments: [
            Birthday(month: 2, day: 29), Birthday(year: 2024, month: 2, day: 29), Birthday(month: 12, day: 31),
            Birthday(reckoning: .lunar, month: 8, day: 30),
            Birthday(reckoning: .lunar, year: 2025, month: 6, day: 1, isLeapMonth: true),
            // No table goes so far: what cannot be known is not refused.
            Birthday(reckoning: .lunar, year: 1700, month: 1, day: 30),
        ])
    func `Birthdays that there are stay`(birthday: Birthday) throws {
        var person = Person(joinedAtMs: from)
        person.birthday = birthday
        var account = MemberAccount()
        _ = try account.apply(.sample("j", "2026-02-01", .joined(person)), under: policy)
        #expect(account.person?.birthday == birthday)
    }

    @Test func `Words go by whether it is one or more`() {
        func words(_ value: Value) -> Bilingual {
            Step(rule: "r", phrase: .gapVisits, values: [value, .id("X")]).words
        }
        #expect(words(.count(1)).en == "1 more visit for X" && words(.count(1)).zh == "再到店 1 次，就能升级为X")
        #expect(words(.count(2)).en == "2 more visits for X" && words(.count(0)).en == "0 more visits for X")
    }
}
