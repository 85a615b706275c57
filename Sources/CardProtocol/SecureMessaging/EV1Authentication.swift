package import CardCrypto

/// AuthenticateAES (0xAA), the reader's side. The IV is chained over all three messages.
package struct EV1Authentication: Sendable {
    private let key: AESKey
    private let randomA: [UInt8]
    private var randomB: [UInt8] = []
    private var iv: [UInt8] = []

    /// - Precondition: `randomA` has 16 bytes, never used before.
    package init(key: AESKey, randomA: [UInt8]) {
        precondition(randomA.count == 16, "RndA has 16 bytes")
        self.key = key
        self.randomA = randomA
    }

    /// - Returns: `nil` unless the challenge has 16 bytes.
    package mutating func respond(to challenge: [UInt8]) -> [UInt8]? {
        guard challenge.count == 16 else { return nil }
        randomB = key.decryptCBC(challenge, iv: EV2Authentication.zeroIV)
        let response = key.encryptCBC(randomA + EV2Authentication.rotated(randomB), iv: challenge)
        iv = Array(response.suffix(16))
        return response
    }

    /// - Returns: `nil` when the card did not prove that it knows the key.
    package func session(from final: [UInt8]) -> EV1Session? {
        guard final.count == 16, iv.count == 16 else { return nil }
        guard constantTimeEqual(key.decryptCBC(final, iv: iv), EV2Authentication.rotated(randomA)) else { return nil }
        return AESKey(Self.sessionKey(randomA: randomA, randomB: randomB)).map { EV1Session(key: $0) }
    }

    static func sessionKey(randomA: [UInt8], randomB: [UInt8]) -> [UInt8] {
        Array(randomA[..<4] + randomB[..<4] + randomA[12...] + randomB[12...])
    }
}
