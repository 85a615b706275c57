internal import CardCrypto

/// Secure messaging of DESFire EV1 with AES (0xAA): one IV, chained over the whole session.
///
/// Plain commands run a CMAC as well, which is not sent but moves the IV; their answers carry its first 8 bytes.
/// A full command holds a CRC32 of everything before it; a full answer one of its data and status.
package struct EV1Session: SecureSession {
    /// What an EV1 takes behind the instruction of one ISO frame: 60 bytes of frame less the wrapping.
    static let framePayloadCount = 54

    let key: AESKey
    private(set) var iv: [UInt8]

    init(key: AESKey, iv: [UInt8] = EV2Authentication.zeroIV) {
        self.key = key
        self.iv = iv
    }

    package var framePayload: Int { Self.framePayloadCount }

    package func code(of instruction: Instruction) -> UInt8 { instruction.rawValue }

    package mutating func seal(_ command: DESFireCommand) -> [UInt8] {
        let start = [command.instruction.rawValue] + command.header
        guard command.protection == .full, !command.data.isEmpty else {
            advance(over: start + command.data)
            return command.header + command.data
        }
        return command.header + encrypt(command.data, behind: start)
    }

    /// - Parameter start: the code that is sent, whether we know the command or not, and what goes in clear behind it.
    mutating func encrypt(_ data: [UInt8], behind start: [UInt8]) -> [UInt8] {
        // ChangeKey brings its own checksums.
        let checksum = start.first == Instruction.changeKey.rawValue ? [] : DESFireCRC32.bytes(start + data)
        let ciphertext = key.encryptCBC(Self.zeroPadded(data + checksum), iv: iv)
        iv = Array(ciphertext.suffix(16))
        return ciphertext
    }

    package mutating func open(_ answer: [UInt8], to command: DESFireCommand) throws(CardError) -> [UInt8] {
        let answersInFull = command.protection == .full && command.data.isEmpty && command.answerCount != 0
        if answersInFull { return try decrypted(answer, command) }
        let data = try authenticated(answer)
        if let count = command.answerCount, data.count != count { throw .malformed(command.instruction) }
        return data
    }

    package func keyCryptogram(number: UInt8, new: NewKey, replacing old: [UInt8]?) -> [UInt8] {
        let start = [Instruction.changeKey.rawValue, number]
        let version = new.version.map { [$0] } ?? []
        guard let old else { return new.bytes + version + DESFireCRC32.bytes(start + new.bytes + version) }
        let mixed = zip(new.bytes, old).map { $0 ^ $1 } + version
        return mixed + DESFireCRC32.bytes(start + mixed) + DESFireCRC32.bytes(new.bytes)
    }

    /// The CMAC of `message` with the session's IV in front; it becomes the next IV.
    @discardableResult
    mutating func advance(over message: [UInt8]) -> [UInt8] {
        iv = ChainedCMAC.mac(key, message, iv: iv)
        return iv
    }

    static func zeroPadded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (16 - bytes.count % 16) % 16)
    }

    /// The data of an answer whose MAC is right.
    mutating func authenticated(_ answer: [UInt8]) throws(CardError) -> [UInt8] {
        guard answer.count >= 8 else { throw .tampered }
        let data = Array(answer.dropLast(8))
        guard constantTimeEqual(advance(over: data + [0x00]).prefix(8), answer.suffix(8)) else { throw .tampered }
        return data
    }

    private mutating func decrypted(_ answer: [UInt8], _ command: DESFireCommand) throws(CardError) -> [UInt8] {
        guard let count = command.answerCount, answer.count == (count + 4 + 15) / 16 * 16 else {
            throw .malformed(command.instruction)
        }
        let plain = key.decryptCBC(answer, iv: iv)
        iv = Array(answer.suffix(16))
        let data = Array(plain.prefix(count))
        guard constantTimeEqual(plain, Self.zeroPadded(data + DESFireCRC32.bytes(data + [0x00]))) else {
            throw .tampered
        }
        return data
    }
}

/// CMAC (RFC 4493) that starts from a given IV instead of zero, as EV1 chains it.
enum ChainedCMAC {
    static func mac(_ key: AESKey, _ message: [UInt8], iv: [UInt8]) -> [UInt8] {
        let subkeys = CMACSubkeys(key)
        let whole = !message.isEmpty && message.count.isMultiple(of: 16)
        var padded = whole ? message : BitPadding.pad(message)
        let last = whole ? subkeys.first : subkeys.second
        let offset = padded.count - 16
        for index in 0..<16 { padded[offset + index] ^= last[index] }
        return Array(key.encryptCBC(padded, iv: iv).suffix(16))
    }
}

/// The two subkeys of CMAC (RFC 4493 §2.3).
struct CMACSubkeys {
    /// `E(K, 0)`.
    let base: [UInt8]
    /// K1, for whole last blocks.
    let first: [UInt8]
    /// K2, for padded last blocks.
    let second: [UInt8]

    init(_ key: AESKey) {
        base = key.encryptBlock([UInt8](repeating: 0, count: 16))
        first = Self.doubled(base, feedback: 0x87)
        second = Self.doubled(first, feedback: 0x87)
    }

    /// One bit to the left; `feedback` is 87 for blocks of 16 bytes and 1B for 8.
    static func doubled(_ block: [UInt8], feedback: UInt8) -> [UInt8] {
        var shifted = block
        for index in block.indices {
            shifted[index] = block[index] << 1 | (index + 1 < block.count ? block[index + 1] >> 7 : 0)
        }
        if let top = block.first, top & 0x80 != 0 { shifted[shifted.count - 1] ^= feedback }
        return shifted
    }
}
