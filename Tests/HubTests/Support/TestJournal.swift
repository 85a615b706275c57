import Foundation
import HubAPI
import Vocabulary

/// A kiosk's journal as a test writes it: lines chained as the contract says.
struct TestJournal {
    let kiosk: String
    let epoch: String
    private(set) var lines: [UploadedEntry] = []

    init(kiosk: String, epoch: String? = nil) {
        self.kiosk = kiosk
        self.epoch = epoch ?? "epoch of \(kiosk)"
    }

    /// Appends the JSON of an entry.
    @discardableResult
    mutating func append(_ entry: JournalEntry) -> OperationID {
        append(body: Self.json(entry))
        return entry.id
    }

    mutating func append(body: String) {
        let previous = lines.last.flatMap { Hex.bytes($0.hash) } ?? JournalChain.root(ofEpoch: epoch)
        let sequence = Int64(lines.count + 1)
        lines.append(
            UploadedEntry(
                sequence: sequence, previousHash: Hex.text(previous),
                hash: Hex.text(JournalChain.hash(previous: previous, sequence: sequence, body: body)), body: body))
    }

    func request(_ range: Range<Int>? = nil) -> UploadRequest {
        UploadRequest(storeEpoch: epoch, entries: Array(lines[range ?? 0..<lines.count]))
    }

    static func json(_ entry: JournalEntry) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(entry)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// SplitMix64, so that a failing seed can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func operation() -> OperationID {
        let bytes = (0..<16).map { _ in UInt8(truncatingIfNeeded: next()) }
        return OperationID(bytes: bytes) ?? OperationID(UUID())
    }
}

extension OperationID {
    /// A readable one for tests.
    static func test(_ number: Int) -> OperationID {
        let bytes = [UInt8](repeating: 0, count: 12) + withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) }
        return OperationID(bytes: bytes) ?? OperationID(UUID())
    }
}

extension WireOdometers {
    static func + (left: WireOdometers, right: WireOdometers) -> WireOdometers {
        WireOdometers(points: left.points + right.points, fen: left.fen + right.fen)
    }
}
