internal import CardCrypto

/// Secure messaging of DESFire EV2 and later (AN12343 §8): counter in every MAC, fresh IV for every message.
package struct EV2Session: SecureSession {
    static let macCount = 8

    let encryptionKey: AESKey
    let macKey: AESKey
    /// Transaction identifier, 4 bytes, chosen by the card.
    let transaction: [UInt8]
    /// Number of commands so far.
    private(set) var counter: UInt16

    init(encryptionKey: AESKey, macKey: AESKey, transaction: [UInt8], counter: UInt16 = 0) {
        self.encryptionKey = encryptionKey
        self.macKey = macKey
        self.transaction = transaction
        self.counter = counter
    }

    /// ISO 14443-4 chains what is longer than a frame, so only the short APDU is a limit.
    package var framePayload: Int { CommandAPDU.maximumData }

    package func code(of instruction: Instruction) -> UInt8 { instruction.longFrameCode }

    package mutating func seal(_ command: DESFireCommand) -> [UInt8] {
        seal(
            code: code(of: command.instruction), header: command.header, data: command.data,
            encrypting: command.protection == .full)
    }

    /// What stands behind `code` on the wire. The MAC covers the code that is sent, whether we know the command or not.
    mutating func seal(code: UInt8, header: [UInt8], data: [UInt8], encrypting: Bool) -> [UInt8] {
        defer { counter &+= 1 }
        let encrypts = encrypting && !data.isEmpty
        let body = header + (encrypts ? encryptionKey.encryptCBC(BitPadding.pad(data), iv: commandIV) : data)
        return body + mac([code] + counterBytes + transaction + body)
    }

    package mutating func open(_ answer: [UInt8], to command: DESFireCommand) throws(CardError) -> [UInt8] {
        guard answer.count >= Self.macCount else { throw .tampered }
        let body = Array(answer.dropLast(Self.macCount))
        guard constantTimeEqual(answerMAC(body), answer.suffix(Self.macCount)) else { throw .tampered }
        guard command.protection == .full, !body.isEmpty else { return try checked(body, command) }
        guard body.count.isMultiple(of: BitPadding.block) else { throw .malformed(command.instruction) }
        guard let plain = BitPadding.unpad(decrypted(body)) else { throw .tampered }
        return try checked(plain, command)
    }

    /// Whole blocks of the answer to the command that was sealed last, their padding still on.
    func decrypted(_ blocks: [UInt8]) -> [UInt8] { encryptionKey.decryptCBC(blocks, iv: answerIV) }

    /// Another key than the authenticated one travels XORed with its predecessor, with a CRC of the new key.
    package func keyCryptogram(number: UInt8, new: NewKey, replacing old: [UInt8]?) -> [UInt8] {
        let version = new.version.map { [$0] } ?? []
        guard let old else { return new.bytes + version }
        return zip(new.bytes, old).map { $0 ^ $1 } + version + DESFireCRC32.bytes(new.bytes)
    }

    /// The bytes of a CMAC that EV2 sends: every second one, from the second on (AN12343 §8.3).
    static func truncated(_ cmac: [UInt8]) -> [UInt8] { stride(from: 1, to: 16, by: 2).map { cmac[$0] } }

    var commandIV: [UInt8] { iv(label: [0xA5, 0x5A]) }
    var answerIV: [UInt8] { iv(label: [0x5A, 0xA5]) }

    /// What authenticates the body of a successful answer to the command that was sealed last.
    func answerMAC(_ body: [UInt8]) -> [UInt8] { mac([0x00] + counterBytes + transaction + body) }

    private func mac(_ input: [UInt8]) -> [UInt8] { Self.truncated(macKey.cmac(input)) }

    private var counterBytes: [UInt8] { LittleEndian.bytes(counter, 2) }

    private func iv(label: [UInt8]) -> [UInt8] {
        encryptionKey.encryptBlock(label + transaction + counterBytes + [UInt8](repeating: 0, count: 8))
    }

    private func checked(_ data: [UInt8], _ command: DESFireCommand) throws(CardError) -> [UInt8] {
        if let count = command.answerCount, data.count != count { throw .malformed(command.instruction) }
        return data
    }
}
