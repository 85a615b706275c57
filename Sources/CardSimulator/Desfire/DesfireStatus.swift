/// The status byte of a DESFire answer (MF3ICD81 §9.5); in ISO framing it follows 91.
enum DesfireStatus: UInt8, Error, Sendable {
    case ok = 0x00
    case noChanges = 0x0C
    case outOfMemory = 0x0E
    case illegalCommand = 0x1C
    case integrity = 0x1E
    case noSuchKey = 0x40
    case length = 0x7E
    /// The settings forbid it, whoever asks.
    case permissionDenied = 0x9D
    case parameter = 0x9E
    case applicationNotFound = 0xA0
    /// Another key would have been needed, or the proof was wrong.
    case authentication = 0xAE
    case additionalFrame = 0xAF
    case boundary = 0xBE
    case commandAborted = 0xCA
    case count = 0xCE
    case duplicate = 0xDE
    case fileNotFound = 0xF0
}

/// Whole numbers on the wire are LSB first. At most eight bytes.
func integer(_ bytes: some Sequence<UInt8>) -> UInt64 {
    Array(bytes.prefix(8)).reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

/// `count` bytes, LSB first.
func wire(_ number: some BinaryInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}
