internal import CardCrypto

/// The messages of DESFire EV1 (0xAA with AES, 0x1A with DES): one IV runs through the whole session, in both
/// directions.
///
/// Every command moves it, also those that carry no MAC; every answer ends in eight bytes of CMAC, or is
/// enciphered over its data and a CRC32.
struct EV1Channel: Sendable {
    let keyNumber: UInt8
    private let cipher: SessionCipher
    private var iv: [UInt8]

    static let macLength = 8

    init(keyNumber: UInt8, cipher: SessionCipher) {
        self.keyNumber = keyNumber
        self.cipher = cipher
        iv = [UInt8](repeating: 0, count: cipher.blockSize)
    }

    /// - Parameter iv: zero at the start of a session; tests continue published ones.
    /// - Returns: `nil` unless the session key has 16 bytes.
    init?(keyNumber: UInt8, sessionKey: [UInt8], iv: [UInt8] = [UInt8](repeating: 0, count: 16)) {
        guard sessionKey.count == 16, iv.count == 16, let key = AESKey(sessionKey) else { return nil }
        self.init(keyNumber: keyNumber, cipher: .aes(key))
        self.iv = iv
    }

    static func sessionKey(challenge: [UInt8], own: [UInt8]) -> [UInt8] {
        Array(challenge[0..<4] + own[0..<4] + challenge[12..<16] + own[12..<16])
    }

    func wireLength(_ payload: Int, _ protection: Protection) -> Int {
        guard payload > 0 else { return 0 }
        return switch protection {
        case .plain: payload
        case .mac: payload + Self.macLength
        case .full: (payload + 4 + cipher.blockSize - 1) / cipher.blockSize * cipher.blockSize
        }
    }

    mutating func open(_ plan: CommandPlan, _ bytes: [UInt8]) throws(DesfireStatus) -> OpenedCommand {
        let headerLength = plan.headerLength ?? bytes.count
        guard bytes.count >= headerLength else { throw .length }
        let header = Array(bytes.prefix(headerLength))
        let rest = Array(bytes.dropFirst(headerLength))
        guard !rest.isEmpty, plan.protection != .plain else {
            _ = mac([plan.ins] + bytes)
            return OpenedCommand(header: header, payload: rest)
        }
        if plan.protection == .mac {
            guard rest.count > Self.macLength else { throw .length }
            let payload = Array(rest.dropLast(Self.macLength))
            let expected = mac([plan.ins] + header + payload).prefix(Self.macLength)
            guard constantTimeEqual(expected, rest.suffix(Self.macLength)) else { throw .integrity }
            return OpenedCommand(header: header, payload: payload)
        }
        let plain = try decipher(rest)
        guard let length = plan.payloadLength else { return OpenedCommand(header: header, payload: plain) }
        guard plain.count >= length + 4,
            Checksum.crc32([plan.ins] + header + plain.prefix(length)) == Array(plain[length..<length + 4])
        else { throw .integrity }
        return OpenedCommand(header: header, payload: Array(plain.prefix(length)))
    }

    /// The status is part of what is proved: always 00, since every error ends the session.
    mutating func seal(_ plan: CommandPlan, _ answer: [UInt8]) -> [UInt8] {
        guard plan.protection == .full, !answer.isEmpty else {
            return answer + mac(answer + [DesfireStatus.ok.rawValue]).prefix(Self.macLength)
        }
        let checked = answer + Checksum.crc32(answer + [DesfireStatus.ok.rawValue])
        let sealed = cipher.encryptCBC(zeroPadded(checked, block: cipher.blockSize), iv: iv)
        iv = Array(sealed.suffix(cipher.blockSize))
        return sealed
    }

    private mutating func decipher(_ bytes: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard bytes.count.isMultiple(of: cipher.blockSize) else { throw .length }
        let plain = cipher.decryptCBC(bytes, iv: iv)
        iv = Array(bytes.suffix(cipher.blockSize))
        return plain
    }

    private mutating func mac(_ message: [UInt8]) -> [UInt8] {
        iv = cipher.cmac(message, iv: iv)
        return iv
    }
}
