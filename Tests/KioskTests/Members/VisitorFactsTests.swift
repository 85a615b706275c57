import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Testing
import Vocabulary

@testable import Kiosk

/// What a kiosk knows of somebody beside the rules: bookings, codes that wait, arrivals, the language.
@Suite struct VisitorFactsTests {
    private static let policy = PolicyText(
        document: """
            version: facts-1
            name: {zh: 测试, en: Test}
            effectiveFrom: 2020-01-01
            zone: Asia/Shanghai
            items:
              care: {name: {zh: 护理, en: Care}, kind: service, category: care, price: ¥380}
            tiers: {levels: {classic: {name: {zh: 普通会员, en: Classic}}}}
            rewards:
              mask: {name: {zh: 面膜, en: Mask}, kind: other, price: {points: 80, money: ¥0}}
            """, calendars: [:])

    private func bench(_ change: @escaping (inout MemberFacts) -> Void = { _ in }) throws -> KioskBench {
        let bench = try KioskBench()
        try feed(bench, change)
        return bench
    }

    private func feed(_ bench: KioskBench, _ change: (inout MemberFacts) -> Void) throws {
        try bench.feed([Self.policy], effectiveFromMs: [0], [bench.facts(change: change)])
    }

    private func append(_ bench: KioskBench, _ id: OperationID, _ fact: Fact) throws {
        let entry = JournalEntry(
            id: id, kiosk: "test-1", tap: id, tappedAtMs: bench.clock.nowMs, recordedAtMs: bench.clock.nowMs,
            member: bench.member, card: bench.card, fact: fact)
        _ = try bench.store.append(entry)
    }

    /// Buys a mask at this kiosk.
    private func buy(_ bench: KioskBench) throws -> OperationID {
        let id = OperationID(UUID())
        let intent = SpendIntent(
            amount: Amount(points: 80), before: Amount.zero, after: Amount(points: 80, fen: 0),
            reward: "mask", claimCode: ClaimCode.text(for: id), authority: .offline)
        try append(bench, id, .spendIntent(intent))
        try append(
            bench, OperationID(UUID()),
            .spendOutcome(SpendOutcome(settles: id, outcome: .posted, evidence: .cardAnswer)))
        return id
    }

    /// By the card's odometer against what this kiosk knows of it.
    @Test func `Figures are "about" where the card has spent what nobody here knows the end of`() throws {
        let bench = try bench()
        func isAbout(_ points: Int64) throws -> Bool? {
            bench.cards.visitor(bench.card, Amount(points: Points(points), money: .zero))?.about
        }
        #expect(try isAbout(0) == false && isAbout(80) == true)
        _ = try buy(bench)
        #expect(try isAbout(80) == false && isAbout(0) == true)
        let pending = SpendIntent(
            amount: Amount(points: 80), before: Amount(points: 80, fen: 0), after: Amount(points: 160, fen: 0),
            reward: "mask", claimCode: nil, authority: .offline)
        try append(bench, OperationID(UUID()), .spendIntent(pending))
        #expect(try isAbout(80) == false && isAbout(160) == true)
    }

    @Test func `A code is shown again at this kiosk at once and off line, with its last day`() throws {
        let bench = try bench()
        #expect(try bench.visitor().claims.isEmpty)
        let code = ClaimCode.text(for: try buy(bench))
        bench.clock.advance(ms: 61_000)
        let claims = try bench.visitor().claims
        #expect(claims.map(\.code) == [code] && claims.first?.reward.zh == "面膜")
        // 30 days after the 2nd of March.
        #expect(claims.first?.lastDay.map { [$0.month, $0.day] } == [4, 1])
        #expect(try bench.visitor().recentClaim == nil, "only a second tap opens with it")
    }

    @Test func `A code is shown as the hub tells it, once, and goes when it was handed over`() throws {
        let bench = try bench()
        let code = ClaimCode.text(for: try buy(bench))
        let told = OpenClaimFacts(code: code, reward: Bilingual(zh: "面膜", en: "Mask"), atMs: KioskBench.startMs)
        let other = OpenClaimFacts(
            code: "ABC346", reward: Bilingual(zh: "茶", en: "Tea"), atMs: KioskBench.startMs - 9 * KioskBench.dayMs)
        try feed(bench) { $0.claims = [told, other] }
        #expect(try bench.visitor().claims.map(\.code) == [code, "ABC346"])
        #expect(try bench.visitor().claims.last?.lastDay.map { [$0.month, $0.day] } == [3, 23])
    }

    /// The stand-in hub says with each page that it holds no line of this kiosk; a real one says how many.
    @Test(arguments: [
        (String?.none, true), ("xuhui", true), ("jingan", false),
    ]) func `A booking of another store is shown with its place and not checked in`(
        store: String?, isHere: Bool
    ) throws {
        let bench = try bench { facts in
            facts.bookings = [
                BookingFacts(
                    id: "b", startsAtMs: KioskBench.startMs, minutes: 60,
                    service: Bilingual(zh: "护理", en: "Care"), staff: Bilingual(zh: "林", en: "Lin"),
                    status: .booked, store: store, place: store.map { Bilingual(both: $0) })
            ]
        }
        let appointment = try #require(try bench.visitor().bookings.first)
        #expect(appointment.isHere == isHere)
        #expect(appointment.line.place?.en == (isHere ? nil : store))
    }

    @Test func `A walk-in has come for the day, over visits and restarts, by the journal or by the hub`() throws {
        let bench = try bench()
        #expect(try !bench.visitor().hasArrived)
        try append(bench, OperationID(UUID()), .checkIn(CheckIn(booking: nil, offline: true)))
        #expect(try bench.visitor().hasArrived)
        bench.clock.advance(ms: KioskBench.dayMs)
        #expect(try !bench.visitor().hasArrived, "tomorrow is another day")
        for (store, ago, expected) in [
            ("xuhui", Int64(60_000), true), ("xuhui", KioskBench.dayMs, false), ("jingan", 1, false),
        ] {
            let atMs = bench.clock.nowMs - ago
            try feed(bench) { $0.arrival = ArrivalFacts(store: store, atMs: atMs) }
            #expect(try bench.visitor().hasArrived == expected, "\(store) \(ago)")
        }
    }

    @Test func `A language chosen here is the member's here from then on`() throws {
        let bench = try bench()
        #expect(try bench.visitor().language == .zh)
        bench.cards.remember(.en, of: bench.member)
        #expect(try bench.visitor().language == .en)
        try feed(bench) { $0.language = .known(.zh) }
        #expect(try bench.visitor().language == .en)
    }
}

extension Bilingual {
    fileprivate init(both text: String) { self.init(zh: text, en: text) }
}
