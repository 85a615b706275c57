import Foundation
import GRDB
import HubStore

/// Makes one salon in an empty folder.
struct SalonMaking: Sendable {
    let size: SalonSize
    let seed: UInt64
    let folder: URL

    func make() async throws {
        let start = Ticks.now()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let hub = folder.appending(path: KeptSalon.hub).path
        let clock = SalonClock(from: Int64(Date().timeIntervalSince1970 * 1000), backMs: SalonTemplate.backMs)
        let database = try HubDatabase(path: hub, clock: clock.hub)
        let kiosks = try await SalonFilling(size: size, seed: seed, clock: clock).fill(database)
        try database.close()
        try KeptSalon(size, seed: seed, madeAtMs: clock.nowMs, kiosks: kiosks).write(in: folder)
        let seconds = Double(Ticks.now() - start) / 1e9
        Progress.say("   \(try Self.counts(of: hub)); \(seconds.rounded(toPlaces: 1)) s")
    }

    private static func counts(of hub: String) throws -> String {
        let queue = try DatabaseQueue(path: hub)
        defer { try? queue.close() }
        let tables = ["member", "card", "member_entry", "lot", "ledger", "journal", "spend"]
        let counts = try queue.read { db in
            try tables.map { table in
                "\(try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0) \(table)"
            }
        }
        let bytes = try FileManager.default.attributesOfItem(atPath: hub)[.size] as? Int64 ?? 0
        return counts.joined(separator: ", ") + "; \(SalonRoom.text(bytes))"
    }
}

/// Fills an empty hub, on either engine: a template by the rules, and copies of it straight into the tables.
struct SalonFilling: Sendable {
    let size: SalonSize
    let seed: UInt64
    /// Of the database; it begins as `SalonTemplate` wants it.
    let clock: SalonClock

    /// - Returns: the names of kiosks.
    func fill(_ database: HubDatabase) async throws -> [String] {
        let template = min(size.members, SalonTemplate.members)
        Progress.say("   \(template) members by the rules")
        let texts = FileManager.default.temporaryDirectory.appending(path: "peony-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: texts) }
        let kiosks = try await SalonTemplate(database: database, clock: clock, seed: seed)
            .make(template, in: texts)
        let start = Ticks.now()
        let all = size.members
        try await database.copyMembers(until: all, seed: seed) { written in
            let rate = Double(written - template) * 60e9 / Double(Ticks.now() - start)
            Progress.say("   \(written) of \(all) members, \(Int(rate)) a minute")
        }
        return kiosks
    }
}
