internal import Crypto
internal import CryptoExtras
internal import Foundation

/// An AES key and the three operations that card protocols are made of.
///
/// Shared by the reader's side and the virtual card; everything above it (session keys, IVs, padding, MAC
/// input) is written twice, so that one mistake cannot hide in both. Checked against FIPS-197, SP 800-38A and
/// RFC 4493 in the tests.
package struct AESKey: Sendable {
    private let key: SymmetricKey

    /// - Returns: `nil` unless there are 16, 24 or 32 bytes.
    package init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard [16, 24, 32].contains(bytes.count) else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// One block of 16 bytes (FIPS-197 §5.1).
    package func encryptBlock(_ block: [UInt8]) -> [UInt8] {
        precondition(block.count == 16, "an AES block has 16 bytes")
        var block = block
        unwrap { try AES.permute(&block, key: key) }
        return block
    }

    /// One block of 16 bytes (FIPS-197 §5.3).
    package func decryptBlock(_ block: [UInt8]) -> [UInt8] {
        precondition(block.count == 16, "an AES block has 16 bytes")
        var block = block
        unwrap { try AES.inversePermute(&block, key: key) }
        return block
    }

    /// CBC without padding (SP 800-38A §6.2). `message` is a multiple of 16 bytes, `iv` has 16.
    package func encryptCBC(_ message: some Sequence<UInt8>, iv: [UInt8]) -> [UInt8] {
        let message = Array(message)
        precondition(message.count.isMultiple(of: 16), "CBC without padding takes whole blocks")
        guard !message.isEmpty else { return [] }
        return unwrap { Array(try AES._CBC.encrypt(message, using: key, iv: .init(ivBytes: iv), noPadding: true)) }
    }

    /// CBC without padding (SP 800-38A §6.2). `ciphertext` is a multiple of 16 bytes, `iv` has 16.
    package func decryptCBC(_ ciphertext: some Sequence<UInt8>, iv: [UInt8]) -> [UInt8] {
        let ciphertext = Array(ciphertext)
        precondition(ciphertext.count.isMultiple(of: 16), "CBC without padding takes whole blocks")
        guard !ciphertext.isEmpty else { return [] }
        return unwrap { Array(try AES._CBC.decrypt(ciphertext, using: key, iv: .init(ivBytes: iv), noPadding: true)) }
    }

    /// CMAC of 16 bytes (RFC 4493, SP 800-38B).
    package func cmac(_ message: some Sequence<UInt8>) -> [UInt8] {
        unwrap {
            var mac = try AES.CMAC(key: key)
            Array(message).withUnsafeBytes { mac.update(bufferPointer: $0) }
            return mac.finalize().withUnsafeBytes { Array($0) }
        }
    }

    /// The library throws for wrong lengths only, and those are checked above.
    private func unwrap<T>(_ body: () throws -> T) -> T {
        do { return try body() } catch { preconditionFailure("AES refused checked input: \(error)") }
    }
}

/// Compares in a time that does not depend on where the first difference is.
package func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
