package import CardCrypto

/// AuthenticateEV2First (0x71), the reader's side: three messages, both prove the key (AN12343 table 16).
package struct EV2Authentication: Sendable {
    private let key: AESKey
    private let randomA: [UInt8]
    private var randomB: [UInt8] = []

    /// - Precondition: `randomA` has 16 bytes, never used before.
    package init(key: AESKey, randomA: [UInt8]) {
        precondition(randomA.count == 16, "RndA has 16 bytes")
        self.key = key
        self.randomA = randomA
    }

    static let zeroIV = [UInt8](repeating: 0, count: 16)

    /// Second message: `E(RndA || RndB')`, from the card's `E(RndB)`.
    ///
    /// - Returns: `nil` unless the challenge has 16 bytes.
    package mutating func respond(to challenge: [UInt8]) -> [UInt8]? {
        guard challenge.count == 16 else { return nil }
        randomB = key.decryptCBC(challenge, iv: Self.zeroIV)
        return key.encryptCBC(randomA + Self.rotated(randomB), iv: Self.zeroIV)
    }

    /// The session, from the card's `E(TI || RndA' || PDcap2 || PCDcap2)`.
    ///
    /// - Returns: `nil` when the card did not prove that it knows the key.
    package func session(from final: [UInt8]) -> EV2Session? {
        guard final.count == 32, randomB.count == 16 else { return nil }
        let plain = key.decryptCBC(final, iv: Self.zeroIV)
        guard constantTimeEqual(plain[4..<20], Self.rotated(randomA)) else { return nil }
        let keys = Self.sessionKeys(key: key, randomA: randomA, randomB: randomB)
        guard let encryption = AESKey(keys.encryption), let mac = AESKey(keys.mac) else { return nil }
        return EV2Session(encryptionKey: encryption, macKey: mac, transaction: Array(plain[..<4]))
    }

    /// Session keys: CMAC over a label and both random numbers (AN12343 §7.2).
    static func sessionKeys(
        key: AESKey, randomA: [UInt8], randomB: [UInt8]
    ) -> (encryption: [UInt8], mac: [UInt8]) {
        let mixed =
            randomA[..<2] + zip(randomA[2..<8], randomB[..<6]).map { $0 ^ $1 } + randomB[6...] + randomA[8...]
        let suffix = [0x00, 0x01, 0x00, 0x80] + mixed
        return (key.cmac([0xA5, 0x5A] + suffix), key.cmac([0x5A, 0xA5] + suffix))
    }

    /// First byte to the end.
    static func rotated(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst()) + bytes.prefix(1) }
}
