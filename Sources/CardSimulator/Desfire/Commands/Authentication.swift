internal import CardCrypto

/// The ways to prove a key; the raw value is the command code.
enum AuthenticationMethod: UInt8, Sendable {
    case legacy = 0x0A
    /// DES keys with EV1's messages.
    case iso = 0x1A
    case aes = 0xAA
    case ev2First = 0x71
    case ev2Following = 0x77
}

/// Between the card's challenge and the reader's answer.
struct Handshake: Sendable {
    let method: AuthenticationMethod
    let keyNumber: UInt8
    let key: CardKey
    /// RndB.
    let own: [UInt8]
    /// EV1 chains the IV through the three passes: the last block the card has sent.
    let lastBlock: [UInt8]
    /// PCDcap2, as sent by the reader, six bytes.
    let capabilities: [UInt8]
    /// A following authentication keeps identifier, counter and transaction.
    let kept: EV2Channel?
}

extension DesfireChip {
    /// First pass: the card sends its challenge, enciphered with the key that the reader names.
    mutating func startAuthentication(
        _ method: AuthenticationMethod, _ data: [UInt8]
    ) throws(DesfireStatus) -> (Handshake, [UInt8]) {
        guard let keyNumber = data.first else { throw .length }
        if method == .ev2First || method == .ev2Following, !generation.hasEV2Messaging { throw .illegalCommand }
        let capabilities = try capabilities(method, data)
        var kept: EV2Channel?
        if case .ev2(let channel) = channel, method == .ev2Following { kept = channel }
        if method == .ev2Following, kept == nil { throw .permissionDenied }
        if kept == nil { forget() }
        let key = try key(keyNumber)
        let usesDES = method == .legacy || method == .iso
        guard key.kind == (usesDES ? .des : .aes) else { throw .authentication }
        let own = random.bytes(usesDES ? 8 : 16)
        let challenge = usesDES ? TripleDES(key.bytes).encrypt(own) : cipher(key).encryptBlock(own)
        let handshake = Handshake(
            method: method, keyNumber: keyNumber, key: key, own: own, lastBlock: challenge,
            capabilities: capabilities, kept: kept)
        return (handshake, challenge)
    }

    /// Third pass: the reader has answered with both challenges; the card proves that it knows the key as well.
    mutating func finishAuthentication(_ handshake: Handshake, _ token: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard token.count == handshake.own.count * 2 else { throw .length }
        switch handshake.method {
        case .legacy: return try finishLegacy(handshake, token)
        case .iso: return try finishISO(handshake, token)
        case .aes: return try finishEV1(handshake, token)
        case .ev2First, .ev2Following: return try finishEV2(handshake, token)
        }
    }

    private func capabilities(_ method: AuthenticationMethod, _ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard method == .ev2First else {
            guard data.count == 1 else { throw .length }
            return []
        }
        guard data.count >= 2, data[1] <= 6, data.count == 2 + Int(data[1]) else { throw .length }
        return Array((data.dropFirst(2) + [0, 0, 0, 0, 0, 0]).prefix(6))
    }

    private mutating func finishLegacy(_ handshake: Handshake, _ token: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        let cipher = TripleDES(handshake.key.bytes)
        let challenge = try proved(handshake, cipher.receive(token))
        let session = LegacyChannel.sessionKey(key: handshake.key, challenge: challenge, own: handshake.own)
        channel = .legacy(LegacyChannel(keyNumber: handshake.keyNumber, sessionKey: session))
        return cipher.encrypt(rotated(challenge))
    }

    private mutating func finishISO(_ handshake: Handshake, _ token: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        let cipher = TripleDES(handshake.key.bytes)
        let challenge = try proved(handshake, cipher.decryptCBC(token, iv: handshake.lastBlock))
        let session = LegacyChannel.sessionKey(key: handshake.key, challenge: challenge, own: handshake.own)
        channel = .ev1(EV1Channel(keyNumber: handshake.keyNumber, cipher: .des(TripleDES(session))))
        return cipher.encryptCBC(rotated(challenge), iv: Array(token.suffix(TripleDES.blockSize)))
    }

    private mutating func finishEV1(_ handshake: Handshake, _ token: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        let cipher = cipher(handshake.key)
        let challenge = try proved(handshake, cipher.decryptCBC(token, iv: handshake.lastBlock))
        let session = EV1Channel.sessionKey(challenge: challenge, own: handshake.own)
        guard let opened = EV1Channel(keyNumber: handshake.keyNumber, sessionKey: session) else { throw .length }
        channel = .ev1(opened)
        return cipher.encryptCBC(rotated(challenge), iv: Array(token.suffix(16)))
    }

    private mutating func finishEV2(_ handshake: Handshake, _ token: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        let zero = [UInt8](repeating: 0, count: 16)
        let cipher = cipher(handshake.key)
        let challenge = try proved(handshake, cipher.decryptCBC(token, iv: zero))
        let identifier = handshake.kept?.transactionIdentifier ?? random.bytes(4)
        guard
            let opened = EV2Channel(
                keyNumber: handshake.keyNumber, key: handshake.key, challenge: challenge, own: handshake.own,
                identifier: identifier, counter: handshake.kept?.counter ?? 0)
        else { throw .length }
        channel = .ev2(opened)
        if handshake.kept != nil { return cipher.encryptCBC(rotated(challenge), iv: zero) }
        let ownCapabilities = [UInt8](repeating: 0, count: 6)
        return cipher.encryptCBC(
            identifier + rotated(challenge) + ownCapabilities + handshake.capabilities, iv: zero)
    }

    /// The reader's challenge, once the card's own has come back rotated by a byte.
    private func proved(_ handshake: Handshake, _ plain: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        let half = handshake.own.count
        guard constantTimeEqual(plain.suffix(half), rotated(handshake.own)) else { throw .authentication }
        return Array(plain.prefix(half))
    }

    private func rotated(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.dropFirst() + bytes.prefix(1)) }

    private func cipher(_ key: CardKey) -> AESKey {
        guard let cipher = AESKey(key.bytes) else { preconditionFailure("a stored key has 16 bytes") }
        return cipher
    }
}
