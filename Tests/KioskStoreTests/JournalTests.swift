import Foundation
import GRDB
import HubAPI
import Synchronization
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct JournalTests {
    @Test func `Journal, outbox and balance change together`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        var hub = StandInHub()
        try store.sync([member], from: &hub)
        let first = try store.append(bench.checkIn(member))
        let second = try store.append(bench.spend(member, points: 30))
        #expect([first.sequence, second.sequence] == [1, 2])
        #expect(try store.status().notUploaded == 2)
        #expect(try store.standing(of: member).localSpends.map(\.amount) == [Amount(points: 30)])
        #expect(try store.standing(of: member).checkedInBookings == ["b1"])
    }

    @Test func `What was appended is there after opening again`() throws {
        let bench = try Bench()
        let entries = (0..<20).map { _ in bench.checkIn() }
        var last: AppendedEntry?
        do {
            let store = try bench.store()
            for entry in entries { last = try store.append(entry) }
            store.close()
        }
        let again = try bench.open()
        #expect(again.quarantine == nil)
        #expect(try again.store.entries(above: 0, limit: 100) == entries)
        #expect(try again.store.status().lastHash == Hex.text(last?.hash ?? []))
        #expect(try again.store.status().epoch == last?.epoch)
    }

    @Test func `The same entry again is answered with the row that is there`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let entry = bench.checkIn()
        let first = try store.append(entry)
        try store.append(bench.checkIn())
        let again = try store.append(entry)
        #expect(again.wasThere && again.sequence == first.sequence && again.hash == first.hash)
        #expect(try store.status().sequence == 2)
    }

    @Test func `The same id with another body is a conflict`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var entry = bench.checkIn()
        try store.append(entry)
        entry.tappedAtMs += 1
        #expect(throws: StoreError.conflict(entry.id)) { try store.append(entry) }
        #expect(try store.status().sequence == 1)
    }

    @Test(arguments: ["UPDATE journal SET body = ''", "DELETE FROM journal", "DELETE FROM epoch"])
    func `The journal is append-only, whoever asks`(_ sql: String) throws {
        let bench = try Bench()
        let store = try bench.store()
        try store.append(bench.checkIn())
        #expect(throws: DatabaseError.self) { try store.queue.write { try $0.execute(sql: sql) } }
        try store.verify()
    }

    @Test func `A spend that does not add up is not journalled`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        func intent(_ points: Int64, _ before: Int64, _ after: Int64) -> JournalEntry {
            bench.entry(
                .spendIntent(
                    SpendIntent(
                        amount: Amount(points: points), before: Amount(points: before, fen: 0),
                        after: Amount(points: after, fen: 0), reward: nil, claimCode: nil, authority: .hold)),
                member: member.id, card: member.cards.first?.id)
        }
        for entry in [intent(0, 5, 5), intent(-3, 5, 2), intent(3, -3, 0), intent(3, 5, 9), intent(1, .max, .min)] {
            #expect(throws: StoreError.self) { try store.append(entry) }
        }
        var nobody = intent(3, 0, 3)
        nobody.member = nil
        #expect(throws: StoreError.unusable(reason: "a spend without member or card")) { try store.append(nobody) }
        #expect(try store.status().sequence == 0)
    }

    @Test func `An entry longer than the hub takes is refused before it blocks the outbox`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let entry = bench.entry(.fault(FaultReport(code: .unknown("x"), detail: String(repeating: "y", count: 20_000))))
        #expect(throws: StoreError.self) { try store.append(entry) }
        try store.append(bench.checkIn())
        #expect(try store.pendingUpload()?.entries.count == 1)
    }

    @Test func `A failed transaction leaves the chain where it was`() throws {
        let bench = try Bench()
        let store = try bench.store()
        try store.append(bench.checkIn())
        struct Broken: Error {}
        #expect(throws: StoreError.self) {
            try store.transaction { database in
                let entry = bench.checkIn()
                try store.insert(entry, body: EntryWriter.json(of: entry), database)
                throw Broken()
            }
        }
        #expect(try store.append(bench.checkIn()).sequence == 2)
        try store.verify()
    }

    @Test func `Entries about a card are found for the double-tap window`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let (one, other) = (bench.member(1), bench.member(2))
        let old = bench.checkIn(one)
        let new = bench.spend(one, points: 5)
        var hub = StandInHub()
        try store.sync([one, other], from: &hub)
        for entry in [old, bench.checkIn(other), new] { try store.append(entry) }
        let recent = try store.standing(of: one).recent
        #expect(recent.since(0) == [new, old] && recent.since(new.recordedAtMs) == [new])
        #expect(try store.isJournalled(new.id) && !store.isJournalled(OperationID(bench.id())))
    }

    @Test func `What a clock in the future wrote about a card is not recent for ever`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let member = bench.member(1)
        let entry = bench.checkIn(member)
        try store.append(entry)
        bench.clock.withLock { $0 += 400 * 86_400_000 }
        try store.append(bench.checkIn(member))
        var hub = StandInHub()
        try store.sync([member], from: &hub)
        #expect(try store.standing(of: member).recent.since(0) == [entry])
    }

    @Test func `The clock floor keeps the highest time, not the last`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let late = bench.checkIn()
        try store.append(late)
        bench.clock.withLock { $0 = 5_000_000 }
        try store.append(bench.checkIn())
        #expect(try store.knownTime().lastMs == late.recordedAtMs)
        store.close()
        #expect(try bench.store().knownTime().lastMs == late.recordedAtMs)
    }
}
