import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import KioskSession
import KioskTesting
import Loyalty
import Synchronization
import Testing
import Vocabulary

@testable import Kiosk

/// A card that still lies there is tried again; one that went, one that is not ours, and a spend are not.
@Suite struct TapAttemptsTests {
    /// Counts how often the card was worked on.
    private final class CountingReader: CardReader {
        let inner: SimulatedReader
        private let count = Mutex(0)

        init(_ inner: SimulatedReader) { self.inner = inner }

        var events: AsyncStream<ReaderEvent> { inner.events }
        var uses: Int { count.withLock { $0 } }

        func withCard<T: Sendable>(
            _ body: @escaping @Sendable (any CardChannel) throws -> T
        ) async throws -> T {
            count.withLock { $0 += 1 }
            return try await inner.withCard(body)
        }

        func stop() { inner.stop() }
    }

    private static let word = ReaderQuirks(statusWhenLost: [0x63, 0x00])
    private static let policy = PolicyText(
        document: """
            version: plain
            name: {zh: 测试, en: Test}
            effectiveFrom: 2020-01-01
            zone: Asia/Shanghai
            items:
              care: {name: {zh: 护理, en: Care}, kind: service, category: care, price: ¥380}
            kiosk:
              offlineLimit: {points: 300, money: ¥200}
            """, calendars: [:])

    private let bench: KioskBench
    private let tap = Tap(id: OperationID(UUID()), atMs: KioskBench.startMs)

    init() throws {
        bench = try KioskBench()
        try bench.feed([Self.policy], effectiveFromMs: [0], [bench.facts()])
    }

    private func card(seed: UInt64 = 1) throws -> VirtualCard {
        try CardPress().card(bench.card, of: bench.member, seed: seed)
    }

    private func other() throws -> VirtualCard {
        let id = CardID(uid: try #require(CardUID([4, 9, 9, 9, 9, 9, 9])), issueNumber: 1)
        return try CardPress().card(id, of: MemberID(UUID()), seed: 2)
    }

    private func reader(_ quirks: ReaderQuirks = Self.word) -> CountingReader {
        CountingReader(SimulatedReader(quirks: quirks))
    }

    private func attempts(
        _ reader: CountingReader, isThere: @escaping @Sendable () -> Bool = { true }
    ) -> TapAttempts {
        TapAttempts(cards: bench.cards, reader: reader, pause: .zero, isCardThere: isThere)
    }

    private func isVisitor(_ finding: CardFinding) -> Bool { if case .visitor = finding { true } else { false } }

    private static let effects: [CardFault.Effect] = [
        .tornBefore, .tornAfter, .wrongMAC, .truncated(by: 3), .malformed([0x00]), .malformed([0x63, 0x00]), .reset,
    ]

    @Test func `A glitch at any command of a reading is overcome while the card lies there`() async throws {
        let undisturbed = try card()
        _ = bench.cards.read(SimulatedChannel(undisturbed), tap)
        // A flipped bit in an authentication cannot be told from a wrong key, and a wrong key is never tried twice.
        let authentication = 3...4
        for number in 1...undisturbed.exchanged {
            for effect in Self.effects {
                if case .wrongMAC = effect, authentication.contains(number) { continue }
                let (card, reader) = (try card(), reader())
                card.faults.add(CardFault(effect, at: .command(number)))
                reader.inner.put(card)
                let finding = await attempts(reader).read(tap)
                #expect(isVisitor(finding), "\(effect) at \(number): \(finding)")
                #expect(reader.uses <= 2)
            }
        }
    }

    @Test(arguments: [(1, 2), (2, 3), (3, 3), (9, 3)])
    func `A card is tried three times, not for ever`(glitches: Int, tries: Int) async throws {
        let (card, reader) = (try card(), reader())
        for _ in 0..<glitches { card.faults.add(CardFault(.tornAfter, at: .next(ins: 0x71))) }
        reader.inner.put(card)
        let finding = await attempts(reader).read(tap)
        #expect(reader.uses == tries)
        if glitches < 3 { #expect(isVisitor(finding)) } else { #expect(finding == .refused(.pulledEarly)) }
    }

    @Test func `A card that went is not waited for`() async throws {
        let (card, reader) = (try card(), reader())
        card.faults.add(CardFault(.tornAfter, at: .command(4)))
        reader.inner.put(card)
        let finding = await attempts(reader, isThere: { false }).read(tap)
        #expect(finding == .refused(.pulledEarly))
        #expect(reader.uses == 1)
    }

    @Test func `A reader that took long over it is not asked again`() async throws {
        let (card, reader, clock) = (try card(), reader(), bench.clock)
        card.faults.add(CardFault(.tornAfter, at: .command(4)))
        reader.inner.put(card)
        let finding = await attempts(
            reader,
            isThere: {
                clock.advance(ms: 1500)
                return true
            }
        ).read(tap)
        #expect(finding == .refused(.pulledEarly))
        #expect(reader.uses == 1)
    }

    @Test func `What is no card of ours is asked once`() async throws {
        for profile in [CardProfile.bankCard, .foreignDesfire, .ntag215] {
            let uid = try #require(CardUID([UInt8](repeating: 5, count: profile.uidLength)))
            let reader = reader()
            reader.inner.put(VirtualCard(profile: profile, uid: uid, random: CardRandom(seed: 1)))
            let finding = await attempts(reader).read(tap)
            #expect(finding == .refused(profile == .ntag215 ? .unknownCard : .foreignCard))
            #expect(reader.uses == 1)
        }
    }

    @Test func `Two cards at once are told from one that is hard to read`() async throws {
        let (card, reader) = (try card(), reader())
        card.faults.add(CardFault(.tornAfter, at: .next(ins: 0x71)))
        reader.inner.put(card, beside: try other())
        #expect(await attempts(reader).read(tap) == .refused(.severalCards))
    }

    @Test func `An uncertain spend is looked for again, and settled once`() async throws {
        let card = try card()
        let reward = Reward(id: "mask", name: Bilingual(zh: "面膜", en: "Mask"), price: Amount(points: 80))
        let order = SpendOrder(
            id: OperationID(UUID()), tap: tap, member: bench.member, card: bench.card, reward: reward, odometer: .zero)
        card.faults.add(CardFault(.tornAfter, at: .next(ins: 0xC7)))
        #expect(bench.cards.spend(SimulatedChannel(card), order, .offline) == .unknown)
        let reader = reader()
        reader.inner.put(card)
        card.faults.add(CardFault(.tornAfter, at: .next(ins: 0x6C)))
        #expect(await attempts(reader).settle(order) == .committed)
        #expect(reader.uses == 2)
        #expect(card.odometers.points.count == 80)
    }
}
