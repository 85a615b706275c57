import Foundation
import HubAPI
import HubStore
import KioskStore
import Vocabulary

/// A hub with the sample salon, and a kiosk of it whose journal the hub has never seen.
struct UploadQueue {
    let hub: String
    let store: String
    let kiosk: String
    let token: String
    let members: Int
    let entries: Int

    static func make(_ bench: Workbench, members: Int, entries: Int) async throws -> UploadQueue {
        Progress.say("   \(entries) entries into an outbox")
        // Made in memory and then moved to the disk: durability is not what this part measures.
        let memory = URL(filePath: "/dev/shm/peony-bench-\(ProcessInfo.processInfo.processIdentifier)")
        let hasMemory = FileManager.default.fileExists(atPath: "/dev/shm")
        let place = hasMemory ? memory : bench.folder.appending(path: "making")
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: place) }
        let token = "bench-" + UUID().uuidString
        let database = try HubDatabase(
            path: place.appending(path: "hub.sqlite").path, now: { Int64(Date().timeIntervalSince1970 * 1000) })
        let salon = try await database.seedSample(members: members, seed: 1)
        let kiosk = salon.kiosks[0]
        try await database.addToken(token, for: Bearer(role: .kiosk, kiosk: kiosk))
        let people = try await issueCards(database, kiosk)
        try database.close()
        try fill(place.appending(path: "kiosk.sqlite").path, kiosk, people, entries)
        for name in ["hub.sqlite", "kiosk.sqlite"] {
            try FileManager.default.moveItem(
                at: place.appending(path: name), to: bench.folder.appending(path: name))
        }
        return UploadQueue(
            hub: bench.path("hub.sqlite"), store: bench.path("kiosk.sqlite"), kiosk: kiosk, token: token,
            members: people.count, entries: entries)
    }

    private static func issueCards(
        _ database: HubDatabase, _ kiosk: String
    ) async throws -> [(member: MemberID, card: CardID)] {
        var people: [(member: MemberID, card: CardID)] = []
        var cursor: Int64?
        var ids: [MemberID] = []
        while true {
            let page = try await database.feed(kiosk: kiosk, cursor: cursor, hubEpoch: nil)
            ids += page.members.map(\.id)
            cursor = page.cursor
            guard page.more else { break }
        }
        let salon = BenchSalon(members: ids.count)
        for (number, id) in ids.enumerated() {
            guard let uid = salon.card(number)?.uid else { continue }
            let card = try await database.issue(IssueRequest(uid: uid, member: id, memberNumber: nil, replaces: nil)).id
            _ = try await database.markIssued(card)
            people.append((id, card))
        }
        return people
    }

    private static func fill(
        _ path: String, _ kiosk: String, _ people: [(member: MemberID, card: CardID)], _ entries: Int
    ) throws {
        let store = try KioskStore.benching(path, kiosk: kiosk)
        defer { store.close() }
        for entry in BenchJournal.entries(entries, seed: 60_000, of: people, kiosk: kiosk) { try store.append(entry) }
    }
}
