import Foundation
import GRDB
import HubAPI
import Synchronization
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct DamageTests {
    enum Wound: String, CaseIterable, Sendable {
        case emptied, truncated, headless, zeroed, random, readOnly, directory, newerProgram, tailChanged, outboxAhead
        case wrongTables, marked
    }

    @Test(arguments: Wound.allCases, [UInt64(1), 2])
    func `A damaged file is set aside, and the kiosk serves in a new epoch`(_ wound: Wound, _ seed: UInt64) throws {
        let bench = try Bench(seed: seed)
        let entries = (0..<40).map { _ in bench.checkIn() }
        let store = try bench.store()
        for entry in entries { try store.append(entry) }
        let before = try store.status()
        try inflict(wound, on: store, bench, seed: seed)
        store.close()
        try inflictAfter(wound, bench, seed: seed)

        let opened = try bench.open()
        let aside = try #require(opened.quarantine, "\(wound) was not noticed")
        #expect(FileManager.default.fileExists(atPath: aside.path))
        #expect(try opened.store.status().epoch != before.epoch)
        let new = bench.checkIn()
        try opened.store.append(new)
        let now = try opened.store.entries(above: 0, limit: 100)
        #expect(now.last == new)
        let told = now.contains { entry in
            if case .fault(let report) = entry.fact { report.code == .known(.journalSetAside) } else { false }
        }
        #expect(told)
        if [.readOnly, .newerProgram, .marked].contains(wound) {
            #expect(aside.rescued == 40 && Array(now.prefix(40)) == entries)
            #expect(aside.lastEpoch == before.epoch && aside.lastHash == before.lastHash)
        }
        try opened.store.verify()
        opened.store.close()
        #expect(try bench.open().quarantine == nil)
    }

    private func inflict(_ wound: Wound, on store: KioskStore, _ bench: Bench, seed: UInt64) throws {
        // The write-ahead log goes into the file, so that the file is what is damaged.
        try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        let sql =
            switch wound {
            case .newerProgram: "PRAGMA user_version = 99"
            case .tailChanged:
                """
                DROP TRIGGER journalIsNeverChanged;
                UPDATE journal SET body = replace(body, 'front', 'fromt') WHERE line = 33
                """
            case .outboxAhead: "PRAGMA foreign_keys = OFF; INSERT INTO outbox VALUES (4000)"
            case .wrongTables: "DROP TABLE settlement; ALTER TABLE journal RENAME TO journeys"
            default: ""
            }
        try store.queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    private func inflictAfter(_ wound: Wound, _ bench: Bench, seed: UInt64) throws {
        let url = URL(filePath: bench.path)
        var random = SeededGenerator(seed: seed)
        var bytes = try Array(Data(contentsOf: url))
        switch wound {
        case .emptied: bytes = []
        case .truncated: bytes.removeLast(bytes.count * 2 / 3)
        case .headless: bytes.removeFirst(4096)
        case .zeroed: bytes = Array(repeating: 0, count: bytes.count)
        case .random: bytes = bytes.map { _ in UInt8.random(in: 0...255, using: &random) }
        // Byte 18 is the file format's write version; above 2 means read-only (SQLite, fileformat2.html §1.3.2).
        case .readOnly: bytes[18] = 3
        case .directory:
            try FileManager.default.removeItem(at: url)
            return try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        case .marked: return DamageMarker.set(besides: bench.path)
        case .newerProgram, .tailChanged, .outboxAhead, .wrongTables: return
        }
        try Data(bytes).write(to: url)
    }

    @Test(arguments: 1...60)
    func `Random bytes anywhere in the file never keep the kiosk from starting`(_ seed: Int) throws {
        let bench = try Bench(seed: UInt64(seed))
        var hub = StandInHub()
        let store = try bench.store()
        let members = (0..<30).map { bench.member($0) }
        try store.sync(members, from: &hub)
        for member in members { try store.append(bench.spend(member, points: 3)) }
        try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        store.close()
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = try Array(Data(contentsOf: URL(filePath: bench.path)))
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...8192, using: &random))
        for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        try Data(bytes).write(to: URL(filePath: bench.path))

        var opened = try bench.open()
        for round in 1... {
            do {
                for card in members.flatMap(\.cards) { _ = try opened.store.standing(of: card.id) }
                try opened.store.append(bench.checkIn())
                try opened.store.verify()
                break
            } catch {
                // Damage found in use: the daemon closes, and opening again sets the file aside.
                try #require(round < 3, "seed \(seed): \(error)")
                opened.store.close()
                opened = try bench.open()
            }
        }
    }

    @Test func `Only so many damaged files are kept`() throws {
        let bench = try Bench()
        for _ in 0..<9 {
            bench.clock.withLock { $0 += 60_000 }
            try bench.store().close()
            DamageMarker.set(besides: bench.path)
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: bench.folder).filter {
            $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
        }
        #expect(kept.count == 5)
    }

    @Test func `Where nothing can be written, opening says so`() throws {
        let bench = try Bench()
        var place = bench.place()
        place.path = bench.folder + "/no/such/folder/kiosk.sqlite"
        #expect { try KioskStore.open(place) } throws: {
            if case StoreError.unwritable = $0 { true } else { false }
        }
    }

    @Test func `A change in the middle of the journal is found by the full check`() throws {
        let bench = try Bench()
        let store = try bench.store()
        for _ in 0..<400 { try store.append(bench.checkIn()) }
        try store.verify()
        try store.queue.write {
            try $0.execute(sql: "DROP TRIGGER journalIsNeverChanged")
            try $0.execute(sql: "UPDATE journal SET body = body || ' ' WHERE line = 7")
        }
        #expect { try store.verify() } throws: { if case StoreError.damaged = $0 { true } else { false } }
        store.close()
        #expect(try bench.open().quarantine?.rescued == 399, "all but the line that was changed")
    }
}
