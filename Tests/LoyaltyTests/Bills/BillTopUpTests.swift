import Testing
import Vocabulary

@testable import Loyalty

/// A line of a bill that pays in is a top-up like any other: on the card, in the tier, and back again.
@Suite struct BillTopUpTests {
    private static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.topUps {
            $0.sell("charge", .topUp, 300_000)
            $0.sell("care", .service, 30_000)
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
            $0.tiers.tiers = [Tier(id: "base", name: Sample.name("base")), Tier(id: "gold", name: Sample.name("gold"))]
            $0.tiers.tiers[1].reach = [Threshold(.spend, atLeast: 300_000)]
            change(&$0)
        }
    }

    private static func countingTopUps(_ policy: inout Policy) {
        policy.tiers.scope.kinds = [.topUp]
        policy.tiers.countsTenders = [.cash]
    }

    private static let charge = [("charge", 300_000 as Int64)]
    private static let both = [("care", 30_000 as Int64), ("charge", 300_000)]
    private static let now = Sample.at("2026-03-01")

    private static func bill(
        _ lines: [(String, Int64)] = charge, _ change: (inout Bill) -> Void = { _ in }
    ) -> MemberEntry { .sampleBill("b", "2026-01-10", lines, change) }

    private static func refund(_ id: String = "r", _ parts: [Refund.Part] = []) -> MemberEntry {
        .sample(id, "2026-01-12", .refund(Refund(bill: "b", parts: parts)))
    }

    private static func run(_ entries: [MemberEntry], _ policy: Policy = policy()) throws -> (MemberAccount, Outcome) {
        let history = try History.replayed(entries, under: PolicyBook([policy]))
        return (history.account, try #require(history.outcomes.last))
    }

    @Test func `It books principal, the rule's gift and points, and earns nothing`() throws {
        let (account, outcome) = try Self.run([Self.bill()])
        #expect(outcome.refusal == nil && outcome.earned?.points == 0)
        #expect(account.storedValue(atMs: Self.now) == (300_000, 100_000))
        #expect(account.pointsBalance(atMs: Self.now) == 300)
        #expect(words(outcome.derivation).contains("充值 ¥3,000，计入本金"))
        // It is neither a purchase nor a visit.
        #expect(account.purchases == 0 && account.lastVisit == nil)
        let lots = Set(account.purse.all.map(\.source))
        #expect(lots == ["b"], "lots are of the entry that paid in")
        let alone = try Self.run([.sample("t", "2026-01-10", .topUp(paid: 300_000))]).0
        #expect(alone.storedValue(atMs: Self.now) == account.storedValue(atMs: Self.now))
    }

    @Test func `It earns what topUpEarns says, beside what the other lines earn`() throws {
        let earning = Self.policy {
            $0.earning.topUpEarns = true
            $0.earning.earnsOn = [.cash]
        }
        #expect(try Self.run([Self.bill(Self.both)], earning).1.earned?.points == 3300)
        #expect(try Self.run([Self.bill(Self.both)]).1.earned?.points == 300)
        let silent = Self.policy { $0.earning.earnsOn = [.cash] }
        #expect(try Self.run([Self.bill(Self.both)], silent).1.earned?.points == 300)
        let alone = try Self.run([.sample("t", "2026-01-10", .topUp(paid: 300_000))], silent).0
        #expect(alone.pointsBalance(atMs: Self.now) == 300, "what the rule gives, and no more")
        // Given up, what it earned goes with it and what the care earned stays.
        let (account, _) = try Self.run(
            [Self.bill(Self.both), .sample("r", "2026-01-12", .prepaidRefund(topUp: "b/1"))], earning)
        #expect(account.pointsBalance(atMs: Self.now) == 300)
        #expect(account.qualification.days.last?.pointsEarned == 300)
        #expect(try Self.run([Self.bill(Self.both), Self.refund()], earning).0.pointsBalance(atMs: Self.now) == 0)
    }

    @Test func `No offer, no points and no rounding reach it unless a scope names it`() throws {
        let policy = Self.policy {
            $0.moneyOff = MoneyOffRule(points: 1, fen: 1)
            $0.moneyOff?.maximumShare = 1000
            $0.stacking.roundBillToFen = 100
            var tenth = Offer(
                id: "tenth", name: Sample.name("tenth"), layer: .bill, priority: 0,
                effect: .percentOff(basisPoints: 1000, cap: nil))
            tenth.group = "g"
            var full = Offer(id: "full", name: Sample.name("full"), layer: .bill, priority: 1, effect: .amountOff(9000))
            full.threshold = OfferThreshold(fen: 200_000)
            let half = Offer(
                id: "half", name: Sample.name("half"), layer: .bill, priority: 2,
                effect: .cheapestOff(basisPoints: 5000, cap: 100))
            $0.offers = [tenth, full, half]
        }
        let points = MemberEntry.sample(
            "p", "2026-01-02", .adjust(Adjustment(currency: .points, amount: 900_000, reason: "joined")))
        let alone = try Self.run([points, Self.bill([("charge", 100_055)]) { $0.points = .all }], policy).1
        #expect(alone.quote?.payable == 100_055 && alone.quote?.applied == [] && alone.quote?.pointsUsed == 0)
        let two = Self.bill([("care", 30_000), ("charge", 100_055)]) { $0.points = .all }
        let beside = try Self.run([points, two], policy)
        // ¥300 less 10% and ¥1, of that a tenth by points, rounded down to whole yuan.
        let quote = try #require(beside.1.quote)
        #expect(quote.lines[1].payable == 100_055 && quote.lines[0].payable == 24_200)
        #expect(quote.applied.map(\.offer) == ["tenth", "half"])
        #expect(beside.0.storedValue(atMs: Self.now) == (100_055, 10_000))
        let named = Self.policy {
            var offer = Offer(
                id: "new", name: Sample.name("new"), layer: .item, priority: 0,
                effect: .percentOff(basisPoints: 1000, cap: nil))
            offer.scope.kinds = [.topUp]
            $0.offers = [offer]
        }
        // ¥2700 are paid for ¥3000: what was not paid is gift, beside the ¥100 from ¥500 on.
        let (account, outcome) = try Self.run([Self.bill()], named)
        #expect(outcome.quote?.payable == 270_000)
        #expect(account.storedValue(atMs: Self.now) == (270_000, 40_000))
    }

    @Test func `Stored value does not pay for it, and the card's bound holds`() throws {
        let before = MemberEntry.sample("t", "2026-01-02", .topUp(paid: 40_000))
        let byCard = try Self.run([before, Self.bill(Self.both) { $0.tenders = [Tender(.principal, 30_001)] }]).1
        #expect(byCard.refusal?.words.zh == "要用储值付 ¥300.01，充值和次卡以外只有 ¥300 可付；充值请用现金等方式付")
        let fine = try Self.run([before, Self.bill(Self.both) { $0.tenders = [Tender(.principal, 30_000)] }]).0
        #expect(fine.bills["b"]?.tenders == [Tender(.principal, 30_000), Tender(.cash, 300_000)])
        let bounded = Self.policy { $0.region.maximumPerCard = 310_000 }
        #expect(try Self.run([before, Self.bill()], bounded).1.refusal?.phrase == .topUpLimit)
        let leaves = Self.bill(Self.both) { $0.tenders = [Tender(.principal, 30_000)] }
        #expect(try Self.run([before, leaves], bounded).1.refusal == nil)
        #expect(try Self.run([Self.bill([("charge", 0)])]).1.refusal?.phrase == .topUpNothing)
    }

    @Test func `Where gifts count towards the card's bound, so do all that come and go with a bill`() throws {
        // ¥2700 paid in, ¥300 that the offer took off and ¥100 by the rule.
        let bounded = { (fen: Int64, countsGifts: Bool) in
            Self.policy {
                var offer = Offer(
                    id: "new", name: Sample.name("new"), layer: .item, priority: 0,
                    effect: .percentOff(basisPoints: 1000, cap: nil))
                offer.scope.kinds = [.topUp]
                $0.offers = [offer]
                $0.region.maximumPerCard = fen
                $0.region.maximumCountsGifts = countsGifts
            }
        }
        for (fen, countsGifts, isRefused) in [
            (310_000, true, false), (309_999, true, true), (270_000, false, false), (269_999, false, true),
        ] as [(Int64, Bool, Bool)] {
            #expect((try Self.run([Self.bill()], bounded(fen, countsGifts)).1.refusal != nil) == isRefused)
        }
        let gift = MemberEntry.sample(
            "g", "2026-01-02", .adjust(Adjustment(currency: .gift, amount: 20_000, reason: "sorry")))
        let paying = Self.bill(Self.both) { $0.tenders = [Tender(.gift, 20_000)] }
        let full = bounded(310_000, true)
        #expect(try Self.run([gift, paying], full).1.refusal == nil, "what is paid with leaves first")
        #expect(try Self.run([gift, Self.bill(Self.both)], full).1.refusal?.phrase == .topUpLimit)
    }

    @Test func `Its bill goes back with principal, gift and points, in money and not on the card`() throws {
        let entries = [
            .sample("t", "2026-01-02", .topUp(paid: 40_000)),
            Self.bill(Self.both) { $0.tenders = [Tender(.principal, 20_000)] },
        ]
        let (whole, outcome) = try Self.run(entries + [Self.refund()])
        #expect(outcome.refund?.tenders == [.principal: 20_000, .cash: 310_000])
        #expect(whole.storedValue(atMs: Self.now) == (40_000, 0) && whole.pointsBalance(atMs: Self.now) == 0)
        #expect(whole.purchases == 0 && whole.qualification.days.allSatisfy { $0.bills == 0 && $0.spend == 0 })
        #expect(words(outcome.derivation).contains("充值 ¥3,000 退回，赠金 ¥1,000 收回"))
        let line = try Self.run(entries + [Self.refund("r", [.init(line: 1, .units(1))])])
        #expect(line.1.refund?.tenders == [.cash: 300_000] && line.0.purchases == 1)
        #expect(line.0.pointsBalance(atMs: Self.now) == 300)
        let care = try Self.run(entries + [Self.refund("r", [.init(line: 0, .units(1))])])
        #expect(care.1.refund?.tenders == [.principal: 20_000, .cash: 10_000] && care.0.purchases == 0)
    }

    @Test func `What was spent of it stays: then it is given up as stored value, and once`() throws {
        let spend = MemberEntry.sample("s", "2026-01-11", .spend(Amount(points: .zero, money: Money(fen: 40_000))))
        let touched = try Self.run([Self.bill(Self.both), spend, Self.refund("r", [.init(line: 1, .units(1))])])
        #expect(touched.1.refusal?.words.zh == "充值 ¥3,000 已经用过或退过，不能随账单退；请按储值退款办理")
        let rest = try Self.run([Self.bill(Self.both), spend, Self.refund()])
        #expect(rest.1.refund?.payable == 30_000 && rest.1.refund?.after.isWhole == false)
        let given = MemberEntry.sample("g", "2026-01-11", 13, .prepaidRefund(topUp: "b/1"))
        let twice = try Self.run([Self.bill(Self.both), given, Self.refund("r", [.init(line: 1, .units(1))])])
        #expect(twice.1.refusal != nil && twice.0.storedValue(atMs: Self.now) == (0, 0))
        for parts in [[Refund.Part(line: 0, .fen(100))], [.init(line: 0, .units(1))]] {
            let two = Self.bill { $0.lines[0].quantity = 2 }
            #expect(try Self.run([two, Self.refund("r", parts)]).1.refusal?.words.zh == "充值 ¥6,000 只能整笔退")
        }
    }

    @Test func `Paid in by itself or on a bill it counts towards tiers where the scope names top-ups`() throws {
        let counting = Self.policy(Self.countingTopUps)
        let alone = MemberEntry.sample("t", "2026-01-10", .topUp(paid: 300_000))
        for entry in [alone, Self.bill()] {
            let (account, outcome) = try Self.run([entry], counting)
            #expect(account.tier(atMs: Self.now, counting)?.id == "gold")
            #expect(outcome.tierChange?.to == "gold")
            #expect(try Self.run([entry]).0.tier(atMs: Self.now, Self.policy())?.id == "base")
        }
        #expect(try words(Self.run([alone], counting).1.derivation).contains("充值 ¥3,000 计入升级消费"))
        let nothing = Self.policy {
            Self.countingTopUps(&$0)
            $0.tiers.countsTenders = [.gift]
        }
        #expect(try Self.run([alone], nothing).0.tier(atMs: Self.now, nothing)?.id == "base")
        // Given up, or refunded, it no longer counts; a part of it that was spent does.
        let up: [[MemberEntry]] = [
            [alone, .sample("r", "2026-01-12", .prepaidRefund(topUp: nil))],
            [Self.bill(), .sample("r", "2026-01-12", .prepaidRefund(topUp: "b/0"))], [Self.bill(), Self.refund()],
        ]
        for entries in up {
            let account = try Self.run(entries, counting).0
            #expect(account.tier(atMs: Self.now, counting)?.id == "base")
            #expect(account.qualification.days.allSatisfy { $0.spend == 0 })
        }
        let spend = MemberEntry.sample("s", "2026-01-11", .spend(Amount(points: .zero, money: Money(fen: 40_000))))
        let part = try Self.run([alone, spend, .sample("r", "2026-01-12", .prepaidRefund(topUp: nil))], counting).0
        #expect(part.qualification.days.map(\.spend).reduce(0, +) == 30_000)
    }

    @Test func `Points that paying in earned go when it is given up, in its share`() throws {
        let policy = Self.policy {
            $0.earning.topUpEarns = true
            $0.earning.earnsOn = [.cash]
            $0.storedValue.topUps = []
        }
        let entries: [MemberEntry] = [
            .sample("t", "2026-01-10", .topUp(paid: 300_000)),
            .sample("s", "2026-01-11", .spend(Amount(points: .zero, money: Money(fen: 40_000)))),
            .sample("r", "2026-01-12", .prepaidRefund(topUp: "t")),
        ]
        #expect(try Self.run(Array(entries.prefix(1)), policy).0.pointsBalance(atMs: Self.now) == 3000)
        let account = try Self.run(entries, policy).0
        #expect(account.pointsBalance(atMs: Self.now) == 400)
        #expect(account.qualification.days.map(\.pointsEarned).reduce(0, +) == 400)
    }

    @Test func `What a merged account paid in still loses its tier and points when it is given up`() throws {
        let counting = Self.policy(Self.countingTopUps)
        let (giver, _) = try Self.run([Self.bill()], counting)
        var handover = giver.handover(atMs: Sample.at("2026-01-11"))
        handover.from = "other"
        let (account, _) = try Self.run(
            [
                .sample("m", "2026-01-11", .mergedHere(handover)),
                .sample("r", "2026-01-12", .prepaidRefund(topUp: "b/0")),
            ], counting)
        #expect(account.storedValue(atMs: Self.now) == (0, 0) && account.pointsBalance(atMs: Self.now) == 0)
        #expect(account.qualification.days.allSatisfy { $0.spend == 0 })
    }

    @Test func `In the first edition it was a line like any other, and paying in never counted`() throws {
        let counting = Self.policy(Self.countingTopUps)
        var old = Self.bill()
        old.edition = .first
        let (account, outcome) = try Self.run([old])
        #expect(account.storedValue(atMs: Self.now) == (0, 0) && account.purchases == 1)
        #expect(outcome.earned?.points == 3000)
        #expect(try Self.run([old, Self.refund()]).1.refund?.payable == 300_000)
        var alone = MemberEntry.sample("t", "2026-01-10", .topUp(paid: 300_000))
        alone.edition = .first
        #expect(try Self.run([alone], counting).0.tier(atMs: Self.now, counting)?.id == "base")
    }

    @Test func `A policy may count top-ups without an item for them, and not beside principal`() {
        func problems(_ change: (inout Policy) -> Void) -> [String] {
            let policy = Self.policy {
                $0.items["charge"] = nil
                change(&$0)
            }
            return PolicyCheck.findings(policy).filter { $0.path == "tiers.scope" }.map(\.words.en)
        }
        #expect(problems(Self.countingTopUps).isEmpty)
        #expect(problems { $0.tiers.scope.kinds = [.topUp] }.contains { $0.contains("count twice") })
        #expect(problems { $0.tiers.scope.items = ["nowhere"] } == ["no item of the price list is in it"])
    }
}
