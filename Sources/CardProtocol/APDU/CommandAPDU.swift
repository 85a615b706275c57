/// A short ISO 7816-4 command (§5.1, cases 1 to 4).
package struct CommandAPDU: Hashable, Sendable {
    /// The longest data field that one length byte can name.
    package static let maximumData = 255

    package let bytes: [UInt8]

    /// A DESFire command in its ISO frame: `90 INS 00 00 [Lc data] 00`.
    ///
    /// - Precondition: `data` has at most `maximumData` bytes; callers split longer ones into frames.
    package init(desfire instruction: UInt8, _ data: [UInt8] = []) {
        precondition(data.count <= Self.maximumData, "a short APDU carries at most 255 bytes")
        bytes = [0x90, instruction, 0x00, 0x00] + (data.isEmpty ? [] : [UInt8(data.count)] + data) + [0x00]
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// SELECT by DF name, first occurrence, with the answer's length left to the card (ISO 7816-4 §11.2.2).
    package static func select(applicationName name: [UInt8]) -> CommandAPDU {
        precondition((1...16).contains(name.count), "an application name has 1 to 16 bytes")
        return CommandAPDU(bytes: [0x00, 0xA4, 0x04, 0x00, UInt8(name.count)] + name + [0x00])
    }

    /// The reader answers this itself with the UID of anticollision (PC/SC part 3, §3.2.2.1.3).
    package static let getUID = CommandAPDU(bytes: [0xFF, 0xCA, 0x00, 0x00, 0x00])

    /// 16 bytes of a storage card, from `block` on (PC/SC part 3, §3.2.2.1.8).
    package static func readBinary(block: UInt8) -> CommandAPDU {
        CommandAPDU(bytes: [0xFF, 0xB0, 0x00, block, 0x10])
    }
}

/// What came back: data, and the status word behind it.
package struct ResponseAPDU: Hashable, Sendable {
    /// Above any answer to a short command, chained by the reader or not.
    package static let maximumBytes = 4_096

    package let data: [UInt8]
    package let status: StatusWord

    /// - Returns: `nil` unless there is a status word and no more than `maximumBytes`.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 2, bytes.count <= Self.maximumBytes else { return nil }
        data = Array(bytes.dropLast(2))
        status = StatusWord(UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1]))
    }
}
