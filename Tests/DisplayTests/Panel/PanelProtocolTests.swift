import Display
import KioskSession
import Testing
import Vocabulary

@Suite struct PanelProtocolTests {
    static let layout = PanelLayout(
        seq: 7, screen: "welcome", language: "zh",
        regions: [PanelLayout.Region(name: "checkIn", x: 680, y: 80, w: 312, h: 128)], texts: ["欢迎回来，李女士"])
    static let messages: [PanelMessage] = [
        .hello(width: 1024, height: 600),
        .frame(
            PanelFrame(
                sequence: 7, rect: PixelRect(x: 3, y: 4, width: 2, height: 2), bytes: (0..<16).map { UInt8($0) })),
        .layout(layout),
        .touch(PanelTouch(.down, at: PanelPoint(x: 1023, y: 599), sequence: 0xFEDC_BA98)),
        .touch(PanelTouch(.up, at: PanelPoint(x: 0, y: 65_535), sequence: 0)),
    ]

    @Test func `Every message comes back as it went, however the bytes are cut`() throws {
        let bytes = Self.messages.flatMap { $0.encoded() }
        for size in [1, 2, 3, 7, 64, bytes.count] {
            var parser = PanelParser(limit: PanelMessage.kioskLimit)
            var received: [PanelMessage] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.append(bytes[start..<min(start + size, bytes.count)])
                while let message = try parser.next() { received.append(message) }
            }
            #expect(received == Self.messages, "pieces of \(size)")
        }
    }

    /// One row per way of being wrong; the bytes are a whole message, length first.
    @Test(
        arguments: [
            ([0, 0, 0, 0], PanelProtocolError.badBody(type: 0)),
            ([0xFF, 0xFF, 0xFF, 0xFF], .tooLong(4_294_967_295)),
            ([0, 0, 0, 1, 0x77], .unknownType(0x77)),
            ([0, 0, 0, 7, 0x01, 1, 1, 4, 0, 2, 0x58], .unknownVersion(1)),
            ([0, 0, 0, 7, 0x01, 2, 1, 0, 0, 2, 0x58], .badBody(type: 0x01)),
            ([0, 0, 0, 2, 0x02, 0], .badBody(type: 0x02)),
            ([0, 0, 0, 4, 0x81, 0, 1, 0], .badBody(type: 0x81)),
            ([0, 0, 0, 10, 0x81, 2, 0, 0, 0, 1, 0, 1, 0, 1], .badBody(type: 0x81)),
            ([0, 0, 0, 3, 0x03, 0x7B, 0x7D], .badBody(type: 0x03)),
        ] as [([UInt8], PanelProtocolError)])
    func `A wrong message is refused by name`(bytes: [UInt8], error: PanelProtocolError) {
        var parser = PanelParser(limit: PanelMessage.kioskLimit)
        parser.append(bytes)
        #expect(throws: error) { try parser.next() }
    }

    @Test func `A viewer that sends more than a touch is cut off by the length alone`() {
        var parser = PanelParser(limit: PanelMessage.panelLimit)
        parser.append([0, 0, 0, 11])
        #expect(throws: PanelProtocolError.tooLong(11)) { try parser.next() }
    }

    @Test func `A layout with absurd places is refused`() {
        var layout = Self.layout
        layout.regions[0].x = .max
        var parser = PanelParser(limit: PanelMessage.kioskLimit)
        parser.append(PanelMessage.layout(layout).encoded())
        #expect(throws: PanelProtocolError.badBody(type: 0x03)) { try parser.next() }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `Any bytes give messages or an error, never a trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var bytes = Self.messages.shuffled(using: &random).flatMap { $0.encoded() }
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            var parser = PanelParser(limit: PanelMessage.kioskLimit)
            var view = PanelView()
            parser.append(bytes)
            do {
                while let message = try parser.next() { _ = try view.take(message) }
            } catch {}
        }
    }
}
