import HubAPI
import KioskStore
import Vocabulary

/// A kiosk's journal as it travels, without the kiosk's file.
struct JournalLines {
    let epoch: String
    private var sequence: Int64 = 0
    private var hash: [UInt8]

    init(epoch: String) {
        self.epoch = epoch
        hash = JournalChain.root(ofEpoch: epoch)
    }

    /// The next lines, in requests of at most `count`.
    mutating func requests(_ entries: [JournalEntry], of count: Int) -> [UploadRequest] {
        stride(from: 0, to: entries.count, by: count).map { first in
            let part = entries[first..<min(first + count, entries.count)]
            return UploadRequest(storeEpoch: epoch, entries: part.map { line($0) })
        }
    }

    private mutating func line(_ entry: JournalEntry) -> UploadedEntry {
        let body = EntryWriter.json(of: entry)
        let previous = hash
        sequence += 1
        hash = JournalChain.hash(previous: previous, sequence: sequence, body: body)
        return UploadedEntry(
            sequence: sequence, previousHash: Hex.text(previous), hash: Hex.text(hash), body: body)
    }
}
