import Foundation
import HubAPI

/// (d) A kiosk that was offline for weeks uploads its journal: its own uploader in one process, the hub in another,
/// HTTP over loopback in between, both files on the disk, both durable; from the first read to the empty outbox.
struct UploadSection {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    /// The bare one is measured so often, each time into a new file.
    private static let blocks = 3

    func figures() async throws -> [Figure] {
        let queue = try await UploadQueue.make(
            bench, people: bench.count(2000, least: 200), entries: bench.count(60_000, least: 3_000))
        let hub = try queue.salon.serve()
        defer { hub.end() }
        guard let port = Int(try hub.line()) else { throw BaselineFailure(what: "hub", code: 1) }
        let kiosk = try OwnProgram([
            "upload", "--store", queue.store, "--kiosk", queue.salon.kiosk, "--port", "\(port)",
            "--token", queue.token,
        ])
        defer { kiosk.end() }
        let line = try kiosk.line()
        let outcome = try JSONDecoder().decode(KioskProgram.Outcome.self, from: Data(line.utf8))
        guard outcome.left == 0, outcome.refused == 0 else {
            throw TapFailure(what: "\(outcome.left) entries left, \(outcome.refused) refused")
        }
        let (hubMemory, kioskMemory) = (hub.memory, kiosk.memory)
        let count = queue.entries.count
        let rate = Double(count) * 1e9 / Double(outcome.nanoseconds)
        return [
            Figure(
                what: "upload of \(count) entries", value: rate, unit: "/s", aim: .atLeast(3000),
                note: "\(outcome.batches) requests; \(queue.people) of \(queue.salon.kept.members) members"),
            Figure(
                what: "the same beside lines that are only kept", value: rate, unit: "/s",
                beside: try beside(queue, rate, requests: outcome.batches)),
            memory("hub", hubMemory), memory("kiosk", kioskMemory),
        ]
    }

    private func beside(_ queue: UploadQueue, _ rate: Double, requests: Int) throws -> Figure.Beside {
        let ids = queue.entries.map(\.id)
        var lines = JournalLines(epoch: "bare")
        let requests = lines.requests(queue.entries, of: (ids.count + requests - 1) / max(1, requests))
        var blocks = Blocks()
        for block in 0..<Self.blocks {
            blocks.add(ours: rate, theirs: try BareUpload.rate(requests, ids: ids, bench.path("bare-\(block).sqlite")))
        }
        return blocks.beside("bare SQLite")
    }

    private func memory(_ whose: String, _ memory: ProcessMemory) -> Figure {
        Figure(
            what: "memory of the \(whose) at the end", value: Double(memory.residentBytes) / 1e6, unit: "MB",
            note: "peak \(memory.peakBytes / 1_000_000) MB; \(memory.anonymousBytes / 1_000_000) MB anonymous")
    }
}
