import Testing
import Vocabulary

@testable import Loyalty

/// What counts towards tiers, from entries on.
@Suite struct QualifyingTests {
    private static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.policy {
            $0.sell("care", .service, 310_000)
            $0.sell("mask", .product, 95_000)
            $0.sell("freight", .fee, 95_000)
            $0.sell("charge", .topUp, 95_000)
            $0.sell("card", .package, 80_000)
            $0.packages = [
                PackageKind(id: "card", name: Sample.name("card"), sessions: ["care": 10], price: 80_000)
            ]
            var coupon = Offer(
                id: "coupon", name: Sample.name("coupon"), layer: .coupon, priority: 0, effect: .amountOff(10_000))
            coupon.coupon = CouponRule()
            $0.offers = [coupon]
            $0.tiers.tiers = [("normal", 0 as Int64), ("silver", 200_000), ("gold", 500_000)].map { id, fen in
                var tier = Tier(id: id, name: Sample.name(id))
                tier.reach = fen > 0 ? [Threshold(.spend, atLeast: fen)] : []
                return tier
            }
            $0.tiers.window = .rollingDays(400)
            $0.tiers.review = .immediate
            $0.tiers.downgrade = .reassess
            $0.tiers.graceDays = 0
            change(&$0)
        }
    }

    private static func account(_ entries: [MemberEntry], _ policy: Policy) throws -> MemberAccount {
        try History.replayed(entries, under: PolicyBook([policy])).account
    }

    private static func spend(_ account: MemberAccount) -> Int64 {
        account.qualification.counters(from: Day(0), through: Day(40_000)).spend
    }

    /// A list of ¥5000 and more, of which ¥3000 was paid for what counts.
    private static let spends: [MemberEntry] = [
        .sample("c", "2026-01-02", .couponIssued(offer: "coupon", coupon: "c1")),
        .sampleBill("b", "2026-01-10", [("care", 310_000), ("freight", 95_000)]) { $0.coupons = ["c1"] },
        .sampleBill("back", "2026-01-11", [("mask", 95_000)]),
        .sample("r", "2026-01-12", .refund(Refund(bill: "back"))),
    ]

    @Test func `E15 Rolling 400 days: ¥3000 without refunds, coupons and freight is Silver`() throws {
        let policy = Self.policy { $0.offers[0].scope.items = ["care"] }
        let account = try Self.account(Self.spends, policy)
        #expect(Self.spend(account) == 300_000)
        let now = Sample.at("2026-01-13")
        let gap = try #require(account.tierProgress(atMs: now, policy)?.toNext.first)
        #expect(gap.have == 300_000 && gap.need == 500_000)
        #expect(account.tier(atMs: now, policy)?.id == "silver")
        let out = Sample.zone.startMs(of: (Day("2026-01-10") ?? Day(0)).adding(days: 400))
        #expect(account.tier(atMs: out - 1, policy)?.id == "silver")
        #expect(account.tier(atMs: out, policy)?.id == "normal")
    }

    @Test func `E15 A refund of ¥50 that leaves less than the threshold drops Gold at once`() throws {
        let policy = Self.policy()
        let bill = MemberEntry.sampleBill("b", "2026-01-10", [("care", 501_000)])
        let refund = Refund(bill: "b", parts: [.init(line: 0, .fen(5000))])
        let account = try Self.account([bill, .sample("r", "2026-02-14", .refund(refund))], policy)
        #expect(account.tier(atMs: Sample.at("2026-02-14"), policy)?.id == "silver")
        #expect(try Self.account([bill], policy).tier(atMs: Sample.at("2026-02-14"), policy)?.id == "gold")
    }

    @Test(
        arguments: [
            ("freight", [:], 0), ("charge", [:], 0), ("freight", ["kinds": "fee"], 95_000),
            ("charge", ["items": "charge"], 95_000), ("freight", ["categories": "fees"], 95_000),
            ("freight", ["items": "care"], 0), ("mask", [:], 95_000),
        ] as [(String, [String: String], Int64)])
    func `Fees and top-ups are spend for tiers only where the scope names them`(
        item: String, scope: [String: String], counted: Int64
    ) throws {
        let policy = Self.policy {
            if let kind = scope["kinds"].flatMap(Item.Kind.init) { $0.tiers.scope.kinds = [kind] }
            if let item = scope["items"] { $0.tiers.scope.items = [item] }
            if let category = scope["categories"] { $0.tiers.scope.categories = [category] }
        }
        var account = MemberAccount()
        let lines: [(String, Int64)] = [(item, 95_000)]
        let bill = MemberEntry.sampleBill("b", "2026-01-10", lines)
        let outcome: Outcome = try account.apply(bill, under: policy)
        #expect(Self.spend(account) == counted)
        let said = outcome.derivation.steps.filter { $0.phrase == .tierUncounted }.map { $0.words.zh }
        #expect(said == (counted == 0 ? ["其中 ¥950 是费用或充值，不计入升级消费"] : []))
    }

    @Test func `A policy that counts money when it is paid in and when it is spent is unsound`() {
        func problems(_ change: (inout TierRules) -> Void) -> [String] {
            PolicyCheck.findings(Self.policy { change(&$0.tiers) }).filter { $0.path == "tiers.scope" }.map(\.words.en)
        }
        #expect(problems { _ in }.isEmpty)
        #expect(problems { $0.scope.kinds = [.topUp] }.contains { $0.contains("count twice") })
        #expect(
            problems {
                $0.scope.kinds = [.topUp]
                $0.countsTenders = [.cash]
            }.isEmpty)
    }

    // Sessions of packages.

    private static func session(_ id: String, _ day: String, used: String? = nil, _ hour: Int64 = 13) -> [MemberEntry] {
        let book = PackageStep.book(session: id, item: "care", forMs: Sample.at(day, 11))
        return [
            .sample("k-\(id)", day, 10, .package(lot: "p/0.0", book)),
            .sample("u-\(id)", used ?? day, hour, .package(lot: "p/0.0", .used(session: id))),
        ]
    }

    private static let bought = MemberEntry.sampleBill("p", "2026-01-10", [("card", 80_000)])

    private static func counters(_ entries: [MemberEntry], _ policy: Policy) throws -> TierCounters {
        try account(entries, policy).qualification.counters(from: Day(0), through: Day(40_000))
    }

    @Test func `A session of a package is a visit of its day and a service had, once a day with a bill`() throws {
        let policy = Self.policy()
        let entries = [Self.bought] + Self.session("s1", "2026-02-04") + Self.session("s2", "2026-02-04", 14)
        var counters = try Self.counters(entries, policy)
        #expect(counters.visits == 2 && counters.services == 2 && counters.spend == 80_000)
        // A bill of the same day is the same visit; the same session again is nothing new.
        let more: [MemberEntry] = [
            .sampleBill("m", "2026-02-04", hour: 15, [("mask", 95_000)]),
            .sample("again", "2026-02-05", .package(lot: "p/0.0", .used(session: "s1"))),
        ]
        counters = try Self.counters(entries + more, policy)
        #expect(counters.visits == 2 && counters.services == 2)
        let refunded = try Self.account(
            entries + more + [.sample("r", "2026-02-06", .refund(Refund(bill: "m")))], policy)
        #expect(refunded.qualification.days.count { $0.isVisit } == 2)
    }

    @Test func `A session entered late counts on the day it was booked for, one ahead of time on that of its entry`()
        throws
    {
        let policy = Self.policy()
        let late = try Self.account([Self.bought] + Self.session("s", "2026-02-04", used: "2026-02-06"), policy)
        #expect(late.lastVisit == Day("2026-02-04"))
        #expect(late.qualification.days.map(\.day) == [Day("2026-01-10"), Day("2026-02-04")])
        let early: [MemberEntry] = [
            Self.bought,
            .sample(
                "k", "2026-02-04", 10,
                .package(lot: "p/0.0", .book(session: "s", item: "care", forMs: Sample.at("2026-02-09")))),
            .sample("u", "2026-02-05", .package(lot: "p/0.0", .used(session: "s"))),
        ]
        #expect(try Self.account(early, policy).lastVisit == Day("2026-02-05"))
    }

    @Test func `Booked only, cancelled and cancelled late a session is no visit`() throws {
        let policy = Self.policy()
        let booked = Array(Self.session("s", "2026-02-04").prefix(1))
        let late = MemberEntry.sample("x", "2026-02-04", 10, .package(lot: "p/0.0", .cancelled(session: "s")))
        for entries in [[Self.bought] + booked, [Self.bought] + booked + [late]] {
            let account = try Self.account(entries, policy)
            #expect(account.lastVisit == Day("2026-01-10"))
            #expect(account.qualification.days.count { $0.isVisit } == 1)
        }
    }

    @Test func `Sessions reach a tier by visits or services, and who had one is not away`() throws {
        let policy = Self.policy {
            $0.tiers.tiers = [$0.tiers.tiers[0], $0.tiers.tiers[1]]
            $0.tiers.tiers[1].reach = [Threshold(.visits, atLeast: 3), Threshold(.services, atLeast: 4)]
            var back = Offer(
                id: "back", name: Sample.name("back"), layer: .bill, priority: 0,
                effect: .percentOff(basisPoints: 2000, cap: nil))
            back.conditions.awayDays = 90
            $0.offers.append(back)
        }
        let two = [Self.bought] + Self.session("s1", "2026-03-04")
        let now = Sample.at("2026-05-01")
        #expect(try Self.account(two, policy).tier(atMs: now, policy)?.id == "normal")
        let account = try Self.account(two + Self.session("s2", "2026-04-20"), policy)
        #expect(account.tier(atMs: now, policy)?.id == "silver")
        let bill = Bill(id: "q", atMs: now, store: "s", lines: [.init(item: "mask", unitPrice: 95_000)])
        #expect(try Quote.of(bill, account, policy).payable == 95_000)
        #expect(try Quote.of(bill, Self.account([Self.bought], policy), policy).payable == 76_000)
    }

    @Test func `E11 A coupon is judged by the store's day, and a bill at its creation, not at its confirmation`() throws
    {
        let policy = Self.policy { $0.offers[0].coupon?.validity = .months(1, toMonthEnd: false) }
        let issued = MemberEntry.sample("c", "2026-01-31", .couponIssued(offer: "coupon", coupon: "c1"))
        let account = try Self.account([issued], policy)
        func settled(_ made: Int64, _ confirmed: Int64) throws -> Outcome {
            var after = account
            var bill = Bill(id: "b", atMs: made, store: "s", lines: [.init(item: "mask", unitPrice: 95_000)])
            bill.coupons = ["c1"]
            return try after.apply(
                MemberEntry(id: "b", atMs: confirmed, policy: "test-1", fact: .bill(bill)), under: policy,
                detail: .proof)
        }
        // Half past eleven at night in Shanghai is 15:30 UTC, half past twelve is 16:30 UTC of the same UTC day.
        let (before, after) = (Sample.at("2026-02-28", 23, 30), Sample.at("2026-03-01", 0, 30))
        #expect(try settled(before, before).quote?.payable == 85_000)
        let refused = try settled(after, after)
        #expect(refused.quote?.payable == 95_000)
        #expect(refused.derivation.steps.contains { $0.phrase == .couponExpired })
        #expect(try settled(before, after).quote?.payable == 85_000)
    }
}
