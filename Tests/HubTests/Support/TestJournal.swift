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

extension SeededGenerator {
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
