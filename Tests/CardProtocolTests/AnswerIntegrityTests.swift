import CardSimulator
import KioskTesting
import Testing
import Vocabulary

@testable import CardProtocol

/// What of an answer under a session is proved: every bit of it.
struct AnswerIntegrityTests {
    /// Flips one bit of one byte of one answer.
    private final class FlippingChannel: CardChannel {
        private let inner: SimulatedChannel
        private let victim: Int
        private let byte: Int
        private let bit: UInt8
        private var count = 0

        init(_ card: VirtualCard, answer victim: Int, byte: Int, bit: UInt8) {
            inner = SimulatedChannel(card)
            (self.victim, self.byte, self.bit) = (victim, byte, bit)
        }

        var atr: [UInt8] { inner.atr }

        func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
            var answer = try inner.transmit(command)
            if count == victim { answer[byte] ^= bit }
            count += 1
            return answer
        }
    }

    private func read(_ channel: any CardChannel) throws -> CardReading {
        try MemberCard(
            channel: channel, keys: try KioskKeys(text: IdentificationTests.Press.keys),
            random: { (1...$0).map { UInt8($0) } }
        ).read { _, _ in true }
    }

    /// Each byte of each protected answer, so all eight of each MAC.
    @Test(arguments: [(CardProfile.desfireEV2, CardGeneration.ev2), (.desfireEV1, .ev1)], [0x01, 0x80] as [UInt8])
    func `One flipped bit anywhere in a protected answer is tampering`(
        _ kind: (profile: CardProfile, generation: CardGeneration), bit: UInt8
    ) throws {
        let card = try IdentificationTests.Press(profile: kind.profile, generation: kind.generation).card()
        let channel = SimulatedChannel(card)
        guard case .member = try read(channel) else {
            Issue.record("not read")
            return
        }
        let answers = channel.transcript.map(\.answer)
        let last = try #require(channel.transcript.lastIndex { $0.command[1] == 0xAF })
        let session = channel.transcript.indices.filter { $0 > (kind.generation == .ev2 ? last : 4) }
        #expect(session.count >= 8)
        for index in session {
            for byte in 0..<answers[index].count - 2 {
                let damaged = FlippingChannel(card, answer: index, byte: byte, bit: bit)
                #expect(throws: CardError.tampered, "answer \(index), byte \(byte)") { try read(damaged) }
            }
        }
    }

    @Test func `Padding is an 80 and fewer than sixteen zeros, in the last block`() {
        let zeros = [UInt8](repeating: 0, count: 16)
        for count in 0..<40 {
            let text = (0..<count).map { UInt8($0 | 1) }
            #expect(BitPadding.unpad(BitPadding.pad(text)) == text)
            #expect(BitPadding.unpad(BitPadding.pad(text) + zeros) == nil, "\(count) bytes and a block too much")
        }
        for text in [[], zeros, [0x80] + zeros, [0x80] + zeros + zeros, [0x81], [0x80, 0x01]] as [[UInt8]] {
            #expect(BitPadding.unpad(text) == nil, "\(text)")
        }
        #expect(BitPadding.unpad([0x80] + zeros.dropLast()) == [])
    }
}
