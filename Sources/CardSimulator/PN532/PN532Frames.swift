/// Frames of the PN532's serial line (UM0701-02 §6.2.1): 00 FF, length, its complement, data, checksum.
///
/// Total: whatever does not make a frame is skipped, as a chip does that wakes up in the middle of noise.
struct PN532Frames: Sendable {
    /// Longest normal or extended frame that is accepted.
    static let limit = 265
    static let acknowledge: [UInt8] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00]

    private var received: [UInt8] = []

    /// Bytes kept until more come; at most one frame's.
    var waiting: Int { received.count }

    mutating func append(_ bytes: [UInt8]) { received += bytes }

    /// The next command, without its direction byte D4; `nil` if more bytes are needed.
    mutating func next() -> [UInt8]? {
        while let start = firstStart() {
            received.removeFirst(start)
            guard received.count >= 4 else { return nil }
            guard let (header, length) = size() else {
                if received.count < 7, received[2] == 0xFF, received[3] == 0xFF { return nil }
                received.removeFirst(2)
                continue
            }
            guard received.count >= header + length + 1 else { return nil }
            let body = Array(received[header..<header + length])
            let sum = received[header..<header + length + 1].reduce(0, &+)
            received.removeFirst(sum == 0 ? header + length + 1 : 2)
            if sum == 0, body.first == 0xD4, body.count > 1 { return Array(body.dropFirst()) }
        }
        received = Array(received.suffix(1))
        return nil
    }

    /// An answer as the chip sends it.
    ///
    /// - Parameter body: begins with D5.
    static func frame(_ body: [UInt8]) -> [UInt8] {
        let checksum = 0 &- body.reduce(0, &+)
        let tail = body + [checksum, 0x00]
        guard body.count > 255 else {
            let length = UInt8(body.count)
            return [0x00, 0x00, 0xFF, length, 0 &- length] + tail
        }
        let (high, low) = (UInt8(body.count >> 8), UInt8(body.count & 0xFF))
        return [0x00, 0x00, 0xFF, 0xFF, 0xFF, high, low, 0 &- (high &+ low)] + tail
    }

    /// Where 00 FF begins.
    private func firstStart() -> Int? {
        guard received.count >= 2 else { return nil }
        return (0..<received.count - 1).first { received[$0] == 0x00 && received[$0 + 1] == 0xFF }
    }

    /// Bytes before the data, and its length; `nil` for acknowledgements and broken or incomplete lengths.
    private func size() -> (header: Int, length: Int)? {
        if received[2] == 0xFF, received[3] == 0xFF {
            guard received.count >= 7, received[4] &+ received[5] &+ received[6] == 0 else { return nil }
            let length = Int(received[4]) << 8 | Int(received[5])
            return length > 0 && length <= Self.limit ? (7, length) : nil
        }
        guard received[2] > 0, received[2] &+ received[3] == 0 else { return nil }
        return (4, Int(received[2]))
    }
}
