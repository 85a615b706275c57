/// What the reader and the card agreed on when they authenticated: it protects commands and opens answers.
///
/// A session lives until the first error. There are three kinds: `EV2Session`, `EV1Session` and `LegacySession`.
package protocol SecureSession: Sendable {
    /// How many bytes may stand behind the instruction in one frame; longer payloads are continued with AF.
    var framePayload: Int { get }

    /// The instruction's code in this kind of session.
    func code(of instruction: Instruction) -> UInt8

    /// - Returns: what stands behind the instruction on the wire.
    mutating func seal(_ command: DESFireCommand) -> [UInt8]

    /// Verifies and decrypts the answer to the command that was sealed last. Status `00` is implied: an error
    /// status carries no MAC and ends the session before this is called.
    ///
    /// - Throws: `tampered` for a wrong MAC, CRC or padding, `malformed` for a wrong length.
    mutating func open(_ answer: [UInt8], to command: DESFireCommand) throws(CardError) -> [UInt8]

    /// The secret part of ChangeKey, before encryption.
    ///
    /// - Parameter old: the key that is being replaced, or `nil` when it is the one that authenticated.
    func keyCryptogram(number: UInt8, new: NewKey, replacing old: [UInt8]?) -> [UInt8]
}

/// A key on its way to the card.
package struct NewKey: Sendable, CustomReflectable {
    /// 16 bytes.
    let bytes: [UInt8]
    /// `nil` for a DES key, whose version hides in its parity bits.
    let version: UInt8?

    package static func aes(_ bytes: [UInt8], version: UInt8) -> NewKey { NewKey(bytes: bytes, version: version) }
    package static let factoryDES = NewKey(bytes: [UInt8](repeating: 0, count: 16), version: nil)

    package var customMirror: Mirror { Mirror(self, children: ["version": version as Any]) }
}

/// ISO/IEC 9797-1 padding method 2: an 80, then zeros up to the next whole block; always at least one byte.
enum BitPadding {
    static let block = 16

    static func pad(_ bytes: [UInt8]) -> [UInt8] {
        let padded = bytes + [0x80]
        return padded + [UInt8](repeating: 0, count: (block - padded.count % block) % block)
    }

    /// - Returns: `nil` unless an 80 and fewer than 16 bytes of padding end the text.
    static func unpad(_ bytes: [UInt8]) -> [UInt8]? {
        guard let mark = bytes.lastIndex(where: { $0 != 0 }), bytes[mark] == 0x80, bytes.count - mark <= block
        else { return nil }
        return Array(bytes[..<mark])
    }
}

/// The CRC of DESFire EV1: zlib's CRC-32 without the last inversion (JAMCRC), least significant byte first.
enum DESFireCRC32 {
    static func value(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return crc
    }

    static func bytes(_ message: some Sequence<UInt8>) -> [UInt8] { LittleEndian.bytes(value(message), 4) }
}
