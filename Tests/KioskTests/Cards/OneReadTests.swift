import CardProtocol
import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Synchronization
import Testing
import Vocabulary

@testable import Kiosk

/// The feed applies a page at any moment, also while a card is looked at.
@Suite struct OneReadTests {
    private static let policy = PolicyText(
        document: """
            version: one-read
            name: {zh: 测试, en: Test}
            effectiveFrom: 2020-01-01
            zone: Asia/Shanghai
            items:
              care: {name: {zh: 护理, en: Care}, kind: service, category: care, price: ¥380}
            rewards:
              mask: {name: {zh: 面膜, en: Mask}, kind: other, price: {points: 80, money: ¥0}}
            """, calendars: [:])

    /// Does something once, when it has been armed.
    private final class Interruption: Sendable {
        private let work = Mutex<(@Sendable () -> Void)?>(nil)

        func arm(_ body: @escaping @Sendable () -> Void) { work.withLock { $0 = body } }

        func pass() {
            let body = work.withLock { work in
                defer { work = nil }
                return work
            }
            body?()
        }

        var isOver: Bool { work.withLock { $0 == nil } }
    }

    private let interruption = Interruption()
    private let bench: KioskBench
    /// Another card of the member.
    private let other: CardID

    /// The member has spent 80 points with another card at this kiosk, which the hub has not counted yet.
    init() throws {
        bench = try KioskBench { [interruption] in interruption.pass() }
        other = CardID(uid: try #require(CardUID([4, 7, 7, 7, 7, 7, 7])), issueNumber: 1)
        try bench.feed([Self.policy], effectiveFromMs: [0], [facts(points: 500, settled: 0)])
        let id = OperationID(UUID())
        let intent = SpendIntent(
            amount: Amount(points: 80), before: .zero, after: Amount(points: 80),
            reward: "mask", claimCode: nil, authority: .offline)
        try append(id, .spendIntent(intent))
        try append(
            OperationID(UUID()), .spendOutcome(SpendOutcome(settles: id, outcome: .posted, evidence: .cardAnswer)))
    }

    private func append(_ id: OperationID, _ fact: Fact) throws {
        _ = try bench.store.append(
            JournalEntry(
                id: id, kiosk: "test-1", tap: id, tappedAtMs: bench.clock.nowMs, recordedAtMs: bench.clock.nowMs,
                member: bench.member, card: other, fact: fact))
    }

    private func facts(points: Int64, settled: Int64) -> MemberFacts {
        bench.facts(points: points) { [other] facts in
            facts.cards.append(
                CardFacts(
                    id: other, kind: .desfire, status: .active, settled: Amount(points: settled),
                    spendsOffline: false, open: []))
        }
    }

    /// The hub counts the spend: 80 points fewer, and nothing under way any more.
    private func feedOnceAsked() {
        let (bench, page) = (bench, facts(points: 420, settled: 80))
        interruption.arm {
            do { try bench.feed([Self.policy], effectiveFromMs: [0], [page], reflecting: true) } catch {
                Issue.record(error)
            }
        }
    }

    @Test func `A page that comes while a person is looked up is in what is shown whole, or not at all`() throws {
        feedOnceAsked()
        #expect(try bench.visitor().funds.available.points == Points(420))
        #expect(interruption.isOver)
        #expect(try bench.visitor().funds.available.points == Points(420))
    }

    @Test func `A page that comes during a tap is in what is shown whole, or not at all`() throws {
        feedOnceAsked()
        let channel = SimulatedChannel(try CardPress().card(bench.card, of: bench.member, seed: 1))
        let finding = bench.cards.read(channel, Tap(id: OperationID(UUID()), atMs: KioskBench.startMs))
        guard case .visitor(let visitor) = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(visitor.funds.available.points == Points(420))
        #expect(interruption.isOver)
    }
}
