import CardCrypto

@testable import CardSimulator

/// A reader's side for tests, written from the same vectors once more: any command, any protection, right or wrong.
///
/// A value, so that a test can authenticate once and go on from there many times.
struct Terminal {
    enum Session {
        case none
        case legacy(TripleDES)
        case ev1(AESKey, iv: [UInt8])
        case ev2(encryption: AESKey, authentication: AESKey, identifier: [UInt8], counter: UInt16)
    }

    /// What came back: the status byte, and the data after its protection was checked.
    struct Answer: Equatable {
        var status: UInt8
        var data: [UInt8]
        /// Whether MAC, CRC and padding were right; true for errors, which carry none.
        var isGenuine = true
    }

    var chip: DesfireChip
    var session = Session.none
    /// Wraps commands into ISO APDUs instead of sending native frames.
    var wraps = false
    private static let zero = [UInt8](repeating: 0, count: 16)

    init(_ chip: DesfireChip) { self.chip = chip }

    /// One frame each way in the chosen framing.
    mutating func frame(_ ins: UInt8, _ data: [UInt8] = []) -> Answer {
        guard wraps else {
            let answer = chip.transmit([ins] + data)
            return Answer(status: answer[0], data: Array(answer.dropFirst()))
        }
        let body = data.isEmpty ? [] : [UInt8(data.count)] + data
        let answer = chip.transmit([0x90, ins, 0x00, 0x00] + body + [0x00])
        return Answer(status: answer[answer.count - 1], data: Array(answer.dropLast(2)))
    }

    /// Splits the command and puts the answer together.
    mutating func exchange(_ ins: UInt8, _ data: [UInt8]) -> Answer {
        var rest = data.dropFirst(52)
        var answer = frame(ins, Array(data.prefix(52)))
        while answer.status == 0xAF, !rest.isEmpty {
            answer = frame(0xAF, Array(rest.prefix(52)))
            rest = rest.dropFirst(52)
        }
        var collected = answer.data
        while answer.status == 0xAF {
            answer = frame(0xAF)
            collected += answer.data
        }
        return Answer(status: answer.status, data: collected)
    }

    @discardableResult
    mutating func select(_ aid: UInt32) -> UInt8 {
        session = .none
        return frame(0x5A, wire(aid, 3)).status
    }

    /// Unauthenticated, or as a plain command of the session.
    mutating func plain(_ ins: UInt8, _ data: [UInt8] = []) -> Answer { send(ins, header: data, payload: [], .plain) }

    /// A command that names no file: EV2 signs it, the others do not.
    mutating func administer(_ ins: UInt8, _ data: [UInt8] = []) -> Answer {
        if case .ev2 = session { return send(ins, header: data, payload: [], .mac) }
        return plain(ins, data)
    }

    mutating func send(_ ins: UInt8, header: [UInt8], payload: [UInt8], _ protection: Protection) -> Answer {
        let wire = sealed(ins, header, payload, protection)
        var answer = exchange(ins, wire)
        guard answer.status == 0 else {
            session = .none
            return answer
        }
        (answer.data, answer.isGenuine) = opened(answer.data, protection)
        return answer
    }
}

extension Terminal {
    @discardableResult
    mutating func authenticate(
        _ method: AuthenticationMethod, _ number: UInt8, _ key: [UInt8], challenge: [UInt8] = Array(1...16)
    ) -> UInt8 {
        if method == .legacy { return authenticateLegacy(number, key) }
        guard let cipher = AESKey(key) else { return 0xFF }
        let first = frame(method.rawValue, method == .ev2First ? [number, 0x00] : [number])
        guard first.status == 0xAF, first.data.count == 16 else { return first.status }
        let own = cipher.decryptBlock(first.data)
        let iv = method == .aes ? first.data : Self.zero
        let token = cipher.encryptCBC(challenge + own.dropFirst() + own.prefix(1), iv: iv)
        let second = frame(0xAF, token)
        guard second.status == 0 else { return second.status }
        let final = cipher.decryptCBC(second.data, iv: method == .aes ? Array(token.suffix(16)) : Self.zero)
        let proof = method == .ev2First ? Array(final[4..<20]) : final
        guard proof == Array(challenge.dropFirst() + challenge.prefix(1)) else { return 0xFE }
        if method == .aes {
            let key = challenge[0..<4] + own[0..<4] + challenge[12..<16] + own[12..<16]
            if let session = AESKey(key) { self.session = .ev1(session, iv: Self.zero) }
        } else {
            openEV2(cipher, challenge, own, identifier: method == .ev2First ? Array(final[0..<4]) : nil)
        }
        return 0
    }

    /// A following authentication (no identifier of its own) keeps identifier and counter.
    private mutating func openEV2(_ cipher: AESKey, _ challenge: [UInt8], _ own: [UInt8], identifier: [UInt8]?) {
        let context =
            challenge[0..<2] + zip(challenge[2..<8], own[0..<6]).map { $0 ^ $1 } + own[6...] + challenge[8...]
        guard let encryption = AESKey(cipher.cmac([0xA5, 0x5A, 0, 1, 0, 0x80] + context)),
            let authentication = AESKey(cipher.cmac([0x5A, 0xA5, 0, 1, 0, 0x80] + context))
        else { return }
        var (kept, counter) = (identifier ?? [], UInt16(0))
        if identifier == nil, case .ev2(_, _, let old, let count) = session { (kept, counter) = (old, count) }
        session = .ev2(encryption: encryption, authentication: authentication, identifier: kept, counter: counter)
    }

    private mutating func authenticateLegacy(_ number: UInt8, _ key: [UInt8]) -> UInt8 {
        let cipher = TripleDES(key)
        let first = frame(0x0A, [number])
        guard first.status == 0xAF, first.data.count == 8 else { return first.status }
        let own = cipher.decrypt(first.data)
        let challenge: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        let token = Self.deciphered(cipher, challenge + own.dropFirst() + own.prefix(1))
        let second = frame(0xAF, token)
        guard second.status == 0 else { return second.status }
        guard cipher.decrypt(second.data) == [2, 3, 4, 5, 6, 7, 8, 1] else { return 0xFE }
        let half = challenge[0..<4] + own[0..<4]
        let isSingle = key[0..<8] == key[8..<16]
        session = .legacy(TripleDES(Array(isSingle ? half + half : half + challenge[4..<8] + own[4..<8])))
        return 0
    }

    /// The old reader's way of sending: it can only decipher.
    private static func deciphered(_ cipher: TripleDES, _ plain: [UInt8]) -> [UInt8] {
        var previous = [UInt8](repeating: 0, count: 8)
        return stride(from: 0, to: plain.count, by: 8).flatMap { start -> [UInt8] in
            previous = cipher.decrypt(zip(plain[start..<start + 8], previous).map { $0 ^ $1 })
            return previous
        }
    }

    private mutating func sealed(
        _ ins: UInt8, _ header: [UInt8], _ payload: [UInt8], _ protection: Protection
    ) -> [UInt8] {
        switch session {
        case .none:
            return header + payload
        case .legacy(let cipher):
            guard protection == .full, !payload.isEmpty else { return header + payload }
            let plain = payload + Checksum.crc16(payload)
            return header + Self.deciphered(cipher, zeroPadded(plain, block: 8))
        case .ev1(let key, let iv):
            guard protection == .full, !payload.isEmpty else {
                let mac = Self.chainedMAC(key, iv, [ins] + header + payload)
                session = .ev1(key, iv: mac)
                return header + payload + (protection == .mac && !payload.isEmpty ? mac.prefix(8) : [])
            }
            let plain = payload + Checksum.crc32([ins] + header + payload)
            let cipher = key.encryptCBC(zeroPadded(plain, block: 16), iv: iv)
            session = .ev1(key, iv: Array(cipher.suffix(16)))
            return header + cipher
        case .ev2(let encryption, let authentication, let identifier, let counter):
            var body = payload
            if protection == .full, !payload.isEmpty {
                let seed = [0xA5, 0x5A] + identifier + wire(counter, 2) + [UInt8](repeating: 0, count: 8)
                body = encryption.encryptCBC(
                    zeroPadded(payload + [0x80], block: 16), iv: encryption.encryptBlock(seed))
            }
            let mac = Self.oddMAC(authentication, [ins] + wire(counter, 2) + identifier + header + body)
            session = .ev2(
                encryption: encryption, authentication: authentication, identifier: identifier,
                counter: counter &+ 1)
            return header + body + (protection == .plain ? [] : mac)
        }
    }

    private mutating func opened(_ data: [UInt8], _ protection: Protection) -> ([UInt8], Bool) {
        switch session {
        case .none:
            return (data, true)
        case .legacy(let cipher):
            guard protection == .full, !data.isEmpty else { return (data, true) }
            var previous = [UInt8](repeating: 0, count: 8)
            let plain = stride(from: 0, to: data.count, by: 8).flatMap { start -> [UInt8] in
                let block = Array(data[start..<start + 8])
                defer { previous = block }
                return zip(cipher.decrypt(block), previous).map { $0 ^ $1 }
            }
            return Self.withoutChecksum(plain) { Checksum.crc16($0) }
        case .ev1(let key, let iv):
            guard protection == .full, data.count >= 16 else {
                let body = Array(data.dropLast(8))
                let mac = Self.chainedMAC(key, iv, body + [0x00])
                session = .ev1(key, iv: mac)
                return (body, data.count >= 8 && Array(mac.prefix(8)) == Array(data.suffix(8)))
            }
            session = .ev1(key, iv: Array(data.suffix(16)))
            return Self.withoutChecksum(key.decryptCBC(data, iv: iv)) { Checksum.crc32($0 + [0x00]) }
        case .ev2(let encryption, let authentication, let identifier, let counter):
            guard protection != .plain else { return (data, true) }
            let body = Array(data.dropLast(8))
            let mac = Self.oddMAC(authentication, [0x00] + wire(counter, 2) + identifier + body)
            let isGenuine = data.count >= 8 && mac == Array(data.suffix(8))
            guard protection == .full, !body.isEmpty, body.count.isMultiple(of: 16) else { return (body, isGenuine) }
            let seed = [0x5A, 0xA5] + identifier + wire(counter, 2) + [UInt8](repeating: 0, count: 8)
            let plain = encryption.decryptCBC(body, iv: encryption.encryptBlock(seed))
            guard let mark = plain.lastIndex(of: 0x80) else { return (plain, false) }
            return (Array(plain.prefix(mark)), isGenuine)
        }
    }

    /// Tries where the data may end: the checksum is followed by zeroes only.
    private static func withoutChecksum(_ plain: [UInt8], _ sum: ([UInt8]) -> [UInt8]) -> ([UInt8], Bool) {
        for count in stride(from: plain.count, through: 0, by: -1) {
            let check = sum(Array(plain.prefix(count)))
            let rest = plain.dropFirst(count)
            guard rest.count >= check.count, Array(rest.prefix(check.count)) == check,
                rest.dropFirst(check.count).allSatisfy({ $0 == 0 })
            else { continue }
            return (Array(plain.prefix(count)), true)
        }
        return (plain, false)
    }

    /// A CMAC that starts from an IV is the CMAC of one more block in front: the one that enciphers to the IV.
    private static func chainedMAC(_ key: AESKey, _ iv: [UInt8], _ message: [UInt8]) -> [UInt8] {
        key.cmac(key.decryptBlock(iv) + message)
    }

    private static func oddMAC(_ key: AESKey, _ message: [UInt8]) -> [UInt8] {
        key.cmac(message).enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    /// ChangeKey as the session wants it. - Parameter old: `nil` for the proved key itself.
    @discardableResult
    mutating func changeKey(
        _ number: UInt8, to new: [UInt8], version: UInt8 = 0, from old: [UInt8]? = nil, newIsDES: Bool = false
    ) -> UInt8 {
        let mixed = old.map { zip(new, $0).map { $0 ^ $1 } } ?? new
        let body = mixed + (newIsDES ? [] : [version])
        switch session {
        case .none:
            return frame(0xC4, [number] + body).status
        case .legacy(let cipher):
            let plain = body + Checksum.crc16(body) + (old == nil ? [] : Checksum.crc16(new))
            let answer = exchange(0xC4, [number] + Self.deciphered(cipher, zeroPadded(plain, block: 8)))
            if old == nil { session = .none }
            return answer.status
        case .ev1(let key, let iv):
            let plain = body + Checksum.crc32([0xC4, number] + body) + (old == nil ? [] : Checksum.crc32(new))
            let cipher = key.encryptCBC(zeroPadded(plain, block: 16), iv: iv)
            session = .ev1(key, iv: Array(cipher.suffix(16)))
            let answer = exchange(0xC4, [number] + cipher)
            if old == nil { session = .none } else { _ = opened(answer.data, .plain) }
            return answer.status
        case .ev2:
            let wire = sealed(0xC4, [number], body + (old == nil ? [] : Checksum.crc32(new)), .full)
            let answer = exchange(0xC4, wire)
            if old == nil || answer.status != 0 { session = .none }
            return answer.status
        }
    }
}
