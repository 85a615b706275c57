import Foundation
import GRDB
import HubAPI
import Testing
import Vocabulary

@testable import KioskStore

/// A kiosk's file that somebody has changed behind its back: what notices it.
@Suite struct ChangedFileTests {
    enum Witness: Sendable {
        /// The next start, which looks at the present epoch for as long as it has time.
        case start
        /// The reading of the whole journal while the kiosk serves.
        case reading
        /// The hub's next answer, which also puts right what is only the hub's to say.
        case hub
        case nobody(because: String)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: String
        var witness: Witness

        init(_ what: String, _ sql: String, _ witness: Witness) {
            testDescription = what
            self.sql = sql
            self.witness = witness
        }
    }

    static let changes = [
        Change("one of the last lines", "UPDATE journal SET body = body || ' ' WHERE line = 380", .start),
        Change("line 10", "UPDATE journal SET body = body || ' ' WHERE line = 10", .start),
        Change("line 10 is gone", "DELETE FROM journal WHERE line = 10", .start),
        Change("the last line is gone, which the hub has", "DELETE FROM journal WHERE line = 400", .hub),
        Change(
            "the last line is gone before the hub had it",
            "DELETE FROM outbox WHERE line = 401; DELETE FROM journal WHERE line = 401",
            .nobody(because: "nothing outside the file has heard of it")),
        Change("the epoch's name", "UPDATE epoch SET id = substr(id, 2) || 'f'", .start),
        Change("the floor of the clock", "UPDATE journal SET floorMs = 3800000000000 WHERE line = 400", .reading),
        Change("a line's moment", "UPDATE journal SET recordedAtMs = recordedAtMs - 5 WHERE line = 9", .reading),
        Change("a line's id", "UPDATE journal SET id = randomblob(16) WHERE line = 9", .reading),
        Change(
            "how old the snapshot is", "UPDATE snapshot SET asOfMs = 3800000000000", .hub),
        Change(
            "a member who does not exist",
            "INSERT INTO member SELECT randomblob(16), generation, reflectedLine, facts FROM member LIMIT 1",
            .nobody(because: "the hub's facts carry no seal; a spend of an unknown card is an incident at the hub")),
    ]

    private func verified(_ store: KioskStore) throws {
        var place: JournalPlace? = JournalPlace()
        while let next = place { place = try store.verify(after: next, lines: 50) }
    }

    private static func isDamaged(_ error: any Error) -> Bool {
        if case StoreError.damaged = error { true } else { false }
    }

    private func change(_ store: KioskStore, _ sql: String) throws {
        try store.queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try database.execute(sql: "DROP TRIGGER \(name)")
            }
            try database.execute(sql: sql)
        }
    }

    @Test(arguments: changes) func `Each change of the file has a witness, or a reason why not`(change: Change) throws {
        let bench = try Bench()
        var hub = StandInHub()
        var store = try bench.store()
        try store.sync([bench.member(1)], from: &hub)
        for _ in 0..<400 { try store.append(bench.checkIn()) }
        while let request = try store.pendingUpload() {
            _ = try store.acknowledge(hub.upload(request), to: request)
        }
        if change.sql.contains("401") { try store.append(bench.checkIn()) }
        try verified(store)
        try self.change(store, change.sql)
        store.close()
        let opened = try bench.open()
        store = opened.store
        switch change.witness {
        case .start: #expect(opened.quarantine != nil)
        case .reading:
            #expect(opened.quarantine == nil)
            #expect { try verified(store) } throws: { Self.isDamaged($0) }
            store.close()
            #expect(try bench.open().quarantine != nil, "the next start sets it aside")
        case .hub:
            #expect(opened.quarantine == nil)
            try verified(store)
            let request = try store.feedRequest()
            let page = hub.page([bench.member(2)], to: request)
            let applied = try store.apply(page, to: request)
            if applied.acknowledged.newEpoch == nil { #expect(try store.status().snapshotAsOfMs == page.asOfMs) }
        case .nobody:
            #expect(opened.quarantine == nil)
            try verified(store)
        }
    }

    /// 60 lines in each.
    private func fillThreeEpochs(_ store: KioskStore, _ bench: Bench) throws {
        for round in 0..<3 {
            for _ in 0..<60 { try store.append(bench.checkIn()) }
            if round < 2 { try store.beginNewEpoch(because: .fork) }
        }
    }

    @Test(arguments: [
        "UPDATE journal SET body = body || ' ' WHERE line = 9",
        "UPDATE journal SET body = (SELECT body FROM journal WHERE line = 8) WHERE line = 9",
        "UPDATE journal SET hash = zeroblob(32) WHERE line = 60", "DELETE FROM journal WHERE line = 60",
        "DELETE FROM journal WHERE line = 61",
    ]) func `What was changed in an earlier epoch is found while the kiosk serves`(sql: String) throws {
        let bench = try Bench()
        let store = try bench.store()
        try fillThreeEpochs(store, bench)
        try verified(store)
        try change(store, sql)
        store.close()
        let opened = try bench.open()
        #expect(opened.quarantine == nil, "a start looks at the present epoch")
        #expect { try verified(opened.store) } throws: { Self.isDamaged($0) }
    }

    @Test func `A file of several epochs is read through in small pieces`() throws {
        let bench = try Bench()
        let store = try bench.store()
        try fillThreeEpochs(store, bench)
        var place: JournalPlace? = JournalPlace()
        var pieces = 0
        while let next = place {
            place = try store.verify(after: next, lines: 7)
            pieces += 1
        }
        #expect(pieces > 30)
    }

    @Test func `What the hub has acknowledged is said with its hash, under the hub's epoch`() throws {
        let bench = try Bench()
        var hub = StandInHub()
        let store = try bench.store()
        #expect(try store.status().acknowledged == nil)
        for _ in 0..<3 { try store.append(bench.checkIn()) }
        #expect(try store.status().acknowledged == nil)
        let request = try #require(try store.pendingUpload(limit: 2))
        _ = try store.acknowledge(hub.upload(request), to: request)
        #expect(
            try store.status().acknowledged
                == AcknowledgedLine(hubEpoch: "hub-1", sequence: 2, hash: request.entries[1].hash))
    }
}
