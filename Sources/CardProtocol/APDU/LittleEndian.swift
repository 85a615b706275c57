/// Numbers as DESFire writes them: least significant byte first.
enum LittleEndian {
    /// The low `count` bytes of `value`; signed values go in as their bit pattern.
    static func bytes(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// At most 8 bytes.
    static func value(_ bytes: some Collection<UInt8>) -> UInt64 {
        precondition(bytes.count <= 8, "a number has at most 8 bytes")
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Reads an answer from front to back without ever reaching past its end.
struct ByteCursor {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(Array(bytes)) }

    var isAtEnd: Bool { rest.isEmpty }

    /// - Returns: `nil` when fewer than `count` bytes are left.
    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func byte() -> UInt8? { take(1)?.first }

    /// An unsigned number of `count` bytes, at most 8, least significant first.
    mutating func number(_ count: Int) -> UInt64? { take(count).map { LittleEndian.value($0) } }
}
