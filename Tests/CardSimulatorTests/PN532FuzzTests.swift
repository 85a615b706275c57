import Testing
import Vocabulary

@testable import CardSimulator

/// The PN532's line takes what comes: noise, broken frames, half ones, and commands that nobody would send.
@Suite struct PN532FuzzTests {
    private static let seeds: Range<UInt64> = 0..<40
    /// Header, longest data and checksum of one frame: nothing before so many bytes can still matter.
    private static let longest = 7 + PN532Frames.limit + 1

    /// Bytes among which those that frames are made of are frequent.
    private func noise(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        let special: [UInt8] = [0x00, 0xFF, 0xD4, 0x01, 0x09, 0xF6]
        return (0..<count).map { _ in
            let draw = random.next()
            return draw & 1 == 0 ? special[Int(draw >> 8) % special.count] : UInt8(truncatingIfNeeded: draw >> 8)
        }
    }

    private func command(_ random: inout SeededGenerator) -> [UInt8] {
        (0..<1 + Int(random.next() % 262)).map { _ in UInt8(truncatingIfNeeded: random.next() >> 16) }
    }

    private func frame(_ command: [UInt8]) -> [UInt8] { PN532Frames.frame([0xD4] + command) }

    /// A frame with something wrong: a changed byte, a missing or doubled part, an end too early.
    private func broken(_ frame: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = frame
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: bytes.suffix(from: place), at: place)
        default: bytes.removeSubrange(place...)
        }
        return bytes
    }

    private func drain(_ frames: inout PN532Frames) -> [[UInt8]] {
        var commands: [[UInt8]] = []
        while let command = frames.next() { commands.append(command) }
        return commands
    }

    @Test(arguments: seeds) func `Noise and broken frames leave little behind and nothing that is no command`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        var frames = PN532Frames()
        for step in 0..<2000 {
            let piece =
                random.next() % 2 == 0
                ? noise(Int(random.next() % 64), &random) : broken(frame(command(&random)), &random)
            frames.append(piece)
            for command in drain(&frames) {
                #expect((1..<PN532Frames.limit).contains(command.count), "seed \(seed) step \(step)")
            }
            #expect(frames.waiting <= Self.longest, "seed \(seed) step \(step)")
        }
    }

    @Test(arguments: seeds) func `After whatever noise, the next frame behind a pause is understood`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var frames = PN532Frames()
        for step in 0..<200 {
            frames.append(noise(Int(random.next() % 600), &random))
            frames.append(broken(frame(command(&random)), &random))
            // Whatever length the noise has promised, the pause fills it.
            frames.append([UInt8](repeating: 0x00, count: Self.longest))
            _ = drain(&frames)
            let sent = command(&random)
            frames.append(frame(sent))
            #expect(drain(&frames) == [sent], "seed \(seed) step \(step)")
        }
    }

    @Test(arguments: seeds) func `A byte that changed on the way costs its own frame only`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (stream, whole): ([UInt8], [[UInt8]]) = ([], [])
        for _ in 0..<60 {
            let sent = command(&random)
            var bytes = frame(sent)
            if random.next() % 3 == 0 {
                // Behind the start, before the last zero: those two may change and mean the same.
                let place = 3 + Int(random.next() % UInt64(bytes.count - 4))
                bytes[place] ^= 1 << UInt8(random.next() % 8)
            } else {
                whole.append(sent)
            }
            stream += bytes
        }
        stream += [UInt8](repeating: 0x00, count: Self.longest)
        var frames = PN532Frames()
        var received: [[UInt8]] = []
        while !stream.isEmpty {
            let cut = min(stream.count, 1 + Int(random.next() % 512))
            frames.append(Array(stream.prefix(cut)))
            stream.removeFirst(cut)
            received += drain(&frames)
        }
        #expect(received == whole, "seed \(seed)")
    }

    @Test(arguments: seeds) func `The chip answers any command or says that it does not know it`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let uid = try #require(CardUID([0x04, 1, 2, 3, 4, 5, 6]))
        var chip = PN532(card: VirtualCard(profile: .desfireEV2, uid: uid, random: CardRandom(seed: seed)))
        let known: [UInt8] = [0x00, 0x02, 0x06, 0x08, 0x12, 0x14, 0x16, 0x32, 0x40, 0x42, 0x44, 0x4A, 0x52, 0x54]
        for step in 0..<2000 {
            var sent = Array(command(&random).prefix(Int(random.next() % 40)))
            if !sent.isEmpty, random.next() % 4 > 0 { sent[0] = known[Int(random.next() % UInt64(known.count))] }
            guard let answer = chip.answer(sent) else { continue }
            #expect(answer.prefix(2) == [0xD5, sent[0] &+ 1], "seed \(seed) step \(step)")
            #expect(answer.count <= 1024, "seed \(seed) step \(step)")
            var line = PN532Frames()
            line.append(PN532Frames.frame(answer))
            #expect(drain(&line).isEmpty, "an answer is no command; seed \(seed) step \(step)")
        }
    }
}
