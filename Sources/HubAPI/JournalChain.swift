internal import Crypto

/// The hash chain over a journal: each hash covers the one before it, so a line cannot be changed, dropped or
/// put in between without every later hash changing.
///
/// `hash = SHA-256(previous(32) || sequence as 8 bytes, most significant first || body as UTF-8)`. The body is
/// hashed byte for byte as stored and as sent; nobody ever encodes it again.
package enum JournalChain {
    /// What stands before the first entry of an epoch: SHA-256 of the epoch's text, lower case.
    package static func root(ofEpoch epoch: String) -> [UInt8] { Array(SHA256.hash(data: Array(epoch.utf8))) }

    package static func hash(previous: [UInt8], sequence: Int64, body: String) -> [UInt8] {
        var body = body
        return body.withUTF8 { hash(previous: previous, sequence: sequence, body: UnsafeRawBufferPointer($0)) }
    }

    package static func hash(previous: [UInt8], sequence: Int64, body: UnsafeRawBufferPointer) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previous)
        withUnsafeBytes(of: sequence.bigEndian) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: body)
        return hasher.finalize().withUnsafeBytes { Array($0) }
    }
}
