internal import CardCrypto

/// The messages of the first DESFire (0x0A): DES, CRC16, MACs of four bytes, no memory between commands.
struct LegacyChannel: Sendable {
    let keyNumber: UInt8
    private let cipher: TripleDES

    static let macLength = 4

    init(keyNumber: UInt8, sessionKey: [UInt8]) {
        self.keyNumber = keyNumber
        cipher = TripleDES(sessionKey)
    }

    /// Single DES takes half of each challenge once, two-key DES takes both halves.
    static func sessionKey(key: CardKey, challenge: [UInt8], own: [UInt8]) -> [UInt8] {
        let first = Array(challenge[0..<4] + own[0..<4])
        let isSingle = zip(key.bytes[0..<8], key.bytes[8..<16]).allSatisfy { $0 & 0xFE == $1 & 0xFE }
        return isSingle ? first + first : first + Array(challenge[4..<8] + own[4..<8])
    }

    static func wireLength(_ payload: Int, _ protection: Protection) -> Int {
        guard payload > 0 else { return 0 }
        return switch protection {
        case .plain: payload
        case .mac: payload + macLength
        case .full: (payload + 2 + 7) / 8 * 8
        }
    }

    func open(_ plan: CommandPlan, _ bytes: [UInt8]) throws(DesfireStatus) -> OpenedCommand {
        let headerLength = plan.headerLength ?? bytes.count
        guard bytes.count >= headerLength else { throw .length }
        let header = Array(bytes.prefix(headerLength))
        let rest = Array(bytes.dropFirst(headerLength))
        guard !rest.isEmpty else { return OpenedCommand(header: header, payload: []) }
        switch plan.protection {
        case .plain:
            return OpenedCommand(header: header, payload: rest)
        case .mac:
            guard rest.count > Self.macLength else { throw .length }
            let payload = Array(rest.dropLast(Self.macLength))
            guard constantTimeEqual(mac(payload), rest.suffix(Self.macLength)) else { throw .integrity }
            return OpenedCommand(header: header, payload: payload)
        case .full:
            let plain = try decipher(rest)
            guard let length = plan.payloadLength else { return OpenedCommand(header: header, payload: plain) }
            guard plain.count >= length + 2, Checksum.crc16(plain.prefix(length)) == Array(plain[length..<length + 2])
            else { throw .integrity }
            return OpenedCommand(header: header, payload: Array(plain.prefix(length)))
        }
    }

    func seal(_ plan: CommandPlan, _ answer: [UInt8]) -> [UInt8] {
        guard !answer.isEmpty else { return [] }
        switch plan.protection {
        case .plain: return answer
        case .mac: return answer + mac(answer)
        case .full: return cipher.encryptCBC(zeroPadded(answer + Checksum.crc16(answer), block: 8))
        }
    }

    func decipher(_ bytes: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard bytes.count.isMultiple(of: TripleDES.blockSize) else { throw .length }
        return cipher.receive(bytes)
    }

    private func mac(_ bytes: [UInt8]) -> [UInt8] {
        Array(cipher.encryptCBC(zeroPadded(bytes, block: 8)).suffix(8).prefix(Self.macLength))
    }
}
