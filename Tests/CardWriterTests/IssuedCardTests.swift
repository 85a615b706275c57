import CardProtocol
import CardSimulator
import HubAPI
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// A card that the desk has issued, at a kiosk: reading, spending, and everything that can go wrong in between.
struct IssuedCardTests {
    static let generations: [CardProfile] = [.desfireEV1, .desfireEV2, .desfireEV3]

    /// One issued card, to be copied for every case.
    struct Fixture {
        let bench: StationBench
        let id: CardID
        let state: CardState

        init(_ profile: CardProfile) async throws {
            bench = try StationBench(profile)
            id = try await bench.issue().id
            state = bench.card.state
        }

        func card() -> VirtualCard { VirtualCard(state: state, random: CardRandom(seed: 3)) }

        func spend(points: Int64 = 30, fen: Int64 = 1_250, expected: Amount = .zero) throws -> CardSpend {
            CardSpend(
                id: id, operation: try #require(OperationID("11111111-2222-4333-8444-555555555555")),
                amount: Amount(points: points, fen: fen), expected: expected, kioskNumber: 7, atSeconds: 1_800_000_000,
                kind: 2)
        }
    }

    @Test func `A check-in of a card this kiosk knows takes seven exchanges`() async throws {
        let fixture = try await Fixture(.desfireEV2)
        let channel = SimulatedChannel(fixture.card())
        let kiosk = MemberCard(
            channel: channel, keys: try KioskKeys(fixture.bench.ring),
            random: { [UInt8](repeating: 1, count: $0) }, isTrusted: { _ in true })
        guard case .member(let reading) = try kiosk.read(records: { _, _ in false }) else {
            Issue.record("not read")
            return
        }
        #expect(!reading.testedSettings)
        #expect(reading.records == nil)
        #expect(channel.transcript.map { $0.command[1] } == [0xCA, 0x5A, 0x71, 0xAF, 0xAD, 0x6C, 0x6C])
    }

    @Test(arguments: generations)
    func `Spends move the odometers, and the ten newest stand on the card`(_ profile: CardProfile) async throws {
        let fixture = try await Fixture(profile)
        let card = fixture.card()
        var before = Amount.zero
        for number in 1...13 {
            var spend = try fixture.spend(
                points: Int64(number), fen: number.isMultiple(of: 2) ? 5 : 0, expected: before)
            spend.atSeconds = Int64(number)
            let after = try #require(Odometer.advanced(before, by: spend.amount))
            let kiosk = try fixture.bench.kiosk(SimulatedChannel(card))
            #expect(try kiosk.spend(spend) { _, _ in } == .committed(after: after))
            before = after
        }
        guard
            case .member(let reading) = try fixture.bench.kiosk(SimulatedChannel(card)).read(records: { _, _ in true })
        else {
            Issue.record("not read")
            return
        }
        #expect(reading.odometers == before)
        #expect(reading.records?.map(\.atSeconds) == (4...13).reversed())
        #expect(reading.records?.first?.after == before)
        #expect(reading.records?.first?.amount.points.count == 13)
    }

    @Test(arguments: generations)
    func `Torn at any command, a spend never says not committed when it is`(_ profile: CardProfile) async throws {
        let fixture = try await Fixture(profile)
        let effects: [CardFault.Effect] = [
            .tornBefore, .tornAfter, .wrongMAC, .reset, .truncated(by: 3), .malformed([0x91, 0x00]),
        ]
        let total = try commands(fixture)
        var seen: Set<String> = []
        for k in 1...total {
            for effect in effects {
                let card = fixture.card()
                card.faults.add(CardFault(effect, at: .command(k)))
                seen.insert(try Self.expectTruth(fixture, card, "\(k) of \(total), \(effect)"))
            }
        }
        #expect(seen == ["committed", "unknown, committed", "unknown, not committed", "thrown"])
    }

    /// Spends, and holds what was said against what the card then really holds.
    private static func expectTruth(_ fixture: Fixture, _ card: VirtualCard, _ label: String) throws -> String {
        let spend = try fixture.spend()
        let after = Amount(points: 30, fen: 1_250)
        var journalled = false
        let kiosk = try fixture.bench.kiosk(SimulatedChannel(card))
        var said = "thrown"
        do {
            switch try kiosk.spend(spend, journal: { _, _ in journalled = true }) {
            case .committed: said = "committed"
            case .unknown(let before, let end):
                said = "unknown"
                #expect(before == .zero && end == after)
            }
        } catch {}
        card.powerChanged()
        let isCommitted = card.state.value(application: peonyAID, file: 2) != Int32.max
        #expect(!isCommitted || journalled, "\(label): committed without a durable intent")
        switch said {
        case "committed": #expect(isCommitted, "\(label)")
        case "thrown": #expect(!isCommitted, "\(label)")
        default:
            #expect(journalled, "\(label)")
            said += isCommitted ? ", committed" : ", not committed"
        }
        try expectSettled(fixture, card, isCommitted, label)
        return said
    }

    /// The next tap tells: the operation stands in the records, or the odometers never moved.
    private static func expectSettled(
        _ fixture: Fixture, _ card: VirtualCard, _ isCommitted: Bool, _ label: String
    ) throws {
        card.faults.clear()
        guard
            case .member(let reading) = try fixture.bench.kiosk(SimulatedChannel(card)).read(records: { _, _ in true })
        else {
            Issue.record("\(label): not read")
            return
        }
        #expect(reading.odometers == (isCommitted ? Amount(points: 30, fen: 1_250) : .zero), "\(label)")
        #expect(reading.records?.count == (isCommitted ? 1 : 0), "\(label)")
    }

    private func commands(_ fixture: Fixture) throws -> Int {
        let card = fixture.card()
        _ = try fixture.bench.kiosk(SimulatedChannel(card)).spend(try fixture.spend()) { _, _ in }
        return card.exchanged
    }

    @Test(arguments: generations)
    func `A spend that cannot be made durable is not committed`(_ profile: CardProfile) async throws {
        let fixture = try await Fixture(profile)
        let card = fixture.card()
        struct Full: Error {}
        let kiosk = try fixture.bench.kiosk(SimulatedChannel(card))
        #expect(throws: CardError.journalFailed) {
            try kiosk.spend(try fixture.spend()) { _, _ in throw Full() }
        }
        #expect(card.state.desfire == fixture.state.desfire)
    }

    @Test func `A spend that does not fit the card is refused before anything moves`() async throws {
        let fixture = try await Fixture(.desfireEV2)
        let expected = Amount(points: 1, fen: 0)
        let full = Amount(points: Odometer.limit - 10, fen: 0)
        let cases: [(CardSpend, CardError)] = [
            (try fixture.spend(expected: expected), .odometerMoved(.zero)),
            (try fixture.spend(expected: full), .insufficient(full)),
            (try fixture.spend(points: 0, fen: 0), .impossibleAmount),
            (try fixture.spend(points: -1), .impossibleAmount),
            (try fixture.spend(points: .max), .insufficient(.zero)),
        ]
        for (spend, error) in cases {
            let card = fixture.card()
            let kiosk = try fixture.bench.kiosk(SimulatedChannel(card))
            #expect(throws: error) { try kiosk.spend(spend) { _, _ in Issue.record("journalled") } }
            #expect(card.state == fixture.state)
        }
    }

    @Test func `Another card in the field is noticed, whatever it is`() async throws {
        let fixture = try await Fixture(.desfireEV2)
        var otherIssue = try fixture.spend()
        otherIssue.id = CardID(uid: fixture.id.uid, issueNumber: 9)
        let other = try #require(CardUID(hex: "04AABBCCDDEEFF"))
        var otherPlastic = try fixture.spend()
        otherPlastic.id = CardID(uid: other, issueNumber: 1)
        for spend in [otherIssue, otherPlastic] {
            let kiosk = try fixture.bench.kiosk(SimulatedChannel(fixture.card()))
            #expect(throws: CardError.differentCard) { try kiosk.spend(spend) { _, _ in } }
        }
        // The same UID on a fresh card, which anybody can buy.
        let clone = VirtualCard(profile: .desfireEV2, uid: fixture.id.uid, random: CardRandom(seed: 4))
        let kiosk = try fixture.bench.kiosk(SimulatedChannel(clone))
        #expect(throws: CardError.differentCard) { try kiosk.spend(try fixture.spend()) { _, _ in } }
    }

    @Test func `A kiosk with two generations of keys asks the card which it has`() async throws {
        let fixture = try await Fixture(.desfireEV2)
        let both = "kiosk 1 101112131415161718191A1B1C1D1E1F\nkiosk 2 00112233445566778899AABBCCDDEEFF"
        let zeros = { [UInt8](repeating: 0, count: $0) }
        let new = MemberCard(channel: SimulatedChannel(fixture.card()), keys: try KioskKeys(text: both), random: zeros)
        guard case .member = try new.read(records: { _, _ in false }) else {
            Issue.record("not read")
            return
        }
        let foreign = try KioskKeys(text: "kiosk 2 00112233445566778899AABBCCDDEEFF")
        let old = MemberCard(channel: SimulatedChannel(fixture.card()), keys: foreign, random: zeros)
        #expect(throws: CardError.wrongKey) { try old.read { _, _ in false } }
    }

    @Test(arguments: generations, [UInt64(1), 2, 3])
    func `Damaged answers are never believed`(_ profile: CardProfile, _ seed: UInt64) async throws {
        let fixture = try await Fixture(profile)
        let truth = try fixture.bench.kiosk(SimulatedChannel(fixture.card()))
        guard case .member(let expected) = try truth.read(records: { _, _ in true }) else {
            Issue.record("not read")
            return
        }
        var generator = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let card = fixture.card()
            let channel = DamagingChannel(card, at: Int.random(in: 0..<16, using: &generator), generator)
            _ = generator.next()
            if case .member(let reading) = try? fixture.bench.kiosk(channel).read(records: { _, _ in true }) {
                #expect(reading == expected, "seed \(seed), round \(round)")
            }
            let second = DamagingChannel(card, at: Int.random(in: 0..<16, using: &generator), generator)
            let outcome = try? fixture.bench.kiosk(second).spend(try fixture.spend(), journal: { _, _ in })
            let isCommitted = card.state.value(application: peonyAID, file: 2) != Int32.max
            if case .committed = outcome { #expect(isCommitted, "seed \(seed), round \(round)") }
            if outcome == nil { #expect(!isCommitted, "seed \(seed), round \(round)") }
        }
    }
}

/// Damages one answer: a bit, its length, or its status.
final class DamagingChannel: CardChannel {
    private let inner: SimulatedChannel
    private let victim: Int
    private var generator: SeededGenerator
    private var count = 0

    init(_ card: VirtualCard, at victim: Int, _ generator: SeededGenerator) {
        inner = SimulatedChannel(card)
        self.victim = victim
        self.generator = generator
    }

    var atr: [UInt8] { inner.atr }

    func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
        var answer = try inner.transmit(command)
        defer { count += 1 }
        guard count == victim else { return answer }
        switch generator.next() % 4 {
        case 0: answer[Int(generator.next() % UInt64(answer.count))] ^= UInt8(1 << (generator.next() % 8))
        case 1: answer.removeFirst(Int(generator.next() % UInt64(answer.count)))
        case 2: answer.insert(UInt8(generator.next() & 0xFF), at: 0)
        default: answer.replaceSubrange((answer.count - 2)..., with: [0x91, UInt8(generator.next() & 0xFF)])
        }
        return answer
    }
}
