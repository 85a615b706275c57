import Database
import Foundation
import HubAPI
import Testing

@testable import HubStore

/// Copies that can be relied on, and what must not come back with them.
@Suite struct BackupTests {
    private func reopened(_ salon: TestSalon, as opening: HubDatabase.Opening = .owner(mayCreate: false)) throws
        -> HubDatabase
    {
        try HubDatabase(path: salon.path + "/hub.sqlite", as: opening) { [clock = salon.clock] in clock.nowMs }
    }

    @Test func `A backup made while the hub writes is complete, tried, and overwrites nothing`() async throws {
        let salon = try await TestSalon(members: 5)
        let path = salon.path + "/copy.sqlite"
        async let written: Void = salon.database.seedCrowd(200)
        let report = try await salon.database.backup(to: path)
        try await written
        #expect([5, 205].contains(report.members) && report.contradictions.isEmpty && report.bytes > 0)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let copy = try HubDatabase(path: path, as: .owner(mayCreate: false)) { 0 }
        #expect(try await copy.audit() == [])
        #expect(try await copy.members(number: nil, after: nil, limit: 1).members.count == 1)
        try copy.close()
        await #expect(throws: HubFileError.taken(path: path)) { try await salon.database.backup(to: path) }
        let left = try FileManager.default.contentsOfDirectory(atPath: salon.path).filter { $0.contains("trial") }
        #expect(left.isEmpty)
    }

    @Test func `A copy that is not sound is no backup`() async throws {
        let salon = try await TestSalon(members: 5)
        try tamper(with: salon.database.name, "UPDATE booking SET staff = 'nobody'")
        let path = salon.path + "/copy.sqlite"
        await #expect(throws: HubFileError.self) { try await salon.database.backup(to: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    private struct Tokens {
        var path: String
        /// Revoked, and added, after the backup was made.
        var revoked: String
        var added: String
    }

    /// A backup, after which one token was revoked and another one added; the hub has ended.
    private func backedUp(_ salon: TestSalon) async throws -> Tokens {
        let staff = Bearer(role: .staff, kiosk: nil)
        try await salon.database.addToken("stays", for: staff)
        try await salon.database.addToken("kiosk", for: Bearer(role: .kiosk, kiosk: "xuhui-1"))
        let revoked = try await salon.database.addToken("goes", for: staff)
        let path = salon.path + "/copy.sqlite"
        _ = try await salon.database.backup(to: path)
        try await salon.database.revokeToken(revoked)
        let added = try await salon.database.addToken("comes", for: staff)
        try salon.database.close()
        return Tokens(path: path, revoked: revoked, added: added)
    }

    @Test func `A restore brings back no revoked token and loses none that was added`() async throws {
        let salon = try await TestSalon(members: 5)
        let before = try await salon.database.read { try $0.hubEpoch() }
        let tokens = try await backedUp(salon)
        let report = try await HubDatabase.restore(
            tokens.path, to: salon.path + "/hub.sqlite", keeping: .only([]), now: { TestClock.startMs })
        #expect(report.added.map(\.id) == [tokens.added])
        #expect(report.setAside.map { FileManager.default.fileExists(atPath: $0) } ?? false)
        let restored = try reopened(salon)
        #expect(try await restored.bearer(of: "stays") != nil)
        #expect(try await restored.bearer(of: "comes") != nil)
        #expect(try await restored.bearer(of: "goes") == nil)
        #expect(try await restored.audit() == [])
        let epoch = try await restored.read { try $0.hubEpoch() }
        #expect(epoch == report.hubEpoch && epoch != before, "kiosks see by it that something is missing here")
        try restored.requireNotTurnedBack()
        try restored.close()
    }

    @Test func `What either file does not know gives nobody a token`() async throws {
        let salon = try await TestSalon(members: 5)
        let staff = Bearer(role: .staff, kiosk: nil)
        try await salon.database.addToken("stays", for: staff)
        let stray = try await salon.database.addToken("of another file", for: staff)
        let path = salon.path + "/copy.sqlite"
        _ = try await salon.database.backup(to: path)
        try await salon.database.write { tx in
            try tx.run("DELETE FROM token WHERE hash = $1", [TokenDigest.of("of another file")])
            try tx.run("INSERT INTO kiosk (name, number, store) VALUES ('new-1', 77, 'xuhui')")
        }
        try await salon.database.addToken("of a new kiosk", for: Bearer(role: .kiosk, kiosk: "new-1"))
        try salon.database.close()
        let report = try await HubDatabase.restore(
            path, to: salon.path + "/hub.sqlite", keeping: .all, now: { TestClock.startMs })
        #expect(report.added.isEmpty)
        let restored = try reopened(salon)
        #expect(try await restored.bearer(of: "stays") != nil)
        #expect(try await restored.bearer(of: "of another file") == nil)
        #expect(try await restored.bearer(of: "of a new kiosk") == nil)
        #expect(try await restored.tokenList().first { $0.id == stray }?.revokedAtMs != nil)
        try restored.close()
    }

    @Test func `Where the old file cannot be read, all tokens are revoked but those that are named`() async throws {
        let salon = try await TestSalon(members: 5)
        let tokens = try await backedUp(salon)
        let path = salon.path + "/hub.sqlite"
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try Data("nothing".utf8).write(to: URL(filePath: path))
        let report = try await HubDatabase.restore(tokens.path, to: path, keeping: .only(["xuhui-1"])) { 1 }
        #expect(report.kept.map(\.kiosk) == ["xuhui-1"] && report.revoked.count == 2, "\(report)")
        let restored = try reopened(salon)
        #expect(try await restored.bearer(of: "kiosk") != nil)
        #expect(try await restored.bearer(of: "stays") == nil)
        #expect(try await restored.bearer(of: "goes") == nil)
        try restored.close()
    }

    @Test func `While a hub has the file, nothing is restored over it`() async throws {
        let salon = try await TestSalon(members: 5)
        let path = salon.path + "/copy.sqlite"
        _ = try await salon.database.backup(to: path)
        let target = salon.path + "/hub.sqlite"
        await #expect(throws: HubFileError.inUse(path: target)) {
            try await HubDatabase.restore(path, to: target, keeping: .all) { 1 }
        }
        #expect(try await salon.database.audit() == [])
    }

    @Test func `An older copy in the place of the database does not serve before the hub is told of it`() async throws {
        let salon = try await TestSalon(members: 5)
        let path = salon.path + "/hub.sqlite"
        _ = try await salon.database.backup(to: salon.path + "/copy.sqlite")
        #expect(await salon.database.examine().isEmpty)
        try salon.database.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try FileManager.default.copyItem(atPath: salon.path + "/copy.sqlite", toPath: path)
        let older = try reopened(salon)
        #expect(throws: HubFileError.turnedBack(path: path)) { try older.requireNotTurnedBack() }
        _ = try await older.declareRestored()
        try older.requireNotTurnedBack()
        try older.close()
    }
}
