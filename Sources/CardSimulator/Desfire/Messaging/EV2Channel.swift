internal import CardCrypto

/// The messages of DESFire EV2 (0x71, 0x77): a transaction identifier, a command counter, and two session keys.
struct EV2Channel: Sendable {
    let keyNumber: UInt8
    let transactionIdentifier: [UInt8]
    private(set) var counter: UInt16
    private let encryption: AESKey
    private let authentication: AESKey

    static let macLength = 8

    /// - Parameters:
    ///   - key: the application key that was proved.
    ///   - challenge: RndA, the reader's 16 bytes.
    ///   - own: RndB, the card's.
    ///   - counter: 0 after a first authentication, kept by a following one.
    /// - Returns: `nil` if a length is wrong.
    init?(keyNumber: UInt8, key: CardKey, challenge: [UInt8], own: [UInt8], identifier: [UInt8], counter: UInt16) {
        guard let long = AESKey(key.bytes), challenge.count == 16, own.count == 16, identifier.count == 4 else {
            return nil
        }
        let mixed = exclusiveOr(challenge[2..<8], own[0..<6])
        let context = challenge[0..<2] + mixed + own[6..<16] + challenge[8..<16]
        guard let encryption = AESKey(long.cmac([0xA5, 0x5A, 0x00, 0x01, 0x00, 0x80] + context)),
            let authentication = AESKey(long.cmac([0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80] + context))
        else { return nil }
        self.init(
            keyNumber: keyNumber, encryption: encryption, authentication: authentication, identifier: identifier,
            counter: counter)
    }

    /// From session keys that are already known; tests replay published exchanges with it.
    init(keyNumber: UInt8, encryption: AESKey, authentication: AESKey, identifier: [UInt8], counter: UInt16) {
        self.keyNumber = keyNumber
        self.encryption = encryption
        self.authentication = authentication
        transactionIdentifier = identifier
        self.counter = counter
    }

    static func wireLength(_ payload: Int, _ protection: Protection) -> Int {
        switch protection {
        case .plain: payload
        case .mac: payload + macLength
        case .full: (payload == 0 ? 0 : (payload / 16 + 1) * 16) + macLength
        }
    }

    mutating func open(_ plan: CommandPlan, _ bytes: [UInt8]) throws(DesfireStatus) -> OpenedCommand {
        guard plan.protection != .plain else { return try openPlain(plan, bytes) }
        guard bytes.count >= Self.macLength + (plan.headerLength ?? 0) else { throw .length }
        let covered = Array(bytes.dropLast(Self.macLength))
        guard constantTimeEqual(mac([plan.ins], covered), bytes.suffix(Self.macLength)) else { throw .integrity }
        let headerLength = plan.headerLength ?? covered.count
        let header = Array(covered.prefix(headerLength))
        let rest = Array(covered.dropFirst(headerLength))
        guard plan.protection == .full, !rest.isEmpty else {
            try advance()
            return OpenedCommand(header: header, payload: rest)
        }
        guard rest.count.isMultiple(of: 16) else { throw .length }
        let payload = try unpadded(encryption.decryptCBC(rest, iv: iv(0xA5, 0x5A)))
        if let length = plan.payloadLength, payload.count != length { throw .length }
        try advance()
        return OpenedCommand(header: header, payload: payload)
    }

    mutating func seal(_ plan: CommandPlan, _ answer: [UInt8]) -> [UInt8] {
        switch plan.protection {
        case .plain:
            return answer
        case .mac:
            return answer + mac([DesfireStatus.ok.rawValue], answer)
        case .full:
            let cipher = answer.isEmpty ? [] : encryption.encryptCBC(padded(answer), iv: iv(0x5A, 0xA5))
            return cipher + mac([DesfireStatus.ok.rawValue], cipher)
        }
    }

    private mutating func openPlain(_ plan: CommandPlan, _ bytes: [UInt8]) throws(DesfireStatus) -> OpenedCommand {
        let headerLength = plan.headerLength ?? bytes.count
        guard bytes.count >= headerLength else { throw .length }
        try advance()
        return OpenedCommand(header: Array(bytes.prefix(headerLength)), payload: Array(bytes.dropFirst(headerLength)))
    }

    /// A session of 65,535 commands is over; the card asks for a new authentication.
    private mutating func advance() throws(DesfireStatus) {
        guard counter < .max else { throw .permissionDenied }
        counter += 1
    }

    /// Odd bytes of the CMAC over code, counter, identifier and data.
    private func mac(_ code: [UInt8], _ data: [UInt8]) -> [UInt8] {
        let full = authentication.cmac(code + wire(counter, 2) + transactionIdentifier + data)
        return stride(from: 1, to: 16, by: 2).map { full[$0] }
    }

    private func iv(_ first: UInt8, _ second: UInt8) -> [UInt8] {
        encryption.encryptBlock(
            [first, second] + transactionIdentifier + wire(counter, 2) + [UInt8](repeating: 0, count: 8))
    }

    /// ISO/IEC 9797-1 padding method 2: always at least one byte.
    private func padded(_ bytes: [UInt8]) -> [UInt8] { zeroPadded(bytes + [0x80], block: 16) }

    private func unpadded(_ bytes: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard let mark = bytes.lastIndex(where: { $0 != 0 }), bytes[mark] == 0x80, bytes.count - mark <= 16 else {
            throw .integrity
        }
        return Array(bytes.prefix(mark))
    }
}
