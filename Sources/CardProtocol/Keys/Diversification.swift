package import CardCrypto

/// Key diversification after NXP AN10922: every card gets its own key from a master and its own data.
package enum Diversification {
    /// Longest diversification input for AES.
    static let maximumInput = 31

    /// AES-128 with constant 01. For 16 to 31 bytes of input this equals `CMAC(master, 01 || M)`.
    ///
    /// - Parameter input: 1 to 31 bytes.
    /// - Returns: 16 bytes.
    package static func aes128(master: AESKey, input: [UInt8]) -> [UInt8] { block(master, [0x01] + input) }

    /// One 16-byte block: always padded to 32 bytes, then as CMAC ends a message.
    static func block(_ master: AESKey, _ message: [UInt8]) -> [UInt8] {
        precondition((2...maximumInput + 1).contains(message.count), "the diversification input has 1 to 31 bytes")
        let subkeys = CMACSubkeys(master)
        let whole = message.count == 32
        var padded = whole ? message : message + [0x80] + [UInt8](repeating: 0, count: 31 - message.count)
        let last = whole ? subkeys.first : subkeys.second
        for index in 0..<16 { padded[16 + index] ^= last[index] }
        return Array(master.encryptCBC(padded, iv: EV2Authentication.zeroIV).suffix(16))
    }

    /// AES-192 with constants 11 and 12; 24 bytes.
    static func aes192(master: AESKey, input: [UInt8]) -> [UInt8] {
        let (first, second) = (block(master, [0x11] + input), block(master, [0x12] + input))
        return first[..<8] + zip(first[8...], second[..<8]).map { $0 ^ $1 } + second[8...]
    }

    /// AES-256 with constants 41 and 42; 32 bytes.
    static func aes256(master: AESKey, input: [UInt8]) -> [UInt8] {
        block(master, [0x41] + input) + block(master, [0x42] + input)
    }

    /// Two-key or three-key triple DES, 16 or 24 bytes, key version bits as they fall.
    ///
    /// - Parameter input: 1 to 15 bytes.
    static func tripleDES(master: TripleDESKey, keys: Int, input: [UInt8]) -> [UInt8] {
        let constants: [UInt8] = keys == 2 ? [0x21, 0x22] : [0x31, 0x32, 0x33]
        return constants.flatMap { block(master, [$0] + input) }
    }

    /// One 8-byte block of triple DES, padded to 16 bytes.
    private static func block(_ master: TripleDESKey, _ message: [UInt8]) -> [UInt8] {
        precondition((2...16).contains(message.count), "the diversification input has 1 to 15 bytes")
        let zero = [UInt8](repeating: 0, count: TripleDESKey.blockCount)
        let first = CMACSubkeys.doubled(master.encryptBlock(zero), feedback: 0x1B)
        let last = message.count == 16 ? first : CMACSubkeys.doubled(first, feedback: 0x1B)
        var padded = message.count == 16 ? message : message + [0x80]
        padded += [UInt8](repeating: 0, count: 16 - padded.count)
        for index in 0..<8 { padded[8 + index] ^= last[index] }
        return Array(master.encryptCBC(padded, iv: zero).suffix(8))
    }
}
