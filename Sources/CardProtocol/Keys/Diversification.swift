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
}
