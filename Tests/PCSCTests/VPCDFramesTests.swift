import CardSimulator
import Testing
import Vocabulary

/// The bytes between pcscd's virtual driver and a virtual card.
struct VPCDFramesTests {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func `Frames are the same however the stream is cut, and no stream is refused`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sent = (0..<20).map { _ in
            (0..<Int(random.next() % 300)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        var stream = sent.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
        var frames = VPCDFrames()
        var received: [[UInt8]] = []
        while !stream.isEmpty {
            let cut = min(stream.count, 1 + Int(random.next() % 400))
            frames.append(stream.prefix(cut))
            stream.removeFirst(cut)
            while let frame = frames.next() { received.append(frame) }
        }
        #expect(received == sent, "seed \(seed)")
    }

    @Test func `Nothing and too much are never sent`() {
        #expect(VPCDFrames.frame([]) == nil)
        #expect(VPCDFrames.frame([UInt8](repeating: 0, count: 0x10000)) == nil)
        #expect(VPCDFrames.frame([0x90, 0x00]) == [0x00, 0x02, 0x90, 0x00])
        #expect(VPCDFrames.frame([UInt8](repeating: 1, count: 0xFFFF))?.count == 0x10001)
    }

    @Test(
        arguments: [
            ([], nil), ([0x00], .powerOff), ([0x01], .powerOn), ([0x02], .reset), ([0x04], .answerToReset),
            ([0x03], .command([0x03])), ([0x60], .command([0x60])), ([0x00, 0xA4], .command([0x00, 0xA4])),
        ] as [([UInt8], VPCDRequest?)])
    func `A frame of one byte may be a native command`(frame: [UInt8], request: VPCDRequest?) {
        #expect(VPCDRequest(frame: frame) == request)
    }
}
