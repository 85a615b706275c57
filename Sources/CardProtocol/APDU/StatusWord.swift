/// The last two bytes of an answer (ISO/IEC 7816-4 §5.6); DESFire's own codes stand behind a 91.
package struct StatusWord: Hashable, Sendable, CustomStringConvertible {
    package let value: UInt16

    package init(_ value: UInt16) { self.value = value }

    /// DESFire's one-byte status, as it is printed in the data sheets.
    package init(desfire code: UInt8) { value = 0x9100 | UInt16(code) }

    package static let success = StatusWord(0x9000)
    package static let done = StatusWord(desfire: 0x00)
    package static let outOfMemory = StatusWord(desfire: 0x0E)
    package static let noChanges = StatusWord(desfire: 0x0C)
    package static let illegalCommand = StatusWord(desfire: 0x1C)
    package static let noSuchKey = StatusWord(desfire: 0x40)
    package static let permissionDenied = StatusWord(desfire: 0x9D)
    package static let applicationNotFound = StatusWord(desfire: 0xA0)
    package static let authenticationDelay = StatusWord(desfire: 0xAD)
    package static let authenticationError = StatusWord(desfire: 0xAE)
    package static let moreFrames = StatusWord(desfire: 0xAF)
    package static let boundaryError = StatusWord(desfire: 0xBE)
    package static let fileNotFound = StatusWord(desfire: 0xF0)

    package static let isoNotFound = StatusWord(0x6A82)
    package static let isoUnknownInstruction = StatusWord(0x6D00)
    package static let isoUnknownClass = StatusWord(0x6E00)

    /// Whether the card spoke DESFire at all.
    package var isDESFire: Bool { value >> 8 == 0x91 }

    /// How an ISO 7816 card that knows nothing of DESFire answers its commands (ISO/IEC 7816-4 table 6).
    var isISORefusal: Bool { [.isoNotFound, .isoUnknownInstruction, .isoUnknownClass].contains(self) }

    /// What a reader says in the card's place when it heard no answer (ACR122U API 2.04, PC/SC part 3 §3.2.2): 63 00
    /// "the operation failed", 64 00 and 64 01 "no response"; nfc-pcsc #37 shows it where PC/SC knows an error.
    var isFromReader: Bool { [0x63, 0x64].contains(value >> 8) }

    /// Four digits, and the data sheet's words where we know them.
    package var description: String {
        let digits = [UInt8(value >> 8), UInt8(value & 0xFF)].map { Self.hex($0) }.joined()
        guard let words = Self.words[value] else { return digits }
        return "\(digits) (\(words))"
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }

    private static let words: [UInt16: String] = [
        0x9000: "done", 0x9100: "done", 0x910C: "no changes", 0x910E: "out of memory", 0x911C: "illegal command",
        0x911E: "integrity error", 0x9140: "no such key", 0x917E: "length error", 0x919D: "permission denied",
        0x919E: "parameter error", 0x91A0: "application not found", 0x91AD: "authentication delayed",
        0x91AE: "authentication error", 0x91AF: "more frames", 0x91BE: "boundary error", 0x91CA: "command aborted",
        0x91DE: "duplicate", 0x91EE: "memory error", 0x91F0: "file not found", 0x6A82: "file or application not found",
        0x6D00: "instruction not supported", 0x6E00: "class not supported", 0x6700: "wrong length",
    ]
}
