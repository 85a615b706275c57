import Foundation

/// What makes a byte stream not ours. The connection is closed; nothing else is lost.
package enum PanelProtocolError: Error, Equatable, Sendable {
    case tooLong(Int)
    case unknownType(UInt8)
    case badBody(type: UInt8)
    case unknownVersion(UInt8)
}

extension PanelMessage {
    /// The whole message, length included.
    package func encoded() -> [UInt8] {
        var body: [UInt8] = []
        switch self {
        case .hello(let width, let height):
            body = [Self.helloType, Self.version, Self.formatXRGB8888] + Self.short(width) + Self.short(height)
        case .frame(let frame):
            body.reserveCapacity(1 + Self.frameHeader + frame.bytes.count)
            body = [Self.frameType] + Self.long(frame.sequence)
            for number in [frame.rect.x, frame.rect.y, frame.rect.width, frame.rect.height] {
                body += Self.short(number)
            }
            body += frame.bytes
        case .layout(let layout):
            body = [Self.layoutType] + Self.json(layout)
        case .touch(let touch):
            body = [Self.touchType, touch.action.rawValue] + Self.long(touch.sequence)
            body += Self.short(touch.point.x) + Self.short(touch.point.y)
        }
        return Self.long(UInt32(body.count)) + body
    }

    /// A layout too long for the wire goes without its texts, then without its regions.
    private static func json(_ layout: PanelLayout) -> [UInt8] {
        var layout = layout
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for _ in 0..<3 {
            if let json = try? encoder.encode(layout), json.count <= layoutLimit { return [UInt8](json) }
            if layout.texts.isEmpty { layout.regions = [] }
            layout.texts = []
        }
        return Array("{}".utf8)
    }

    private static func short(_ number: Int) -> [UInt8] {
        let clamped = UInt16(clamping: number)
        return [UInt8(clamped >> 8), UInt8(clamped & 0xFF)]
    }

    private static func long(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
    }
}

extension PanelLayout {
    /// Few regions, and numbers that can be added without overflow.
    fileprivate var isSane: Bool {
        regions.count <= 256
            && regions.allSatisfy { region in
                [region.x, region.y, region.w, region.h].allSatisfy { (0...Int(UInt16.max)).contains($0) }
            }
    }
}

/// Cuts a byte stream into messages. Total: any bytes give messages or an error, never a trap.
package struct PanelParser: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0
    private let limit: Int

    /// - Parameter limit: the longest message to expect: `PanelMessage.kioskLimit` or `panelLimit`. The buffer never
    ///   holds much more than this, since a longer message is refused by its length alone.
    package init(limit: Int) { self.limit = limit }

    package mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

    /// The next whole message; `nil` when more bytes are needed. After an error the stream is useless.
    package mutating func next() throws(PanelProtocolError) -> PanelMessage? {
        let available = buffer.count - start
        guard available >= 4 else { return nil }
        let length = Int(number(at: start, bytes: 4))
        guard length <= limit else { throw .tooLong(length) }
        guard length >= 1 else { throw .badBody(type: 0) }
        guard available >= 4 + length else { return nil }
        let type = buffer[start + 4]
        let body = start + 5..<start + 4 + length
        let message = try message(type: type, body: body)
        start += 4 + length
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 65_536 {
            buffer.removeFirst(start)
            start = 0
        }
        return message
    }

    private func message(type: UInt8, body: Range<Int>) throws(PanelProtocolError) -> PanelMessage {
        let at = body.lowerBound
        switch type {
        case PanelMessage.helloType:
            guard body.count == 6 else { throw .badBody(type: type) }
            guard buffer[at] == PanelMessage.version else { throw .unknownVersion(buffer[at]) }
            let width = Int(number(at: at + 2, bytes: 2))
            let height = Int(number(at: at + 4, bytes: 2))
            guard buffer[at + 1] == PanelMessage.formatXRGB8888,
                (1...Surface.maximumSide).contains(width), (1...Surface.maximumSide).contains(height)
            else { throw .badBody(type: type) }
            return .hello(width: width, height: height)
        case PanelMessage.frameType:
            return .frame(try frame(body))
        case PanelMessage.layoutType:
            guard body.count <= PanelMessage.layoutLimit,
                let layout = try? JSONDecoder().decode(PanelLayout.self, from: Data(buffer[body])), layout.isSane
            else { throw .badBody(type: type) }
            return .layout(layout)
        case PanelMessage.touchType:
            return .touch(try touch(body))
        default:
            throw .unknownType(type)
        }
    }

    private func touch(_ body: Range<Int>) throws(PanelProtocolError) -> PanelTouch {
        let at = body.lowerBound
        guard body.count == 9, let action = PanelTouch.Action(rawValue: buffer[at]) else {
            throw .badBody(type: PanelMessage.touchType)
        }
        let point = PanelPoint(x: Int(number(at: at + 5, bytes: 2)), y: Int(number(at: at + 7, bytes: 2)))
        return PanelTouch(action, at: point, sequence: UInt32(number(at: at + 1, bytes: 4)))
    }

    private func frame(_ body: Range<Int>) throws(PanelProtocolError) -> PanelFrame {
        let at = body.lowerBound
        guard body.count >= PanelMessage.frameHeader else { throw .badBody(type: PanelMessage.frameType) }
        let sides = (0..<4).map { Int(number(at: at + 4 + 2 * $0, bytes: 2)) }
        let rect = PixelRect(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        let pixels = at + PanelMessage.frameHeader..<body.upperBound
        guard !rect.isEmpty, rect.maxX <= Surface.maximumSide, rect.maxY <= Surface.maximumSide,
            pixels.count == rect.width * rect.height * 4
        else { throw .badBody(type: PanelMessage.frameType) }
        return PanelFrame(
            sequence: UInt32(number(at: at, bytes: 4)), rect: rect, bytes: Array(buffer[pixels]))
    }

    private func number(at index: Int, bytes: Int) -> UInt64 {
        var value: UInt64 = 0
        for offset in 0..<bytes { value = value << 8 | UInt64(buffer[index + offset]) }
        return value
    }
}
