internal import CardCrypto

/// AuthenticateLegacy (0x0A), the reader's side: what a factory-fresh card speaks, with a DES key of zeros.
package struct LegacyAuthentication: Sendable {
    private let key: TripleDESKey
    private let isSingle: Bool
    private let randomA: [UInt8]
    private var randomB: [UInt8] = []

    static let zeroIV = [UInt8](repeating: 0, count: TripleDESKey.blockCount)

    /// - Parameters:
    ///   - key: 16 bytes; two equal halves, parity aside, are single DES.
    ///   - randomA: 8 bytes, never used before.
    /// - Returns: `nil` for other lengths.
    package init?(key: [UInt8], randomA: [UInt8]) {
        guard key.count == 16, randomA.count == 8, let cipher = TripleDESKey(key) else { return nil }
        self.key = cipher
        self.randomA = randomA
        isSingle = zip(key[..<8], key[8...]).allSatisfy { $0 & 0xFE == $1 & 0xFE }
    }

    /// - Returns: `nil` unless the challenge has 8 bytes.
    package mutating func respond(to challenge: [UInt8]) -> [UInt8]? {
        guard challenge.count == 8 else { return nil }
        randomB = key.decryptBlock(challenge)
        return key.decipherToSend(randomA + EV2Authentication.rotated(randomB), iv: Self.zeroIV)
    }

    /// - Returns: `nil` when the card did not prove that it knows the key.
    package func session(from final: [UInt8]) -> LegacySession? {
        guard final.count == 8, randomB.count == 8,
            constantTimeEqual(key.decryptBlock(final), EV2Authentication.rotated(randomA))
        else { return nil }
        let half = Array(randomA[..<4] + randomB[..<4])
        let session = isSingle ? half : half + randomA[4...] + randomB[4...]
        return TripleDESKey(session).map { LegacySession(key: $0) }
    }
}

/// The first DESFire's messages, as far as they are needed to leave them: ChangeKey on a fresh card.
///
/// Answers are not authenticated. Whatever is done in such a session must be read back in a better one.
package struct LegacySession: SecureSession {
    let key: TripleDESKey

    package var framePayload: Int { EV1Session.framePayloadCount }

    package func code(of instruction: Instruction) -> UInt8 { instruction.rawValue }

    package mutating func seal(_ command: DESFireCommand) -> [UInt8] {
        guard command.protection == .full, !command.data.isEmpty else { return command.header + command.data }
        let checksum = command.instruction == .changeKey ? [] : CRC16.bytes(command.data)
        var plain = command.data + checksum
        plain += [UInt8](repeating: 0, count: (8 - plain.count % 8) % 8)
        return command.header + key.decipherToSend(plain, iv: LegacyAuthentication.zeroIV)
    }

    package mutating func open(_ answer: [UInt8], to command: DESFireCommand) throws(CardError) -> [UInt8] {
        if let count = command.answerCount, answer.count != count { throw .malformed(command.instruction) }
        return answer
    }

    package func keyCryptogram(number: UInt8, new: NewKey, replacing old: [UInt8]?) -> [UInt8] {
        let version = new.version.map { [$0] } ?? []
        guard let old else { return new.bytes + version + CRC16.bytes(new.bytes + version) }
        let mixed = zip(new.bytes, old).map { $0 ^ $1 } + version
        return mixed + CRC16.bytes(mixed) + CRC16.bytes(new.bytes)
    }
}

/// CRC_A (ISO/IEC 14443-3 annex B): start 6363, least significant byte first.
enum CRC16 {
    static func bytes(_ message: some Sequence<UInt8>) -> [UInt8] {
        var crc: UInt16 = 0x6363
        for byte in message {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x8408 : crc >> 1 }
        }
        return LittleEndian.bytes(crc, 2)
    }
}
