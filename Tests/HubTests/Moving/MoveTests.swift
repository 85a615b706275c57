import Database
import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import Synchronization
import Testing

@testable import HubStore

/// A hub that moves from its file to a server: wherever that breaks off, it is served from one place at most, and a
/// command brings it to an end.
@Suite final class MoveTests {
    /// Their folders stay as long as they do.
    private let salons = Mutex<[TestSalon]>([])
    private static let clock = HubClock(following: { TestClock.startMs })

    private struct Broken: Error {}

    /// A salon's file that nobody has open, and a server's empty schema.
    private func ends() async throws -> (salon: TestSalon, file: String, server: PostgresOptions) {
        let salon = try await TestSalon.full(members: 6)
        try salon.database.close()
        salons.withLock { $0.append(salon) }
        return (salon, salon.path + "/hub.sqlite", try await PostgresCluster.shared.value.newOptions())
    }

    /// With the log beside it.
    private func copyFile(_ from: String, _ to: String) throws {
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: from + suffix) {
            try FileManager.default.copyItem(atPath: from + suffix, toPath: to + suffix)
        }
    }

    private func move(
        _ file: String, _ server: PostgresOptions, breakingAt event: HubMove.Event? = nil
    ) -> HubMove {
        HubMove(file: file, server: server, clock: Self.clock) { told in
            if told == event { throw Broken() }
        }
    }

    /// Which ends a hub would serve from. Looked at as a guest, which changes nothing.
    private func servable(_ file: String, _ server: PostgresOptions) async throws -> [String] {
        var found: [String] = []
        do {
            try HubDatabase(path: file, as: .guest, clock: Self.clock).close()
            found.append("file")
        } catch HubFileError.gone {}
        do {
            try await HubDatabase.open(server: server, as: .guest, clock: Self.clock).closeAndWait()
            found.append("server")
        } catch HubFileError.noHub {} catch HubFileError.arriving {} catch HubFileError.givenUp {}
        return found
    }

    @Test func `A hub that has moved goes on at the server, and its file says where it went`() async throws {
        let (salon, file, server) = try await ends()
        let before = PlainRows.rewritten(try PlainRows.ofFile(file))
        let report = try await move(file, server).run()
        #expect(report.isNew && report.to == server.name && report.figures.tables.count == CopiedTables.all.count)
        try PlainRows.expectSame(before, PlainRows.ofServer(server))
        for opening in [HubDatabase.Opening.owner(mayCreate: false), .guest] {
            #expect(throws: HubFileError.gone(path: file, to: server.name)) {
                try HubDatabase(path: file, as: opening, clock: Self.clock)
            }
        }
        let hub = try await HubDatabase.open(server: server, clock: Self.clock)
        let order = #"{"id": "later", "kind": "action", "action": "feedback"}"#
        #expect(Answered(try await hub.enterAtDesk(order, member: salon.member)).isAccepted)
        #expect(try await hub.audit() == report.contradictions)
        try await hub.closeAndWait()
        let again = try await move(file, server).run()
        #expect(!again.isNew && again.figures.hubEpoch == report.figures.hubEpoch)
    }

    /// What can be served from after each break, and what ends it.
    @Test(arguments: [
        (HubMove.Event.copying(1), ["file"]), (.copied, ["file"]), (.audited, ["file"]), (.gone, []),
        (.arrived, ["server"]),
    ])
    func `A move that breaks off is served from one place at most, and the same command ends it`(
        event: HubMove.Event, places: [String]
    ) async throws {
        let (_, file, server) = try await ends()
        await #expect(throws: Broken.self) { try await move(file, server, breakingAt: event).run() }
        #expect(try await servable(file, server) == places)
        if places == ["file"] {
            // The file goes on meanwhile.
            let hub = try HubDatabase(path: file, clock: Self.clock)
            try await hub.addToken("meanwhile", for: Bearer(role: .staff, kiosk: nil))
            try hub.close()
        }
        let before = PlainRows.rewritten(try PlainRows.ofFile(file))
        _ = try await move(file, server).run()
        #expect(try await servable(file, server) == ["server"])
        try PlainRows.expectSame(before, PlainRows.ofServer(server))
    }

    @Test(arguments: [HubMove.Event.copied, .gone, .arrived])
    func `A move that breaks off can be taken back`(event: HubMove.Event) async throws {
        let (_, file, server) = try await ends()
        await #expect(throws: Broken.self) { try await move(file, server, breakingAt: event).run() }
        #expect(try await move(file, server).undo() == (event != .copied))
        #expect(try await servable(file, server) == ["file"])
        _ = try await move(file, server).run()
        #expect(try await servable(file, server) == ["server"])
    }

    @Test(arguments: [(HubMove.Event.givenUp, [String]()), (.back, ["file"])])
    func `A way back that breaks off is served from one place at most, and the same command ends it`(
        event: HubMove.Event, places: [String]
    ) async throws {
        let (_, file, server) = try await ends()
        let before = try PlainRows.ofFile(file)
        _ = try await move(file, server).run()
        await #expect(throws: Broken.self) { try await move(file, server, breakingAt: event).undo() }
        #expect(try await servable(file, server) == places)
        if event == .givenUp {
            await #expect(throws: MoveError.isUndone(server: server.name)) { try await move(file, server).run() }
        }
        #expect(try await move(file, server).undo() == (event == .givenUp))
        #expect(try await servable(file, server) == ["file"])
        try PlainRows.expectSame(before, PlainRows.ofFile(file))
        let hub = try HubDatabase(path: file, clock: Self.clock)
        try hub.requireNotTurnedBack()
        try hub.close()
    }

    @Test func `There is no way back once a hub has served from the server, or somebody wrote there`() async throws {
        let (_, file, server) = try await ends()
        _ = try await move(file, server).run()
        let guest = try await HubDatabase.open(server: server, as: .guest, clock: Self.clock)
        try await guest.addToken("new", for: Bearer(role: .staff, kiosk: nil))
        try await guest.closeAndWait()
        let written = await #expect(throws: MoveError.self) { try await move(file, server).undo() }
        #expect("\(written, default: "")".contains("token: 2 rows and 3"))
        #expect(try await servable(file, server) == ["server"])
        try await HubDatabase.open(server: server, as: .owner(mayCreate: false), clock: Self.clock).closeAndWait()
        await #expect(throws: MoveError.served(server: server.name)) { try await move(file, server).undo() }
        #expect(try await servable(file, server) == ["server"])
    }

    /// Of a hub that begins to serve and somebody who takes the move back at the same time, one is refused.
    @Test(arguments: 0..<4)
    func `Whoever is first decides whether the server or the file is served from`(round: Int) async throws {
        let (_, file, server) = try await ends()
        _ = try await move(file, server).run()
        let back = move(file, server)
        async let undone = try? back.undo()
        if round > 1 { await Task.yield() }
        async let serving = try? HubDatabase.open(server: server, as: .owner(mayCreate: false), clock: Self.clock)
        let (isBack, hub) = await (undone == true, serving)
        #expect(isBack != (hub != nil))
        #expect(try await servable(file, server) == [isBack ? "file" : "server"])
        try await hub?.closeAndWait()
    }

    @Test func `Nothing is moved over another hub, over other tables, or over what this one has become`() async throws {
        let (_, file, server) = try await ends()
        let copy = file + ".older"
        try copyFile(file, copy)
        _ = try await move(file, server).run()
        await #expect(throws: MoveError.alreadyThere(server: server.name)) { try await move(copy, server).run() }
        let (_, other, _) = try await ends()
        let refused = await #expect(throws: MoveError.self) { try await move(other, server).run() }
        #expect("\(refused, default: "")".contains("another hub is there"))
        let (_, third, foreign) = try await ends()
        try PlainRows.psql("CREATE TABLE songs (name text)", foreign)
        await #expect(throws: MoveError.foreign(server: foreign.name, table: "songs")) {
            try await move(third, foreign).run()
        }
        #expect(try await servable(file, server) == ["server"])
        for path in [copy, other, third] {
            try HubDatabase(path: path, as: .guest, clock: Self.clock).close()
        }
    }

    @Test func `What somebody writes into the file while it is copied is not lost`() async throws {
        let (_, file, server) = try await ends()
        let meanwhile = HubMove(file: file, server: server, clock: Self.clock) { told in
            if told == .audited { try tamper(with: file, "UPDATE token SET revoked_at_ms = 5") }
        }
        await #expect(throws: MoveError.writtenMeanwhile(path: file)) { try await meanwhile.run() }
        #expect(try await servable(file, server) == ["file"])
        _ = try await move(file, server).run()
        let revoked = try PlainRows.psql("SELECT DISTINCT revoked_at_ms FROM token", server)
        #expect(revoked == ["5"])
    }

    @Test func `While a hub serves from the file, and from an older copy, nothing is moved`() async throws {
        let (_, file, server) = try await ends()
        let older = file + ".older"
        try copyFile(file, older)
        let hub = try HubDatabase(path: file, clock: Self.clock)
        #expect(await hub.examine().isEmpty)
        await #expect(throws: HubFileError.inUse(path: file)) { try await move(file, server).run() }
        try hub.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
        try copyFile(older, file)
        await #expect(throws: HubFileError.turnedBack(path: file)) { try await move(file, server).run() }
        #expect(try PlainRows.ofServer(server) == [:])
    }

    @Test func `A file that its hub has left is brought back as a new hub where the server is lost`() async throws {
        let (_, file, server) = try await ends()
        _ = try await move(file, server).run()
        let lost = try await PostgresCluster.shared.value.newOptions()
        await #expect(throws: MoveError.notThere(server: lost.name, wanted: server.name)) {
            try await move(file, lost).undo()
        }
        let report = try await HubDatabase.restore(file, to: file, keeping: .only(["xuhui-1"])) { TestClock.startMs }
        #expect(report.kept.map(\.kiosk) == ["xuhui-1"], "which tokens the server has revoked is not known here")
        let hub = try HubDatabase(path: file, as: .owner(mayCreate: false), clock: Self.clock)
        #expect(try await hub.bearer(of: "运营 token") == nil)
        try hub.close()
    }
}
