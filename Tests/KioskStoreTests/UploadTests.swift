import HubAPI
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct UploadTests {
    @Test func `The outbox empties in order, in batches, and the hub's chain is ours`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        for _ in 0..<1201 { try store.append(bench.checkIn()) }
        #expect(try store.pendingUpload()?.entries.count == 500)
        #expect(try store.pendingUpload(limit: 7)?.entries.map(\.sequence) == Array(1...7))
        try store.drain(to: &hub)
        let epoch = try store.status().epoch
        #expect(hub.lines[epoch]?.count == 1201)
        #expect(hub.position(epoch).lastHash == (try store.status().lastHash))
        #expect(try store.pendingUpload() == nil)
    }

    @Test func `A request stays below the size asked for, but one entry always goes`() throws {
        let bench = try Bench()
        let store = try bench.store()
        for _ in 0..<50 { try store.append(bench.checkIn()) }
        let request = try #require(try store.pendingUpload(maxBytes: 8000))
        #expect((2..<50).contains(request.entries.count))
        #expect(try WireJSON.text(of: request).utf8.count <= 8000)
        #expect(try store.pendingUpload(maxBytes: 1)?.entries.count == 1)
    }

    @Test func `An answer that comes twice, or late, changes nothing`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        for _ in 0..<10 { try store.append(bench.checkIn()) }
        let first = try #require(try store.pendingUpload(limit: 4))
        let answer = hub.upload(first)
        #expect(try store.acknowledge(answer, to: first).removed == 4)
        #expect(try store.acknowledge(answer, to: first) == Acknowledged())
        try store.drain(to: &hub)
        #expect(try store.acknowledge(answer, to: first) == Acknowledged())
        #expect(try store.status().notUploaded == 0)
    }

    @Test func `A hub restored from a backup gets again what it lost`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        for _ in 0..<5 { try store.append(bench.checkIn()) }
        try store.drain(to: &hub)
        var backup = hub
        for _ in 0..<5 { try store.append(bench.checkIn()) }
        try store.drain(to: &hub)
        let all = hub.ids
        backup.epoch = "hub-2"
        hub = backup
        let epoch = try store.status().epoch
        let seen = try store.observe(hub.position(epoch), storeEpoch: epoch)
        #expect(seen.putBack == 5 && seen.newEpoch == nil)
        #expect(try store.observe(hub.position(epoch), storeEpoch: epoch) == Acknowledged())
        try store.drain(to: &hub)
        #expect(hub.ids == all)
    }

    @Test func `A hub that lost lines without saying so is served by its refusal`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        for _ in 0..<5 { try store.append(bench.checkIn()) }
        try store.drain(to: &hub)
        let backup = hub
        try store.append(bench.checkIn())
        try store.drain(to: &hub)
        let all = hub.ids
        hub = backup
        let last = bench.checkIn()
        try store.append(last)
        try store.drain(to: &hub)
        #expect(hub.ids == all.union([last.id]))
    }

    @Test func `A kiosk restored from a backup goes on under a new epoch and doubles nothing`() throws {
        let bench = try Bench()
        var hub = StandInHub()
        let store = try bench.store()
        let member = bench.member(1)
        try store.sync([member], from: &hub)
        for _ in 0..<3 { try store.append(bench.checkIn()) }
        let spend = bench.spend(member, points: 20)
        try store.append(spend)
        store.close()
        let backup = try Backup(bench.path)
        let later = try bench.store()
        try later.append(bench.checkIn())
        try later.drain(to: &hub)
        later.close()
        try backup.restore()

        let old = try bench.store()
        let before = hub.ids
        #expect(try old.drain(to: &hub).newEpoch == .behindHub)
        let epoch = try old.beginNewEpoch(because: .behindHub)
        #expect(try old.status().notUploaded == 5)
        #expect(try old.standing(of: member).localSpends.map(\.id) == [spend.id])
        try old.drain(to: &hub)
        #expect(hub.lines[epoch]?.count == 5)
        #expect(hub.ids.isSuperset(of: before) && hub.ids.count == before.count + 1)
        try old.append(bench.outcome(spend.id, .posted, member))
        #expect(try old.standing(of: member).localSpends.map(\.state) == [.posted])
        try old.verify()
    }

    @Test func `An id of an earlier epoch still counts once`() throws {
        let bench = try Bench()
        let store = try bench.store()
        let entry = bench.checkIn()
        try store.append(entry)
        try store.beginNewEpoch(because: .fork)
        let again = try store.append(entry)
        #expect(again.wasThere && again.sequence == 1)
        #expect(try store.status().sequence == 2)
        store.close()
        #expect(try bench.open().quarantine == nil)
    }

    @Test func `An id that the hub acknowledged in an earlier epoch is not journalled again`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        let entry = bench.checkIn()
        let first = try store.append(entry)
        try store.drain(to: &hub)
        try store.beginNewEpoch(because: .fork)
        let again = try store.append(entry)
        #expect(again.wasThere && again.epoch == first.epoch && again.hash == first.hash)
        #expect(try store.status().sequence == 1, "only the report of the new epoch stands in it")
    }

    @Test func `A restored hub gets the lines of earlier epochs again as well`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        var empty = hub
        for _ in 0..<4 { try store.append(bench.checkIn()) }
        try store.drain(to: &hub)
        try store.beginNewEpoch(because: .fork)
        try store.append(bench.checkIn())
        try store.drain(to: &hub)
        let all = hub.ids
        empty.epoch = "hub-2"
        hub = empty
        let epoch = try store.status().epoch
        #expect(try store.observe(hub.position(epoch), storeEpoch: epoch).putBack == 6)
        try store.drain(to: &hub)
        #expect(hub.ids == all)
        try store.verify()
    }

    @Test func `An answer about an epoch that is over is not believed`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        try store.append(bench.checkIn())
        let request = try #require(try store.pendingUpload())
        try store.beginNewEpoch(because: .fork)
        #expect(throws: StoreError.otherEpoch) { try store.acknowledge(hub.upload(request), to: request) }
        #expect(try store.status().notUploaded == 2)
    }

    @Test func `Refused lines are kept and counted once`() throws {
        let bench = try Bench()
        let store = try bench.store()
        var hub = StandInHub()
        for _ in 0..<3 { try store.append(bench.checkIn()) }
        let request = try #require(try store.pendingUpload())
        var receipt = hub.upload(request)
        receipt.refused = [
            RefusedLine(sequence: 2, code: .conflict, message: "held with other content"),
            RefusedLine(sequence: -9, code: .unreadable, message: "garbage"),
            RefusedLine(sequence: .max, code: .unreadable, message: "garbage"),
        ]
        #expect(try store.acknowledge(receipt, to: request).newlyRefused == 1)
        #expect(try store.acknowledge(receipt, to: request).newlyRefused == 0)
        #expect(try store.status().refused == 1)
    }

    @Test(arguments: [
        (Int64(3), "00", NewEpochReason.fork), (9, "00", .behindHub), (.max, "", .behindHub), (-1, "", .fork),
    ])
    func `A position that is not ours asks for a new epoch and takes nothing away`(
        _ sequence: Int64, _ hash: String, _ reason: NewEpochReason
    ) throws {
        let bench = try Bench()
        let store = try bench.store()
        for _ in 0..<5 { try store.append(bench.checkIn()) }
        let position = HubPosition(hubEpoch: "h", lastSequence: sequence, lastHash: hash)
        #expect(try store.observe(position, storeEpoch: store.status().epoch).newEpoch == reason)
        #expect(try store.status().notUploaded == 5)
    }
}
