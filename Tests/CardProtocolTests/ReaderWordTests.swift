import CardCrypto
import CardSimulator
import KioskTesting
import Testing
import Vocabulary

@testable import CardProtocol

/// A reader that speaks in a card's place, and cards in the state in which somebody left them.
struct ReaderWordTests {
    /// "No answer" in readers' own words, and other statuses that no DESFire gives.
    static let words: [[UInt8]] = [
        [0x63, 0x00], [0x63, 0x01], [0x64, 0x00], [0x64, 0x01], [0x62, 0x82], [0x65, 0x81], [0x67, 0x00], [0x68, 0x81],
        [0x69, 0x85], [0x6A, 0x81], [0x6F, 0x00], [0x93, 0x00],
    ]
    /// How ISO cards say that they know no DESFire.
    static let refusals: [[UInt8]] = [[0x6A, 0x82], [0x6D, 0x00], [0x6E, 0x00]]
    static let profiles: [CardProfile] = [
        .desfireEV1, .desfireEV2, .desfireEV3, .foreignDesfire, .ntag215, .ultralight, .classic1K, .bankCard, .phone,
    ]
    private func blank(_ profile: CardProfile) throws -> VirtualCard {
        let hex = profile.uidLength == 7 ? "04112233445566" : profile == .phone ? "08ABCDEF" : "A1B2C3D4"
        return VirtualCard(profile: profile, uid: try #require(CardUID(hex: hex)), random: CardRandom(seed: 1))
    }

    private func kiosk(_ channel: any CardChannel) throws -> MemberCard {
        MemberCard(
            channel: channel, keys: try KioskKeys(text: IdentificationTests.Press.keys),
            random: { (1...$0).map { UInt8($0) } })
    }

    /// What a reading comes to, and the commands that it sent.
    private func read(
        _ card: VirtualCard, quirks: ReaderQuirks = .perfect
    ) throws -> (reading: String, commands: [[UInt8]]) {
        let channel = SimulatedChannel(card, quirks: quirks)
        let kiosk = try kiosk(channel)
        let reading: String
        do throws(CardError) {
            reading = "\(try kiosk.read { _, _ in true })"
        } catch {
            reading = "thrown \(error)"
        }
        return (reading, channel.transcript.map(\.command))
    }

    @Test(arguments: profiles)
    func `Nothing is concluded from what a reader says in a card's place`(_ profile: CardProfile) throws {
        let truth = try read(blank(profile))
        for (index, command) in truth.commands.enumerated() {
            let isDESFire = command[0] == 0x90
            for word in Self.words where isDESFire || [0x63, 0x64].contains(word[0]) {
                let card = try blank(profile)
                card.faults.add(CardFault(.malformed(word), at: .command(index + 1)))
                #expect(try read(card).reading == "thrown removed", "\(word) to \(command)")
            }
            for word in Self.refusals where isDESFire {
                let card = try blank(profile)
                card.faults.add(CardFault(.malformed(word), at: .command(index + 1)))
                let found = try read(card).reading
                #expect(found == truth.reading || found == "thrown removed", "\(word) to \(command)")
            }
        }
    }

    /// A card that says one thing to whatever it is sent.
    private final class OneWord: CardChannel {
        let atr: [UInt8] = []
        private let word: [UInt8]

        init(_ word: [UInt8]) { self.word = word }

        func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] { word }
    }

    @Test(arguments: [[0x91, 0x00], [0x90, 0x00], [0x91, 0x7E], [0x6D, 0x00]] as [[UInt8]])
    func `Whatever is said before the last frame of a command, the command was not done`(word: [UInt8]) {
        var card = DESFireCard(channel: OneWord(word))
        let long = DESFireCommand(.changeKey, header: [0], data: [UInt8](repeating: 7, count: 120))
        #expect(throws: CardError.self) { try card.perform(long) }
    }

    @Test func `A member's card that answers is never called another's, whatever one answer is replaced by`() throws {
        let truth = try read(IdentificationTests.Press().card())
        #expect(truth.reading.hasPrefix("member"))
        for index in truth.commands.indices {
            for word in Self.words + Self.refusals where index > 0 || [0x63, 0x64].contains(word[0]) {
                let card = try IdentificationTests.Press().card()
                card.faults.add(CardFault(.malformed(word), at: .command(index + 1)))
                #expect(try read(card).reading == "thrown removed", "\(word) at \(index)")
            }
        }
    }

    @Test(arguments: [[0x63, 0x00], [0x64, 0x01]] as [[UInt8]])
    func `A field lost at any command is a card that went, before the commit, and unknown after`(word: [UInt8]) throws {
        let press = try CardPress()
        let uid = try #require(CardUID(hex: "04112233445566"))
        let id = CardID(uid: uid, issueNumber: 1)
        let member = try #require(MemberID("6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d"))
        let spend = CardSpend(
            id: id, operation: try #require(OperationID("11111111-2222-4333-8444-555555555555")),
            amount: Amount(points: 5),
            expected: .zero, kioskNumber: 1, atSeconds: 1, kind: 1)
        let quirks = ReaderQuirks(statusWhenLost: word)
        var seen: Set<String> = []
        for effect in [CardFault.Effect.tornBefore, .tornAfter] {
            for number in 1...20 {
                let card = try press.card(id, of: member, seed: 1)
                card.faults.add(CardFault(effect, at: .command(number)))
                let channel = SimulatedChannel(card, quirks: quirks)
                let kiosk = MemberCard(
                    channel: channel, keys: press.kioskKeys, random: { [UInt8](repeating: 9, count: $0) })
                do throws(CardError) {
                    switch try kiosk.spend(spend, journal: { _, _ in }) {
                    case .committed: seen.insert("committed")
                    case .unknown: seen.insert("unknown")
                    }
                } catch {
                    seen.insert("\(error)")
                    #expect(card.odometers == .zero)
                }
            }
        }
        #expect(seen == ["removed", "unknown", "committed"])
    }

    /// Ways to leave a card behind: each sends something and goes.
    static let leavings: [(String, @Sendable (inout DESFireCard, any CardChannel) throws -> Void)] = [
        ("another application", { card, _ in try card.select(.picc) }),
        ("the first frame of three", { _, channel in _ = try channel.transmit([0x90, 0x60, 0, 0, 0]) }),
        (
            "half an authentication",
            { card, channel in
                try card.select(.peony)
                _ = try channel.transmit([0x90, 0x71, 0, 0, 2, 1, 0, 0])
            }
        ),
        (
            "an authentication of EV2",
            { card, _ in
                try card.select(.peony)
                try card.authenticateEV2(key: Self.zeroKey(), number: 3, randomA: Array(1...16))
            }
        ),
        (
            "an authentication of EV1",
            { card, _ in
                try card.select(.peony)
                try card.authenticateEV1(key: Self.zeroKey(), number: 3, randomA: Array(1...16))
            }
        ),
        (
            "the card's own key in DES",
            { card, _ in
                try card.select(.picc)
                try card.authenticateLegacy(
                    key: [UInt8](repeating: 0, count: 16), number: 0, randomA: Array(1...8))
            }
        ),
        (
            "a command in the middle of its frames",
            { card, channel in
                try card.select(.peony)
                try card.authenticateEV2(key: Self.zeroKey(), number: 2, randomA: Array(1...16))
                _ = try channel.transmit([0x90, 0x8D, 0, 0, 8, 1, 0, 0, 0, 48, 0, 0, 7, 0])
            }
        ),
    ]

    private static func zeroKey() throws -> AESKey { try #require(AESKey([UInt8](repeating: 0, count: 16))) }

    @Test(arguments: leavings.indices)
    func `A card is read whatever state somebody left it in, though the reset did not reach it`(_ index: Int) throws {
        let (name, leave) = Self.leavings[index]
        let card = try IdentificationTests.Press().card()
        let truth = try read(card).reading
        let noReset = ReaderQuirks(resets: false)
        let channel = SimulatedChannel(card)
        var somebody = DESFireCard(channel: channel)
        try leave(&somebody, channel)
        #expect(try read(card, quirks: noReset).reading == truth, "\(name)")
        // And once more, in the state in which the kiosk itself leaves it.
        #expect(try read(card, quirks: noReset).reading == truth, "\(name)")
    }
}
