import Testing
import Vocabulary

@testable import Loyalty

/// Refunds that judge the rest of a bill anew (`reevaluate`), by figures worked out by hand.
@Suite struct ReevaluateTests {
    private static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.policy {
            $0.sell("face", .service, 10_000)
            $0.sell("hair", .service, 40_000)
            $0.sell("nails", .service, 22_000)
            $0.sell("course", .package, 300_000)
            var course = PackageKind(
                id: "course", name: Sample.name("course"), sessions: ["face": 10], price: 300_000)
            course.partialCredit = true
            $0.packages = [course]
            $0.reversal.discount = .reevaluate
            change(&$0)
        }
    }

    /// ¥30 off from ¥300 on, or ¥80 off from ¥600 on.
    private static func staircase(_ policy: inout Policy) {
        let stairs: [(String, Int64, Int64)] = [("300-30", 30_000, 3000), ("600-80", 60_000, 8000)]
        policy.offers = stairs.map { id, from, off in
            var offer = Offer(id: id, name: Sample.name(id), layer: .bill, priority: 0, effect: .amountOff(off))
            offer.threshold = OfferThreshold(fen: from)
            offer.group = "full"
            return offer
        }
    }

    private static func back(_ line: Int, _ what: Refund.Part.What) -> MemberFact {
        .refund(Refund(bill: "b", parts: [.init(line: line, what)]))
    }

    private static func paidBack(
        _ lines: [(String, Int64)], _ facts: [MemberFact], _ policy: Policy,
        _ change: (inout Bill) -> Void = { _ in }
    ) throws -> [Int64] {
        let bill = MemberEntry.sampleBill("b", "2026-01-10", lines, change)
        let steps = facts.enumerated().map { MemberEntry.sample("e\($0)", "2026-01-11", $1) }
        return try History.replayed([bill] + steps, under: PolicyBook([policy])).outcomes.dropFirst().map {
            $0.refund?.payable.fen ?? -1
        }
    }

    @Test func `A reduction on a line goes with its line and lowers no other`() throws {
        let two = [("face", 10_000 as Int64), ("face", 10_000)]
        let both = [Self.back(0, .fen(3000)), Self.back(0, .units(1))]
        #expect(try Self.paidBack(two, both, Self.policy()) == [3000, 7000])
        let thrice = [Self.back(0, .fen(3000)), Self.back(0, .units(1)), Self.back(1, .fen(1000))]
        #expect(try Self.paidBack(two, thrice, Self.policy()) == [3000, 7000, 1000])
        // Of two units one goes: of ¥150 given on the line, the ¥100 that the other still costs stay given.
        let pair = try Self.paidBack(
            [("face", 10_000), ("nails", 22_000)], [Self.back(0, .fen(15_000)), Self.back(0, .units(1))],
            Self.policy()
        ) { $0.lines[0].quantity = 2 }
        #expect(pair == [15_000, 5000])
    }

    @Test func `Sessions given back step by step pay what they cost, and nothing of the line beside them`() throws {
        let five = MemberFact.package(lot: "b/0.0", .refund(sessions: ["face": 5]))
        for beside in [("face", 10_000 as Int64), ("hair", 200_000)] {
            let steps = try Self.paidBack([("course", 300_000), beside], [five, five], Self.policy())
            #expect(steps == [150_000, 150_000])
        }
    }

    @Test func `All offers of the sale are asked again for the rest`() throws {
        let policy = Self.policy(Self.staircase)
        let bill = [("hair", 40_000 as Int64), ("nails", 22_000)]
        // Paid 540; 400 alone would have cost 370.
        #expect(try Self.paidBack(bill, [Self.back(1, .units(1))], policy) == [17_000])
        // 220 alone costs 220; then everything is back.
        #expect(
            try Self.paidBack(bill, [Self.back(0, .units(1)), Self.back(1, .units(1))], policy) == [32_000, 22_000])
    }

    @Test func `Who may have an offer was decided at the sale, and who took less than the best keeps to it`() throws {
        let policy = Self.policy {
            Self.staircase(&$0)
            $0.offers[0].conditions.firstPurchase = true
        }
        let bill = [("hair", 40_000 as Int64), ("nails", 22_000)]
        #expect(try Self.paidBack(bill, [Self.back(1, .units(1))], policy) == [17_000])
        let early = MemberEntry.sampleBill("a", "2026-01-02", [("face", 10_000)])
        let second = try History.replayed(
            [early, .sampleBill("b", "2026-01-10", bill), .sample("r", "2026-01-11", Self.back(1, .units(1)))],
            under: PolicyBook([policy]))
        #expect(second.outcomes.last?.refund?.payable == 14_000)
        let chosen = try Self.paidBack(bill, [Self.back(1, .units(1))], Self.policy(Self.staircase)) {
            $0.choice = .these([])
            $0.best = 54_000
        }
        #expect(chosen == [22_000])
        let best = try Self.paidBack(bill, [Self.back(1, .units(1))], Self.policy(Self.staircase)) {
            $0.choice = .these(["600-80"])
            $0.best = 54_000
        }
        #expect(best == [17_000])
    }

    @Test func `Points and the rounding of the bill are counted once, in the order of the sale`() throws {
        let policy = Self.policy {
            $0.moneyOff = MoneyOffRule(points: 1, fen: 1)
            $0.stacking.roundBillToFen = 100
            $0.items["face"]?.price = 10_055
        }
        let points = MemberEntry.sample(
            "p", "2026-01-02", .adjust(Adjustment(currency: .points, amount: 1020, reason: "joined")))
        let bill = MemberEntry.sampleBill("b", "2026-01-10", [("face", 10_055), ("nails", 22_000)]) {
            $0.points = .atMost(1000)
        }
        let history = try History.replayed(
            [points, bill, .sample("r", "2026-01-11", Self.back(0, .fen(500)))], under: PolicyBook([policy]))
        let settled = try #require(history.account.bills["b"])
        #expect(history.outcomes.last?.refund?.payable == 500 && settled.quote.pointsUsed > 0)
    }

    @Test func `What the rest earns goes by what is left paid, dearer or cheaper than its shares`() throws {
        // Half of the cheapest: with the ¥10 line gone it is half of the other, which ends at ¥200.
        let policy = Self.policy {
            $0.sell("file", .product, 1000)
            $0.offers = [
                Offer(
                    id: "half", name: Sample.name("half"), layer: .bill, priority: 0,
                    effect: .cheapestOff(basisPoints: 5000, cap: nil))
            ]
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
        }
        let bill = MemberEntry.sampleBill("b", "2026-01-10", [("hair", 40_000), ("file", 1000)])
        let history = try History.replayed(
            [bill, .sample("r", "2026-01-11", Self.back(1, .units(1)))], under: PolicyBook([policy]))
        #expect(history.outcomes.last?.refund?.payable == 20_500)
        #expect(history.account.pointsBalance(atMs: Sample.at("2026-01-12")) == 200)
        // Buy two, the third is free: what was free is what is left, and it bears what it costs alone.
        let third = Self.policy {
            $0.offers = [
                Offer(
                    id: "third", name: Sample.name("third"), layer: .bill, priority: 0,
                    effect: .buyGet(buy: 2, free: 1, basisPoints: 10_000, times: nil))
            ]
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
            $0.earning.amounts[0].scope.items = ["face"]
        }
        let three = MemberEntry.sampleBill("b", "2026-01-10", [("hair", 40_000), ("nails", 22_000), ("face", 10_000)])
        let both = MemberFact.refund(
            Refund(bill: "b", parts: [.init(line: 0, .units(1)), .init(line: 1, .units(1))]))
        let rest = try History.replayed([three, .sample("r", "2026-01-11", both)], under: PolicyBook([third]))
        #expect(rest.outcomes.last?.refund?.payable == 52_000)
        #expect(rest.account.bills["b"].map { $0.amountForVisitRules } == 10_000)
    }

    @Test func `A reduction lowers what earns before points too`() throws {
        let policy = Self.policy {
            $0.reversal.discount = .share
            $0.earning.basis = .netBeforePoints
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
        }
        let bill = MemberEntry.sampleBill("b", "2026-01-10", [("hair", 40_000)])
        let history = try History.replayed(
            [bill, .sample("r", "2026-01-11", Self.back(0, .fen(30_000)))], under: PolicyBook([policy]))
        #expect(history.account.pointsBalance(atMs: Sample.at("2026-01-12")) == 100)
    }

    @Test func `A refund of the first edition comes to what it paid then, and what is left is paid later`() throws {
        var old = MemberEntry.sample("old", "2026-01-12", Self.back(0, .units(1)))
        old.edition = .first
        let entries: [MemberEntry] = [
            .sampleBill("b", "2026-01-10", [("face", 10_000), ("face", 10_000)]),
            .sample("given", "2026-01-11", Self.back(0, .fen(3000))), old,
            .sample("rest", "2026-01-13", .refund(Refund(bill: "b"))),
        ]
        let outcomes = try History.replayed(entries, under: PolicyBook([Self.policy()])).outcomes
        #expect(outcomes.dropFirst().map { $0.refund?.payable } == [3000, 10_000, 7000])
    }
}
