internal import CLibCrypto

/// DES with two keys as the old DESFire uses it; equal halves make it single DES (FIPS 46-3).
///
/// libcrypto's EDE cipher carries it, because single DES has moved to a provider that need not be loaded.
struct TripleDES {
    static let blockSize = 8
    private let key: [UInt8]

    /// - Parameter key: 16 bytes; parity bits are ignored.
    init(_ key: [UInt8]) {
        precondition(key.count == 16, "two DES keys have 16 bytes")
        self.key = key + key.prefix(8)
    }

    func encrypt(_ block: [UInt8]) -> [UInt8] { run(block, encrypting: 1) }
    func decrypt(_ block: [UInt8]) -> [UInt8] { run(block, encrypting: 0) }

    static let zero = [UInt8](repeating: 0, count: blockSize)

    /// CBC over whole blocks.
    func encryptCBC(_ message: [UInt8], iv: [UInt8] = zero) -> [UInt8] {
        var previous = iv
        return blocks(message).flatMap { block -> [UInt8] in
            previous = encrypt(exclusiveOr(block, previous))
            return previous
        }
    }

    func decryptCBC(_ cipher: [UInt8], iv: [UInt8]) -> [UInt8] {
        var previous = iv
        return blocks(cipher).flatMap { block -> [UInt8] in
            defer { previous = block }
            return exclusiveOr(decrypt(block), previous)
        }
    }

    /// Undoes what a PCD does that can only decipher: it sends D(P xor C'), so the card enciphers and then mixes.
    func receive(_ cipher: [UInt8]) -> [UInt8] {
        var previous = [UInt8](repeating: 0, count: Self.blockSize)
        return blocks(cipher).flatMap { block -> [UInt8] in
            defer { previous = block }
            return exclusiveOr(encrypt(block), previous)
        }
    }

    private func blocks(_ bytes: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: Self.blockSize).map { Array(bytes[$0..<$0 + Self.blockSize]) }
    }

    private func run(_ block: [UInt8], encrypting: Int32) -> [UInt8] {
        precondition(block.count == Self.blockSize, "a DES block has 8 bytes")
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto has no memory") }
        defer { EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: Self.blockSize * 2)
        var written: Int32 = 0
        let started = EVP_CipherInit_ex(context, EVP_des_ede3_ecb(), nil, key, nil, encrypting)
        precondition(started == 1, "libcrypto refused triple DES")
        EVP_CIPHER_CTX_set_padding(context, 0)
        let done = EVP_CipherUpdate(context, &output, &written, block, Int32(block.count))
        precondition(done == 1 && written == Self.blockSize, "libcrypto did not encipher one block")
        return Array(output.prefix(Self.blockSize))
    }
}
