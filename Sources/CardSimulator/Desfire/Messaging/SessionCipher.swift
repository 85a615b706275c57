internal import CardCrypto

/// The block cipher of an EV1 session: AES after AuthenticateAES (0xAA), DES after AuthenticateISO (0x1A).
enum SessionCipher: Sendable {
    case aes(AESKey)
    case des(TripleDES)

    var blockSize: Int {
        switch self {
        case .aes: 16
        case .des: TripleDES.blockSize
        }
    }

    func encryptCBC(_ message: [UInt8], iv: [UInt8]) -> [UInt8] {
        switch self {
        case .aes(let key): key.encryptCBC(message, iv: iv)
        case .des(let key): key.encryptCBC(message, iv: iv)
        }
    }

    func decryptCBC(_ cipher: [UInt8], iv: [UInt8]) -> [UInt8] {
        switch self {
        case .aes(let key): key.decryptCBC(cipher, iv: iv)
        case .des(let key): key.decryptCBC(cipher, iv: iv)
        }
    }

    /// CMAC that starts from an IV (SP 800-38B §6.2 with another start); the feedback is 87 for 16 bytes and 1B for 8.
    func cmac(_ message: [UInt8], iv: [UInt8]) -> [UInt8] {
        let zero = [UInt8](repeating: 0, count: blockSize)
        let subkey = doubled(encryptCBC(zero, iv: zero))
        let isWhole = !message.isEmpty && message.count.isMultiple(of: blockSize)
        let blocks = isWhole ? message : zeroPadded(message + [0x80], block: blockSize)
        let tail = exclusiveOr(blocks.suffix(blockSize), isWhole ? subkey : doubled(subkey))
        return Array(encryptCBC(blocks.dropLast(blockSize) + tail, iv: iv).suffix(blockSize))
    }

    private func doubled(_ block: [UInt8]) -> [UInt8] {
        var result = block
        for index in block.indices {
            result[index] = block[index] << 1 | (index + 1 < block.count ? block[index + 1] >> 7 : 0)
        }
        if block[0] & 0x80 != 0 { result[block.count - 1] ^= block.count == 16 ? 0x87 : 0x1B }
        return result
    }
}
