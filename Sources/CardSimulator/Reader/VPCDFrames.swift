/// What pcscd's virtual driver asks of the card side.
package enum VPCDRequest: Equatable, Sendable {
    /// The field goes off (00), on (01), or the reader resets the card (02). None of them is answered.
    case powerOff, powerOn, reset
    /// pcscd looks whether a card is there, every 400 ms: the answer is the ATR.
    case answerToReset
    /// One command for the card, one byte or more.
    case command([UInt8])

    /// - Parameter frame: without its length. `nil` for the empty frame, which means nothing.
    package init?(frame: [UInt8]) {
        switch frame {
        case []: return nil
        case [0x00]: self = .powerOff
        case [0x01]: self = .powerOn
        case [0x02]: self = .reset
        case [0x04]: self = .answerToReset
        default: self = .command(frame)
        }
    }
}

/// Cuts a byte stream into vpcd's frames: two bytes of length, most significant first, then as many bytes.
///
/// Total: every stream of bytes is some sequence of frames, so there is nothing to refuse; the length field bounds
/// what is kept.
package struct VPCDFrames: Sendable {
    /// The longest frame that the length field can announce, in bytes.
    package static let longest = 0xFFFF

    private var pending: [UInt8] = []

    package init() {}

    package mutating func append(_ bytes: some Sequence<UInt8>) {
        pending.append(contentsOf: bytes)
    }

    /// - Returns: the next whole frame, possibly empty; `nil` until more bytes have come.
    package mutating func next() -> [UInt8]? {
        guard pending.count >= 2 else { return nil }
        let end = 2 + (Int(pending[0]) << 8 | Int(pending[1]))
        guard pending.count >= end else { return nil }
        let frame = Array(pending[2..<end])
        pending.removeFirst(end)
        return frame
    }

    /// - Returns: `nil` for what must never be sent: nothing, at which SCardTransmit hangs, or more than a frame holds.
    package static func frame(_ answer: [UInt8]) -> [UInt8]? {
        guard (1...longest).contains(answer.count) else { return nil }
        return [UInt8(answer.count >> 8), UInt8(answer.count & 0xFF)] + answer
    }
}
