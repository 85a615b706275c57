import Database
import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import Testing

@testable import HubStore

/// Backups of a hub on a server: the same kind of file as of any other hub.
@Suite struct ServerBackupTests {
    private static let clock = HubClock(following: { TestClock.startMs })

    @Test func `A backup made while hubs write to the server is of one moment, and overwrites nothing`() async throws {
        let salon = try await TestSalon(members: 5, on: .postgres)
        let path = salon.path + "/copy.sqlite"
        async let written: Void = {
            for number in 0..<30 {
                _ = try await salon.order(#"{"id": "w-\#(number)", "kind": "action", "action": "feedback"}"#)
            }
        }()
        let report = try await salon.database.backup(to: path)
        try await written
        #expect(report.members == 5 && report.bytes > 0)
        #expect(report.contradictions == [])
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let left = try FileManager.default.contentsOfDirectory(atPath: salon.path)
        #expect(left == ["copy.sqlite"])
        await #expect(throws: HubFileError.taken(path: path)) { try await salon.database.backup(to: path) }
        let copy = try HubDatabase(path: path, as: .owner(mayCreate: false)) { 0 }
        #expect(try await copy.audit() == [])
        try copy.close()
    }

    @Test func `A backup comes onto an empty server as a hub of a new epoch, with tokens that are kept`() async throws {
        let salon = try await TestSalon(members: 5, on: .sqlite)
        try await salon.database.addToken("kiosk", for: Bearer(role: .kiosk, kiosk: "xuhui-1"))
        try await salon.database.addToken("staff", for: Bearer(role: .staff, kiosk: nil))
        let before = try await salon.database.read { tx in try tx.hubEpoch() }
        let path = salon.path + "/copy.sqlite"
        _ = try await salon.database.backup(to: path)
        let server = try await PostgresCluster.shared.value.newOptions()
        let report = try await HubDatabase.restore(path, onto: server, keeping: .only(["xuhui-1"])) {
            TestClock.startMs
        }
        #expect(report.kept.map(\.kiosk) == ["xuhui-1"] && report.revoked.count == 1 && report.hubEpoch != before)
        let hub = try await HubDatabase.open(server: server, as: .owner(mayCreate: false), clock: Self.clock)
        #expect(try await hub.audit() == [])
        #expect(try await hub.read { tx in try tx.hubEpoch() } == report.hubEpoch)
        #expect(try await hub.bearer(of: "kiosk") != nil)
        #expect(try await hub.bearer(of: "staff") == nil)
        let order = #"{"id": "later", "kind": "action", "action": "feedback"}"#
        #expect(Answered(try await hub.enterAtDesk(order, member: salon.member)).isAccepted)
        let refused = await #expect(throws: MoveError.self) {
            try await HubDatabase.restore(path, onto: server, keeping: .all) { TestClock.startMs }
        }
        #expect("\(refused, default: "")".contains("another hub is there"))
        try await hub.closeAndWait()
        let left = try FileManager.default.contentsOfDirectory(atPath: salon.path)
        #expect(left.filter { $0.contains("restoring") } == [])
    }

    @Test func `A backup of a server goes where a file is, and serves`() async throws {
        let salon = try await TestSalon(members: 5, on: .postgres)
        let path = salon.path + "/copy.sqlite"
        _ = try await salon.database.backup(to: path)
        let report = try await HubDatabase.restore(path, to: salon.path + "/hub.sqlite", keeping: .all) {
            TestClock.startMs
        }
        let hub = try HubDatabase(path: salon.path + "/hub.sqlite", clock: Self.clock)
        try hub.requireNotTurnedBack()
        #expect(try await hub.read { tx in try tx.hubEpoch() } == report.hubEpoch)
        #expect(try await hub.audit() == [])
        try hub.close()
    }
}
