import Foundation
import HubAPI
import HubStore
import KioskStore
import Vocabulary

/// A hub with a large salon, and a kiosk of it whose journal the hub has never seen.
struct UploadQueue {
    let salon: MeasuredSalon
    let store: String
    let token: String
    /// Whose entries they are.
    let people: Int
    let entries: [JournalEntry]

    static func make(_ bench: Workbench, people count: Int, entries: Int) async throws -> UploadQueue {
        let salon = try await bench.salon(named: "hub.sqlite")
        let database = try salon.open()
        let people = try await database.people(count, of: salon.kept.members, kiosk: salon.kiosk)
        try database.close()
        Progress.say("   \(entries) entries into an outbox")
        let queue = UploadQueue(
            salon: salon, store: bench.path("kiosk.sqlite"), token: try await salon.token(), people: people.count,
            entries: BenchJournal.entries(
                entries, seed: 60_000, of: people, kiosk: salon.kiosk, nowMs: salon.kept.madeAtMs))
        try queue.fill()
        return queue
    }

    /// Made in memory and then moved to the disk: durability is not what this part measures.
    private func fill() throws {
        let memory = "/dev/shm/peony-bench-\(ProcessInfo.processInfo.processIdentifier).sqlite"
        let making = FileManager.default.fileExists(atPath: "/dev/shm") ? memory : store + ".making"
        let opened = try KioskStore.benching(making, kiosk: salon.kiosk)
        for entry in entries { try opened.append(entry) }
        opened.close()
        try FileManager.default.moveItem(atPath: making, toPath: store)
    }
}
