import Foundation

/// (d) A kiosk that was offline for weeks uploads its journal: its own uploader in one process, the hub in another,
/// HTTP over loopback in between, both files on the disk, both durable; from the first read to the empty outbox.
struct UploadSection {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    func figures() async throws -> [Figure] {
        let queue = try await UploadQueue.make(
            bench, members: bench.count(2000, least: 200), entries: bench.count(60_000, least: 3_000))
        let hub = try OwnProgram(["hub", "--database", queue.hub])
        defer { hub.end() }
        guard let port = Int(try hub.line()) else { throw BaselineFailure(what: "hub", code: 1) }
        let kiosk = try OwnProgram([
            "upload", "--store", queue.store, "--kiosk", queue.kiosk, "--port", "\(port)", "--token", queue.token,
        ])
        defer { kiosk.end() }
        let line = try kiosk.line()
        let outcome = try JSONDecoder().decode(KioskProgram.Outcome.self, from: Data(line.utf8))
        guard outcome.left == 0, outcome.refused == 0 else {
            throw TapFailure(what: "\(outcome.left) entries left, \(outcome.refused) refused")
        }
        let (hubMemory, kioskMemory) = (hub.memory, kiosk.memory)
        return [
            Figure(
                what: "upload of \(queue.entries) entries",
                value: Double(queue.entries) * 1e9 / Double(outcome.nanoseconds), unit: "/s", aim: .atLeast(2000),
                note: "\(outcome.batches) requests; \(queue.members) members, each with a card"),
            memory("hub", hubMemory), memory("kiosk", kioskMemory),
        ]
    }

    private func memory(_ whose: String, _ memory: ProcessMemory) -> Figure {
        Figure(
            what: "memory of the \(whose) at the end", value: Double(memory.residentBytes) / 1e6, unit: "MB",
            note: "peak \(memory.peakBytes / 1_000_000) MB; \(memory.anonymousBytes / 1_000_000) MB anonymous")
    }
}
