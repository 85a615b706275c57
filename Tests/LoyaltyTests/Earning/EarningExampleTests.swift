import Testing
import Vocabulary

@testable import Loyalty

/// The worked examples that concern earning.
@Suite struct EarningExampleTests {
    @Test(arguments: [(4, 15_000, 6), (5, 30_000, 15), (5, 15_000, 7)] as [(Int64, Int64, Int64)])
    func `E1 Multiplier and fraction drop`(points: Int64, basisPoints: Int64, expected: Int64) {
        for mode in EarningRules.Mode.allCases {
            let policy = EarningSalon.policy {
                $0.earning.mode = mode
                $0.earning.perFen = 100
                $0.earning.amounts = [AmountRule(id: "base", points: points)]
                $0.earning.campaigns = [
                    Campaign(id: "more", name: EarningSalon.both, when: Occasion(), basisPoints: basisPoints)
                ]
            }
            let line = EarningSalon.line(list: 100)
            #expect(EarningSalon.earned([line], by: MemberAccount(), policy).points.count == expected)
        }
    }

    @Test(
        arguments: [
            (EarningRules.Mode.block, false, false, 140), (.proportional, false, false, 158),
            (.block, true, false, 280),
            (.proportional, true, false, 316), (.block, true, true, 330), (.proportional, true, true, 366),
        ] as [(EarningRules.Mode, Bool, Bool, Int64)])
    func `E2 Gold member, bill of 880 at nine tenths from 500`(
        mode: EarningRules.Mode, isDouble: Bool, hasBonus: Bool, expected: Int64
    ) throws {
        let policy = EarningSalon.policy {
            $0.earning.mode = mode
            $0.tiers = EarningSalon.tiers([("normal", 0, 10_000), ("gold", 100_000, 20_000)])
            var tenth = Offer(
                id: "tenth", name: EarningSalon.both, layer: .bill, priority: 0,
                effect: .percentOff(basisPoints: 1000, cap: nil))
            tenth.scope.kinds = [.service]
            tenth.threshold = OfferThreshold(fen: 50_000)
            $0.offers = [tenth]
            if isDouble {
                $0.earning.campaigns = [
                    Campaign(id: "double", name: EarningSalon.both, when: Occasion(), basisPoints: 20_000)
                ]
            }
            if hasBonus {
                $0.earning.bonuses = [
                    BonusRule(id: "bonus", name: EarningSalon.both, fromFen: 50_000, points: 50)
                ]
            }
        }
        var gold = EarningSalon.member(spent: 100_000, policy)
        let now = policy.zone.startMs(of: Day(20_001)) + 36_000_000
        let bill = Bill(id: "b", atMs: now, store: "s", lines: [Bill.Line(item: "care", unitPrice: 88_000)])
        let entry = MemberEntry(id: "b", atMs: now, policy: policy.version, fact: .bill(bill))
        let outcome = try gold.apply(entry, under: policy, detail: .proof)
        #expect(outcome.quote?.payable == 79_200)
        #expect(outcome.earned?.points.count == expected)
        if mode == .proportional, !isDouble {
            let words = outcome.derivation.steps.map(\.words.zh)
            #expect(words.contains("¥792 × 10/¥100 × 等级 2 × 活动 1 = 158.4 → 158 分"))
        }
    }

    @Test(arguments: [(EarningRules.Mode.block, 5), (.proportional, 6)] as [(EarningRules.Mode, Int64)])
    func `E3 Block and proportional`(mode: EarningRules.Mode, expected: Int64) {
        let policy = EarningSalon.policy {
            $0.earning.mode = mode
            $0.earning.perFen = 250
            $0.earning.amounts = [AmountRule(id: "base", points: 5)]
        }
        #expect(
            EarningSalon.earned([EarningSalon.line(list: 300)], by: MemberAccount(), policy).points.count == expected)
    }

    @Test(
        arguments: [
            (EarningRules.Basis.net, 50), (.netBeforePoints, 100), (.list, 120),
        ] as [(EarningRules.Basis, Int64)])
    func `E4 What amount earns`(basis: EarningRules.Basis, expected: Int64) {
        let policy = EarningSalon.policy {
            $0.earning.basis = basis
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "base", points: 1)]
        }
        let line = EarningSalon.line(list: 12_000, net: 10_000, payable: 5_000)
        #expect(EarningSalon.earned([line], by: MemberAccount(), policy).points.count == expected)
    }

    @Test func `E4 A claim in full still earns before points`() {
        let policy = EarningSalon.policy {
            $0.earning.basis = .netBeforePoints
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "base", points: 6)]
        }
        let line = EarningSalon.line(list: 10_000, payable: 0)
        #expect(EarningSalon.earned([line], by: MemberAccount(), policy).points == 600)
    }

    @Test func `E4 Prepaid payment earns only if enabled, tax is taken out first if said so`() {
        var policy = EarningSalon.policy { $0.earning.perFen = 100 }
        policy.earning.amounts = [AmountRule(id: "base", points: 1)]
        let line = [EarningSalon.line(list: 10_600)]
        let gift = [Tender(.gift, 5_300)]
        #expect(EarningSalon.earned(line, by: MemberAccount(), policy, tenders: gift).points == 53)
        policy.earning.earnsOn.insert(.gift)
        #expect(EarningSalon.earned(line, by: MemberAccount(), policy, tenders: gift).points == 106)
        policy.items["care"]?.taxBasisPoints = 600
        policy.earning.withoutTax = true
        #expect(EarningSalon.earned(line, by: MemberAccount(), policy, tenders: gift).points == 100)
    }

    @Test(
        arguments: [
            (0, 6000, 10_000), (0, 15_000, 20_000), (8000, 3000, 20_000), (18_000, 3000, 30_000),
        ] as [(Int64, Int64, Int64)])
    func `E5 The current sale counts towards the tier it earns at`(before: Int64, sale: Int64, ratio: Int64) {
        let policy = EarningSalon.policy {
            $0.earning.tierUsed = .after
            $0.tiers = EarningSalon.tiers([
                ("bronze", 0, 10_000), ("silver", 1_000_000, 20_000), ("gold", 2_000_000, 30_000),
            ])
        }
        let account = EarningSalon.member(spent: before * 100, policy)
        let earned = EarningSalon.earned([EarningSalon.line(list: sale * 100)], by: account, policy)
        #expect(earned.points.count == sale / 10 * ratio / 10_000)
    }

    @Test func `E5 With the tier before the sale an upgrade helps next time`() {
        let policy = EarningSalon.policy {
            $0.earning.perFen = 100_000
            $0.earning.amounts = [AmountRule(id: "base", points: 1)]
            $0.tiers = EarningSalon.tiers([("normal", 0, 10_000), ("better", 10_000_000, 11_111)])
        }
        let account = EarningSalon.member(spent: 100, policy)
        #expect(EarningSalon.earned([EarningSalon.line(list: 19_600_000)], by: account, policy).points == 196)
    }

    @Test(
        arguments: [(EarningRules.TierUsed.split, 190), (.after, 250), (.before, 100)]
            as [(EarningRules.TierUsed, Int64)])
    func `E5 Split per tier ratio or all at the upgraded tier`(used: EarningRules.TierUsed, expected: Int64) {
        let policy = EarningSalon.policy {
            $0.earning.tierUsed = used
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "base", points: 1)]
            $0.tiers = EarningSalon.tiers([("none", 0, 0), ("silver", 100_000, 2000), ("gold", 200_000, 5000)])
        }
        let account = EarningSalon.member(spent: 180_000, policy)
        #expect(EarningSalon.earned([EarningSalon.line(list: 50_000)], by: account, policy).points.count == expected)
    }

    @Test func `E7 What remains earns what the smaller bill would have, and nothing earns nothing`() {
        let policy = EarningSalon.policy {
            $0.earning.perFen = 1000
            $0.earning.amounts = [AmountRule(id: "base", points: 1)]
            $0.earning.visits = [VisitRule(id: "visit", points: 0)]
        }
        func kept(_ fen: Int64) -> Int64 {
            EarningSalon.earned([EarningSalon.line(list: fen)], by: MemberAccount(), policy).points.count
        }
        #expect([2190, 1460, 730, 1690, 0].map(kept) == [2, 1, 0, 1, 0])
        #expect(policy.earned([], EarningContext(MemberAccount(), policy, atMs: 0)).points == 0)
    }
}
