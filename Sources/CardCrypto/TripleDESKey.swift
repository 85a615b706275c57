internal import CLibCrypto

/// A DES key of 8, 16 or 24 bytes, always run as EDE3: an 8-byte key three times over is single DES.
///
/// Only for what factory-fresh cards still speak. libcrypto does it, because swift-crypto has no DES.
package struct TripleDESKey: Sendable, CustomReflectable {
    package static let blockCount = 8
    private let key: [UInt8]

    /// - Returns: `nil` unless there are 8, 16 (K1 K2 K1) or 24 bytes.
    package init?(_ bytes: [UInt8]) {
        switch bytes.count {
        case 8: key = bytes + bytes + bytes
        case 16: key = bytes + bytes.prefix(8)
        case 24: key = bytes
        default: return nil
        }
    }

    /// One block of 8 bytes (SP 800-67 §3).
    package func encryptBlock(_ block: [UInt8]) -> [UInt8] { permute(block, encrypt: true) }
    package func decryptBlock(_ block: [UInt8]) -> [UInt8] { permute(block, encrypt: false) }

    /// CBC without padding, IV of 8 bytes.
    package func encryptCBC(_ message: [UInt8], iv: [UInt8]) -> [UInt8] {
        chained(message, iv) { block, previous in
            let cipher = encryptBlock(Self.xor(block, previous))
            return (cipher, cipher)
        }
    }

    package func decryptCBC(_ ciphertext: [UInt8], iv: [UInt8]) -> [UInt8] {
        chained(ciphertext, iv) { block, previous in (Self.xor(decryptBlock(block), previous), block) }
    }

    /// What a DESFire reader does to send in the legacy protocol: it deciphers, so that the card, which can
    /// only encipher, gets the text back (MF3ICD40 data sheet, "send mode").
    package func decipherToSend(_ message: [UInt8], iv: [UInt8]) -> [UInt8] {
        chained(message, iv) { block, previous in
            let sent = decryptBlock(Self.xor(block, previous))
            return (sent, sent)
        }
    }

    package var customMirror: Mirror { Mirror(self, children: []) }

    private func chained(
        _ message: [UInt8], _ iv: [UInt8], _ step: ([UInt8], [UInt8]) -> (output: [UInt8], next: [UInt8])
    ) -> [UInt8] {
        precondition(message.count.isMultiple(of: Self.blockCount), "CBC without padding takes whole blocks")
        var previous = iv
        var output: [UInt8] = []
        for start in stride(from: 0, to: message.count, by: Self.blockCount) {
            let (bytes, next) = step(Array(message[start..<start + Self.blockCount]), previous)
            output += bytes
            previous = next
        }
        return output
    }

    private func permute(_ block: [UInt8], encrypt: Bool) -> [UInt8] {
        precondition(block.count == Self.blockCount, "a DES block has 8 bytes")
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto is out of memory") }
        defer { EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: 2 * Self.blockCount)
        var count: Int32 = 0
        let ready = EVP_CipherInit_ex(context, EVP_des_ede3_ecb(), nil, key, nil, encrypt ? 1 : 0)
        EVP_CIPHER_CTX_set_padding(context, 0)
        let done = EVP_CipherUpdate(context, &output, &count, block, Int32(block.count))
        precondition(ready == 1 && done == 1 && count == Self.blockCount, "libcrypto refused one block of DES")
        return Array(output.prefix(Self.blockCount))
    }

    private static func xor(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { zip(left, right).map { $0 ^ $1 } }
}
