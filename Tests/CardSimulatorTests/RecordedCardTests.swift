import CardCrypto
import CardProtocol
import Foundation
import Testing
import Vocabulary

@testable import CardSimulator

/// What a physical EV3 was recorded to answer, the virtual one answers too, byte for byte; and what its host was
/// recorded to send, our own client sends.
struct RecordedCardTests {
    /// Keys that the host authenticated with, in order; zeros unless it had changed them.
    static let recordings: [(name: String, keys: [[UInt8]])] = [
        ("application", [zero, zero, zero]),
        ("file_io", [zero, zero]),
        ("key_change_app_aes_aes", [zero, zero, twos]),
        ("key_change_app_des_des", [zero, zero, twos]),
        ("key_change_picc_round_the_world", [zero, twos, zero, ones]),
        ("metadata", [zero]),
    ]
    static let zero = [UInt8](repeating: 0, count: 16)
    static let ones = [UInt8](repeating: 1, count: 16)
    static let twos = [UInt8](repeating: 2, count: 16)

    /// The challenges that the card drew: deciphered from what it sent.
    private func challenges(_ recording: Recording, _ keys: [[UInt8]]) throws -> [UInt8] {
        let sent = recording.exchanges.filter { [0x1A, 0xAA].contains($0.command[0]) }
        #expect(sent.count == keys.count)
        return try zip(sent, keys).flatMap { exchange, key -> [UInt8] in
            let challenge = Array(exchange.answer.dropFirst())
            if exchange.command[0] == 0x1A { return TripleDES(key).decrypt(challenge) }
            return try #require(AESKey(key)).decryptBlock(challenge)
        }
    }

    @Test(arguments: recordings.indices)
    func `The virtual card answers as the physical one did`(_ index: Int) throws {
        let (name, keys) = Self.recordings[index]
        let recording = try Recording(name)
        let uid = try #require(CardUID(hex: "0464D59ADD1E90"))
        var chip = DesfireChip(
            generation: .ev3, uid: uid, memory: DesfireMemory(capacity: 4096),
            random: CardRandom(seed: 1, first: try challenges(recording, keys)))
        chip.production = [0x21, 0x13, 0x62, 0x30, 0x30, 0x40, 0x24]
        for (line, exchange) in recording.exchanges.enumerated() {
            #expect(chip.transmit(exchange.command) == exchange.answer, "\(name), line \(line + 1)")
        }
    }

    /// Plays the card of a recording to a client, whose frames may be longer or shorter than the host's were.
    private final class RecordedChannel: CardChannel {
        private var turns: ArraySlice<Recording.Turn>
        private var received: [UInt8] = []
        private var rest: [[UInt8]] = []
        let atr: [UInt8] = [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80]

        init(_ turns: ArraySlice<Recording.Turn>) { self.turns = turns }

        var isAtEnd: Bool { turns.isEmpty }

        func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
            let data = command.count > 5 ? Array(command[5..<command.count - 1]) : []
            if command[1] == 0xAF, data.isEmpty, !rest.isEmpty { return next() }
            guard let turn = turns.first else { throw .removed }
            if command[1] != 0xAF {
                #expect(command[1] == turn.code)
                received = []
            }
            received += data
            let isHandshake = [0x1A, 0xAA].contains(turn.code) && command[1] != 0xAF
            if isHandshake { return Array(turn.answer.prefix(16)) + [0x91, 0xAF] }
            guard received.count >= turn.payload.count else { return [0x91, 0xAF] }
            #expect(received == turn.payload, "\(Hex.text([turn.code]))")
            turns.removeFirst()
            let answer = turn.code == 0xAA ? Array(turn.answer.dropFirst(16)) : turn.answer
            rest = stride(from: 0, to: max(1, answer.count), by: 48).map { Array(answer.dropFirst($0).prefix(48)) }
            return next()
        }

        private func next() -> [UInt8] {
            let frame = rest.removeFirst()
            return frame + [0x91, rest.isEmpty ? 0x00 : 0xAF]
        }
    }

    /// A client in the place of the recorded host, from the n-th AuthenticateAES on.
    private func client(_ name: String, from number: Int) throws -> (DESFireCard, RecordedChannel) {
        let turns = try Recording(name).turns
        let starts = turns.indices.filter { turns[$0].code == 0xAA }
        let channel = RecordedChannel(turns[starts[number]...])
        return (DESFireCard(channel: channel), channel)
    }

    private func authenticate(_ card: inout DESFireCard, _ key: [UInt8], _ randomA: [UInt8]) throws {
        try card.authenticateEV1(key: try #require(AESKey(key)), number: 0, randomA: randomA)
    }

    @Test func `Our client would have managed the recorded application`() throws {
        var (card, _) = try client("application", from: 0)
        try authenticate(&card, Self.zero, Self.ones)
        #expect(try card.perform(.getKeySettings) == [0x09, 0x81])
        #expect(try card.perform(.getKeyVersion(0)) == [0x00])
        #expect(try card.perform(.getFileIDs) == [])
        _ = try card.perform(.changeKeySettings(0x00))
        #expect(try card.perform(.getKeySettings) == [0x00, 0x81])
    }

    @Test func `Our client would have read and written the recorded files`() throws {
        var (card, channel) = try client("file_io", from: 0)
        let random = try #require(Hex.bytes("C6B781428D978837A6360899119F0DA4"))
        try authenticate(&card, Self.zero, random)
        for (number, protection) in [(UInt8(1), UInt8(0)), (2, 1), (3, 3)] {
            let create = DESFireCommand(.createStdDataFile, data: [number, protection, 0, 0, 0x48, 0x01, 0])
            _ = try card.perform(create)
        }
        let span: [UInt8] = [0, 0, 0, 0x48, 0x01, 0x00]
        let settings = FileSettings(try card.perform(.getFileSettings(1)))
        #expect(settings?.content == .standard(bytes: 328))
        let text = try #require(try Recording("file_io").turns.first { $0.code == 0x3D }).payload.dropFirst(7)
        _ = try card.perform(.init(.writeData, header: [1] + span, data: Array(text)))
        let plain = DESFireCommand(.readData, header: [1] + span, answerCount: 328)
        #expect(try card.perform(plain) == Array(text))
        #expect(!channel.isAtEnd)
    }

    @Test func `Our client would have changed the recorded keys`() throws {
        let random = try #require(Hex.bytes("C0FFEEBADCAB1EF00DF00DF00DF00D01"))
        var (card, _) = try client("key_change_app_aes_aes", from: 0)
        try authenticate(&card, Self.zero, random)
        try card.changeKey(0, to: .aes(Self.twos, version: 0), replacing: nil)
        try authenticate(&card, Self.twos, random.dropLast() + [0x02])
    }

    /// From AES to AES, and back to the factory's DES key: the last step of erasing a card.
    @Test func `Our client would have given the recorded card its factory's key back`() throws {
        var (card, channel) = try client("key_change_picc_round_the_world", from: 0)
        try authenticate(&card, Self.zero, [UInt8](repeating: 3, count: 16))
        try card.changeKey(0x80, to: .aes(Self.ones, version: 0), replacing: nil)
        try authenticate(&card, Self.ones, [UInt8](repeating: 4, count: 16))
        try card.changeKey(0x00, to: .factoryDES, replacing: nil)
        #expect(channel.isAtEnd)
    }

    @Test func `What the recorded card says of itself is understood`() throws {
        let turn = try #require(try Recording("metadata").turns.first { $0.code == 0x60 })
        let version = try #require(CardVersion(Array(turn.answer.dropLast(8))))
        #expect(version.generation == .ev3)
        #expect(version.capacity == 4096)
        #expect(Hex.text(version.uid) == "0464D59ADD1E90")
    }
}
