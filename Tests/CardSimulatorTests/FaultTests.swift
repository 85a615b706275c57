import CardProtocol
import KioskTesting
import Testing
import Vocabulary

@testable import CardSimulator

/// Faults happen when they were asked for, to the card and to whoever speaks to it.
struct FaultTests {
    private static let selectAndDebit: [[UInt8]] = [
        [0x90, 0x5A, 0x00, 0x00, 0x03, 0x4F, 0x45, 0x50, 0x00],
        [0x90, 0xDC, 0x00, 0x00, 0x05, 0x02, 0x0A, 0x00, 0x00, 0x00, 0x00],
        [0x90, 0xC7, 0x00, 0x00, 0x00],
    ]

    /// A card whose odometer anybody may move, so that the commands above suffice.
    private func card(seed: UInt64 = 1) throws -> VirtualCard {
        let uid = try #require(SampleCard.uid)
        var random = CardRandom(seed: seed)
        var state = CardState(profile: .desfireEV2, uid: uid, random: &random)
        var application = CardApplication(aid: SampleCard.aid, keySettings: 0x0F, kind: .aes, keyCount: 1)
        let value = StoredValue(lower: 0, upper: 100, current: 100, options: 0)
        application.files = [
            CardFile(number: 2, communication: 0, rights: AccessRights(0xEFFF), content: .value(value))
        ]
        state.desfire?.applications = [application]
        return VirtualCard(state: state, random: random)
    }

    private func value(_ card: VirtualCard) -> Int32? { card.state.value(application: SampleCard.aid, file: 2) }

    private func run(_ channel: SimulatedChannel) -> [Result<[UInt8], ChannelError>] {
        Self.selectAndDebit.map { command in
            Result { () throws(ChannelError) in try channel.transmit(command) }
        }
    }

    private let ok = Result<[UInt8], ChannelError>.success([0x91, 0x00])
    private let gone = Result<[UInt8], ChannelError>.failure(.removed)

    @Test func `Without a fault the debit is committed`() throws {
        let card = try card()
        #expect(run(SimulatedChannel(card)) == [ok, ok, ok])
        #expect(value(card) == 90)
    }

    @Test(arguments: 1...3) func `Torn before the n-th command, nothing has happened`(number: Int) throws {
        let card = try card()
        card.faults.add(CardFault(.tornBefore, at: .command(number)))
        let channel = SimulatedChannel(card)
        #expect(run(channel) == (1...3).map { $0 < number ? ok : gone })
        #expect(value(card) == 100)
        #expect(run(SimulatedChannel(card)) == [ok, ok, ok])
    }

    @Test(arguments: 1...3) func `Torn after the n-th command, only the commit has happened`(number: Int) throws {
        let card = try card()
        card.faults.add(CardFault(.tornAfter, at: .command(number)))
        #expect(run(SimulatedChannel(card)) == (1...3).map { $0 < number ? ok : gone })
        #expect(value(card) == (number == 3 ? 90 : 100))
    }

    @Test func `A fault waits for its command code in either framing`() throws {
        let card = try card()
        card.faults.add(CardFault(.tornAfter, at: .next(ins: 0xC7)))
        #expect(run(SimulatedChannel(card)) == [ok, ok, gone])
        #expect(value(card) == 90)
        card.faults.add(CardFault(.tornBefore, at: .next(ins: 0xC7)))
        card.powerChanged()
        #expect(card.transmit([0x5A, 0x4F, 0x45, 0x50]).bytes == [0x00])
        #expect(card.transmit([0xC7]).bytes == nil)
    }

    @Test func `A swapped card is named, and the reader hears of it before the command is lost`() throws {
        let (first, second) = (try card(), try card(seed: 2))
        first.faults.add(CardFault(.swapped(for: second), at: .next(ins: 0xC7)))
        let channel = SimulatedChannel(first)
        #expect(run(channel) == [ok, ok, gone])
        guard case .swapped(let other) = channel.departure else {
            Issue.record("the other card is not named")
            return
        }
        #expect(other === second)
        #expect(value(first) == 100)
    }

    @Test func `A reset loses selection and transaction, and is told as what it is`() throws {
        let card = try card()
        card.faults.add(CardFault(.reset, at: .command(3)))
        #expect(run(SimulatedChannel(card)) == [ok, ok, .failure(.reset)])
        #expect(value(card) == 100)
    }

    @Test func `Latency is reported for every exchange and not slept through`() throws {
        let card = try card()
        card.faults.latency = .milliseconds(15)
        let channel = SimulatedChannel(card)
        _ = run(channel)
        #expect(channel.elapsed == .milliseconds(45))
    }

    @Test func `A wrong MAC, a shortened and a replaced answer`() throws {
        let card = try card()
        let version: [UInt8] = [0x90, 0x60, 0x00, 0x00, 0x00]
        let right = try #require(card.transmit(version).bytes)
        card.powerChanged()
        card.faults.add(CardFault(.wrongMAC, at: .command(1)))
        let wrong = try #require(card.transmit(version).bytes)
        #expect(zip(right, wrong).filter { $0 != $1 }.count == 1)
        card.powerChanged()
        card.faults.add(CardFault(.truncated(by: 3), at: .command(1)))
        #expect(card.transmit(version).bytes == Array(right.dropLast(3)))
        card.faults.add(CardFault(.malformed([0x91]), at: .command(1)))
        #expect(card.transmit(version).bytes == [0x91])
    }

    @Test func `A cloned state answers as the original until one of them spends`() throws {
        let card = try card()
        let clone = VirtualCard(state: card.state, random: CardRandom(seed: 7))
        #expect(run(SimulatedChannel(card)) == run(SimulatedChannel(clone)))
        #expect(card.state == clone.state)
        _ = run(SimulatedChannel(card))
        #expect(card.state != clone.state)
    }
}

/// What lies on a reader and is no DESFire, and what the reader answers itself.
struct OtherCardTests {
    private func card(_ profile: CardProfile) throws -> VirtualCard {
        let bytes: [UInt8] = [0x04, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66]
        let uid = try #require(CardUID(bytes.prefix(profile.uidLength)))
        return VirtualCard(profile: profile, uid: uid, random: CardRandom(seed: 1))
    }

    @Test(arguments: CardProfile.allCases) func `The reader tells the UID and the ATR checks`(profile: CardProfile)
        throws
    {
        let card = try card(profile)
        #expect(card.transmit([0xFF, 0xCA, 0x00, 0x00, 0x00]).bytes == card.uid.bytes + [0x90, 0x00])
        if profile.generation == nil { #expect(card.atr.dropFirst().reduce(0, ^) == 0) }
    }

    @Test func `An NTAG is told from an Ultralight by its version and its capability container`() throws {
        let version: [UInt8] = [0xFF, 0x00, 0x00, 0x00, 0x03, 0xD4, 0x42, 0x60]
        #expect(try card(.ntag215).transmit(version).bytes?.prefix(3) == [0xD5, 0x43, 0x00])
        #expect(try card(.ultralight).transmit(version).bytes == [0xD5, 0x43, 0x01, 0x90, 0x00])
        let page: [UInt8] = [0xFF, 0xB0, 0x00, 0x03, 0x04]
        #expect(try card(.ntag215).transmit(page).bytes == [0xE1, 0x10, 0x3E, 0x00, 0x90, 0x00])
    }

    @Test func `An NTAG page is written and read; its first three pages are not`() throws {
        let card = try card(.ntag215)
        #expect(card.transmit([0xFF, 0xD6, 0x00, 0x05, 0x04, 1, 2, 3, 4]).bytes == [0x90, 0x00])
        #expect(card.transmit([0xFF, 0xB0, 0x00, 0x05, 0x04]).bytes == [1, 2, 3, 4, 0x90, 0x00])
        #expect(card.transmit([0xFF, 0xD6, 0x00, 0x00, 0x04, 1, 2, 3, 4]).bytes == [0x6A, 0x82])
    }

    @Test func `A Classic block needs its sector's key`() throws {
        let card = try card(.classic1K)
        let read: [UInt8] = [0xFF, 0xB0, 0x00, 0x04, 0x10]
        let authenticate: [UInt8] = [0xFF, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, 0x04, 0x60, 0x00]
        #expect(card.transmit(read).bytes == [0x69, 0x82])
        #expect(card.transmit(authenticate).bytes == [0x63, 0x00])
        _ = card.transmit([0xFF, 0x82, 0x00, 0x00, 0x06] + [UInt8](repeating: 0xFF, count: 6))
        #expect(card.transmit(authenticate).bytes == [0x90, 0x00])
        #expect(card.transmit(read).bytes?.count == 18)
        card.powerChanged()
        #expect(card.transmit(read).bytes == [0x69, 0x82])
    }

    @Test func `A payment card remembers that it was asked, and nothing else`() throws {
        let card = try card(.bankCard)
        _ = card.transmit([0x90, 0x60, 0x00, 0x00, 0x00])
        _ = card.transmit([0x00, 0xA4, 0x04, 0x00, 0x07, 0xF0, 1, 2, 3, 4, 5, 6, 0x00])
        #expect(card.state.paymentSelections == 0)
        _ = card.transmit([0x00, 0xA4, 0x04, 0x00, 0x0E] + Array("2PAY.SYS.DDF01".utf8) + [0x00])
        #expect(card.state.paymentSelections == 1)
    }

    @Test func `Beeps and blinks are counted`() throws {
        let card = try card(.desfireEV2)
        #expect(card.transmit([0xFF, 0x00, 0x40, 0x50, 0x04, 1, 1, 1, 1]).bytes?.first == 0x90)
        #expect(card.signals == 1)
    }

    @Test func `An EV1 takes no frame longer than a block and no EV2 command`() throws {
        let card = try card(.desfireEV1)
        let long = [0x90, 0x3D, 0x00, 0x00, 0x39] + [UInt8](repeating: 1, count: 57) + [0x00]
        #expect(card.transmit(long).bytes == [0x91, 0x7E])
        for code in [0x71, 0x77, 0x8D, 0xAD, 0x8B, 0xAB, 0xC8] as [UInt8] {
            #expect(card.transmit([code, 0x00, 0x00]).bytes == [0x1C])
        }
    }

    @Test(arguments: CardProfile.allCases, 1...10 as ClosedRange<UInt64>)
    func `Any bytes get an answer of at least one byte`(profile: CardProfile, seed: UInt64) throws {
        let card = try card(profile)
        var random = CardRandom(seed: seed)
        for step in 0..<500 {
            let length = Int(random.bytes(1)[0]) % (step % 10 == 0 ? 256 : 12)
            var command = random.bytes(length)
            if length > 4, step % 2 == 0 {
                command[0] = [0x90, 0xFF, 0x00][step % 3]
                if command[0] == 0x90 { (command[2], command[3], command[4]) = (0, 0, UInt8(length - 5)) }
            }
            let answer = try #require(card.transmit(command).bytes, "seed \(seed)")
            #expect((1...260).contains(answer.count), "seed \(seed)")
        }
    }
}
