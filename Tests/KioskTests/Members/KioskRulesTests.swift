import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Testing
import Vocabulary

@testable import Kiosk

/// What a member is told at a kiosk follows the published rules, with or without the hub.
@Suite struct KioskRulesTests {
    /// - Parameter note: makes the text another one.
    private func policy(_ mask: Int, limit: Int = 300, note: String = "") -> PolicyText {
        PolicyText(
            document: """
                version: test-\(mask)\(note)
                name: {zh: 测试, en: Test}
                effectiveFrom: 2020-01-01
                zone: Asia/Shanghai
                items:
                  care: {name: {zh: 护理, en: Care}, kind: service, category: care, price: ¥380}
                tiers:
                  levels:
                    classic: {name: {zh: 普通会员, en: Classic}}
                    gold: {name: {zh: 金卡会员, en: Gold}, reach: {spend: ¥5000}}
                rewards:
                  mask:
                    name: {zh: 面膜, en: Mask}
                    kind: other
                    price: {points: \(mask), money: ¥0}
                    tierPrices: {gold: {points: 40, money: ¥0}}
                    perMember: 2 per month
                  spa: {name: {zh: 水疗, en: Spa}, kind: other, price: {points: 900, money: ¥20}}
                  far: {name: {zh: 静安礼遇, en: Far}, kind: other, price: {points: 10, money: ¥0}, stores: [jingan]}
                  top:
                    {name: {zh: 金卡礼遇, en: Top}, kind: other, price: ~, tierPrices: {gold: {points: 5, money: ¥0}}}
                kiosk:
                  offlineLimit: {points: \(limit), money: ¥200}
                """, calendars: [:])
    }

    private func bench(_ members: (KioskBench) -> [MemberFacts]) throws -> KioskBench {
        let bench = try KioskBench()
        try bench.feed([policy(80)], effectiveFromMs: [0], members(bench))
        return bench
    }

    @Test func `A reward has the price of the member's tier, and the tier the policy's name`() throws {
        let classic = try bench { [$0.facts()] }.visitor()
        #expect(classic.tier.en == "Classic" && classic.tierRank == TierRank(0, of: 2))
        #expect(classic.rewards.map(\.id) == ["mask", "spa", "top", "far"], "what can be had first, then by price")
        #expect(classic.rewards.first?.price.points == Points(80))
        #expect(classic.rewards.dropFirst().first?.price.money == Money(fen: 2000))
        #expect(Set(classic.refusals.keys) == ["far", "top"])
        #expect(classic.refusals["top"]?.en == "Top: for these tiers only: Gold")
        #expect(classic.refusals["far"]?.en == "Far: only at these stores: jingan")
        let gold = try bench { [$0.facts(standing: KioskBench.gold())] }.visitor()
        #expect(gold.tier.zh == "金卡会员" && gold.tierRank == TierRank(1, of: 2))
        #expect(gold.rewards.first { $0.id == "mask" }?.price.points == Points(40))
        #expect(Set(gold.refusals.keys) == ["far"])
    }

    @Test func `A limit that is reached is said in the rule's words, own redemptions included`() throws {
        var standing = KioskBench.gold()
        standing.uses = ["mask": [UsedDay(day: Int(KioskBench.startMs / KioskBench.dayMs), times: 1)]]
        let bench = try bench { [$0.facts(standing: standing)] }
        #expect(try bench.visitor().refusals["mask"] == nil)
        let intent = SpendIntent(
            amount: Amount(points: 40), before: Amount.zero, after: Amount(points: 40, fen: 0),
            reward: "mask", claimCode: "AAAAAA", authority: .offline)
        let id = OperationID(UUID())
        func append(_ id: OperationID, _ fact: Fact) throws {
            let entry = JournalEntry(
                id: id, kiosk: "test-1", tap: id, tappedAtMs: bench.clock.nowMs, recordedAtMs: bench.clock.nowMs,
                member: bench.member, card: bench.card, fact: fact)
            _ = try bench.store.append(entry)
        }
        try append(id, .spendIntent(intent))
        let refused = try bench.visitor()
        #expect(refused.refusals["mask"]?.en == "Mask: at most 2 a month, 2 redeemed so far")
        #expect(refused.reasons.rewards.contains { $0.words.zh.contains("每月最多兑换 2 次") })
        try append(
            OperationID(UUID()),
            .spendOutcome(HubAPI.SpendOutcome(settles: id, outcome: .voided, evidence: .odometer)))
        #expect(try bench.visitor().refusals["mask"] == nil, "it did not happen")
        bench.clock.advance(ms: 31 * KioskBench.dayMs)
        #expect(try bench.visitor().refusals["mask"] == nil, "another month")
    }

    @Test func `A kiosk that is cut off changes to the next policy at its moment`() throws {
        let bench = try KioskBench()
        let from = KioskBench.startMs + KioskBench.dayMs
        try bench.feed(
            [policy(80, note: "-cut"), policy(90, limit: 120, note: "-cut")], effectiveFromMs: [0, from],
            [bench.facts()])
        bench.cards.policies.readAll()
        #expect(bench.events == [.policyRead(version: "v0"), .policyRead(version: "v\(from)")])
        bench.clock.advance(ms: KioskBench.dayMs - 1)
        #expect(try bench.visitor().rewards.first?.price.points == Points(80))
        #expect(try bench.visitor().funds.limit.points == Points(300))
        bench.clock.advance(ms: 1)
        #expect(try bench.visitor().rewards.first?.price.points == Points(90))
        #expect(try bench.visitor().funds.limit.points == Points(120))
        #expect(bench.events.count == 2, "each is read once")
    }

    @Test func `A policy that cannot be read is said once, and the one before it goes on`() throws {
        let bench = try KioskBench()
        let broken = PolicyText(document: "version: broken\nnonsense: 1\n", calendars: [:])
        let good = policy(81, note: "-kept")
        try bench.feed([good, broken], effectiveFromMs: [0, KioskBench.startMs + 1], [bench.facts()])
        bench.clock.advance(ms: 10)
        #expect(try bench.visitor().rewards.first?.price.points == Points(81))
        // The hub names only what is in force from now on.
        try bench.feed([broken], effectiveFromMs: [KioskBench.startMs + 1], [])
        #expect(try bench.visitor().rewards.first?.price.points == Points(81))
        #expect(bench.events.filter { $0 == .policyUnreadable(version: "v\(KioskBench.startMs + 1)") }.count == 1)
    }

    @Test func `Without a policy that can be read members are greeted, and nothing is spent off line`() throws {
        let bench = try KioskBench()
        try bench.feed([PolicyText(document: "?", calendars: [:])], effectiveFromMs: [0], [bench.facts()])
        let visitor = try bench.visitor()
        #expect(visitor.tier.en == "Old name" && visitor.tierRank == TierRank(0, of: 0))
        #expect(visitor.rewards.isEmpty && visitor.funds.limit == .zero)
        #expect(visitor.funds.balance == Amount(points: Points(500), money: Money(fen: 60_000)))
    }

    @Test func `What is under way is taken off before a reward is in reach`() throws {
        let bench = try bench { bench in
            [bench.facts(points: 100) { $0.held.points = Points(30) }]
        }
        let visitor = try bench.visitor()
        #expect(visitor.funds.available.points == Points(70))
        #expect(visitor.reasons.rewards.contains { $0.words.en == "10 points to go for Mask" && $0.isNearly })
        #expect(
            visitor.reasons.points.map(\.words.en) == [
                "70 points to use", "100 points from 31 Jan 2026, use by 27 Dec 2026",
                "30 points being settled, not usable just now",
            ])
    }

    @Test func `Pending points count from their moment on, without the hub, and pay debts back`() throws {
        let later = KioskBench.startMs + 3 * KioskBench.dayMs
        let bench = try bench { bench in
            [
                bench.facts(points: 10) {
                    $0.lots[0].remaining = 10
                    $0.lots[0].expiresAtMs = KioskBench.startMs + KioskBench.dayMs
                    $0.lots.append(
                        LotFacts(
                            id: "late", currency: .known(.points), remaining: 70, gainedAtMs: KioskBench.startMs,
                            activeFromMs: later, expiresAtMs: nil))
                    $0.lots.append(
                        LotFacts(
                            id: "debt-principal", currency: .known(.principal), remaining: -20_000, gainedAtMs: 0,
                            expiresAtMs: nil))
                }
            ]
        }
        #expect(try bench.visitor().funds.balance == Amount(points: Points(10), money: Money(fen: 40_000)))
        #expect(try bench.visitor().reasons.points.contains { $0.words.en.contains("to use from 5 Mar 2026") })
        bench.clock.advance(ms: 3 * KioskBench.dayMs)
        #expect(try bench.visitor().funds.balance.points == Points(70))
    }

    @Test func `Stored value is told in its own part only`() throws {
        let reasons = try bench { [$0.facts()] }.visitor().reasons
        #expect(reasons.storedValue.map(\.words.zh) == ["可用 ¥600", "¥600：2026年1月31日充值，长期有效"])
        let rest = reasons.points + reasons.tier + reasons.rewards
        #expect(!rest.contains { $0.words.zh.contains("¥600") })
    }

    @Test func `The tier says since when, until when, what counted and what is missing`() throws {
        let gold = try bench { [$0.facts(standing: KioskBench.gold())] }.visitor().reasons.tier.map(\.words.en)
        #expect(
            gold == [
                "Gold since 21 Jan 2026", "Gold is valid through 18 Sep 2026",
                "To keep Gold: ¥5,000 spent within 12 months", "Last 12 months: ¥5,200 spent",
            ])
        let classic = try bench { [$0.facts()] }.visitor().reasons.tier
        #expect(classic.last?.words.en == "¥5,000 more to spend for Gold")
        #expect(classic.map(\.isNearly) == [false, false, true])
    }
}
