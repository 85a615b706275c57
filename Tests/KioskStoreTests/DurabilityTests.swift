import Foundation
import GRDB
import HubAPI
import Synchronization
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct DurabilityTests {
    @Test func `Commits are made with WAL and FULL, read back from SQLite`() throws {
        let store = try Bench().store()
        let pragmas = try store.queue.writeWithoutTransaction { database in
            try (
                String.fetchOne(database, sql: "PRAGMA journal_mode"),
                Int.fetchOne(database, sql: "PRAGMA synchronous"),
                Bool.fetchOne(database, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(pragmas.0 == "wal" && pragmas.1 == 2 && pragmas.2 == true)
    }

    @Test(arguments: [
        ("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", 1),
        ("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF", 0), ("PRAGMA journal_mode = DELETE", 2),
    ])
    func `Below FULL the store refuses to run, and sets nothing aside`(_ pragmas: String, _ level: Int) throws {
        let bench = try Bench()
        try bench.store().close()
        let place = bench.place(pragmas: pragmas)
        #expect(throws: StoreError.notDurable(synchronous: level)) { try KioskStore.open(place) }
        #expect(try bench.open().quarantine == nil)
    }

    @Test func `A second process is told that the file is in use`() throws {
        let bench = try Bench()
        let store = try bench.store()
        #expect(throws: StoreError.inUse(path: bench.path)) { try bench.open() }
        store.close()
        #expect(throws: Never.self) { try bench.open() }
    }

    @Test func `Nobody else may read the members' names`() throws {
        let bench = try Bench()
        let store = try bench.store()
        try store.append(bench.checkIn())
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: bench.path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
    }

    @Test func `Spending stops before the disk is full; check-ins and outcomes go on`() throws {
        let bench = try Bench()
        let free = Mutex<Int64>(1 << 30)
        let limits = StoreLimits(
            refuseSpendingBelowBytes: 1 << 20, reserveBytes: 0, freeBytes: { _ in free.withLock { $0 } })
        let store = try bench.store(limits)
        let member = bench.member(1)
        let spend = bench.spend(member, points: 1)
        try store.append(spend)
        free.withLock { $0 = 1000 }
        #expect(throws: StoreError.nearlyFull) { try store.append(bench.spend(member, points: 1, before: 1)) }
        #expect(try store.status().nearlyFull)
        try store.append(bench.outcome(spend.id, .posted, member))
        try store.append(bench.checkIn(member))
        free.withLock { $0 = 1 << 30 }
        try store.append(bench.spend(member, points: 1, before: 1))
        #expect(try store.status().sequence == 4)
    }

    @Test func `A full file loses nothing and goes on when there is room again`() throws {
        let bench = try Bench()
        let limits = StoreLimits(
            maximumBytes: 400 * 1024, refuseSpendingBelowBytes: 100 * 1024, reserveBytes: 64 * 1024,
            freeBytes: { _ in 1 << 40 })
        let store = try bench.store(limits)
        let member = bench.member(1)
        var kept: [JournalEntry] = []
        var points: Int64 = 0
        #expect(throws: StoreError.nearlyFull) {
            while true {
                let entry = bench.spend(member, points: 1, before: points)
                try store.append(entry)
                points += 1
                kept.append(entry)
            }
        }
        #expect(throws: StoreError.full) {
            while true {
                let entry = bench.checkIn(member)
                try store.append(entry)
                kept.append(entry)
            }
        }
        #expect(kept.count > Int(points) + 20)
        #expect(try store.entries(above: 0, limit: 10_000) == kept)
        store.close()
        let roomier = StoreLimits(refuseSpendingBelowBytes: 1, reserveBytes: 0, freeBytes: { _ in 1 << 40 })
        let again = try bench.open(roomier)
        #expect(again.quarantine == nil)
        try again.store.append(bench.checkIn(member))
        #expect(try again.store.status().sequence == Int64(kept.count) + 1)
        try again.store.verify()
    }

    @Test func `The reserve is given up once and taken back when there is room`() throws {
        let bench = try Bench()
        let reserve = DiskReserve(besides: bench.path, bytes: 100_000)
        #expect(reserve.isHeld)
        #expect(reserve.giveUp() && !reserve.isHeld && !reserve.giveUp())
        reserve.restore()
        #expect(reserve.isHeld)
    }

    @Test func `The canary sings`() throws {
        let store = try Bench().store()
        try store.writeCanary()
        store.close()
        #expect(throws: StoreError.self) { try store.writeCanary() }
    }
}
