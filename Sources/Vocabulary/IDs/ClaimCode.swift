/// What a customer says at the desk to be handed what was redeemed.
package enum ClaimCode {
    /// No 0/O, 1/I/L, 2/Z, 5/S, 8/B: 25 signs, 6 of them: 244 million codes.
    package static let alphabet = Array("34679ACDEFGHJKMNPQRTUVWXY")

    package static func text(for id: OperationID) -> String { text(from: id.bytes) }

    /// - Parameter bytes: evenly distributed, such as a digest; eight of them count.
    package static func text(from bytes: some Sequence<UInt8>) -> String {
        var value = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var text = ""
        for _ in 0..<6 {
            text.append(alphabet[Int(value % UInt64(alphabet.count))])
            value /= UInt64(alphabet.count)
        }
        return text
    }
}
