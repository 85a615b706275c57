import Foundation
import Database
import DatabaseSQLite
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// Files from before the desk's entries.
@Suite struct DeskMigrationTests {
    private static let member = MemberID(OperationID.test(77).uuid)
    private static let dayMs: Int64 = 86_400_000

    /// A file of the fourth schema: a gold member without entries who redeemed two masks by card, one of them fetched.
    private func old(_ path: String) throws {
        let document = try PolicyDocument.read(HubDatabase.samplePolicy)
        let database = try makeOldFile(path, through: "4")
        let now = TestClock.startMs
        try database.writeBlocking { tx in
            try tx.execute(
                Script(
                    """
                    INSERT INTO hub (only, epoch, version, booking_day, salon_zh, salon_en)
                        VALUES (1, 'old', 1, 0, '悦容', 'Yuerong');
                    INSERT INTO store VALUES ('xuhui', '徐汇店', 'Xuhui', 'Asia/Shanghai');
                    """))
            _ = try PolicyStore.publish(document, tx, nowMs: now)
            try tx.run(
                """
                INSERT INTO member (id, number, surname_zh, surname_en, given, phone, title, tier, language,
                    version) VALUES ($1, 'YR1', '陈', 'Chen', '静怡', '139', 'ms', 'gold', 'zh', 1)
                """, [Self.member])
            try tx.run(
                """
                INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms, taken)
                VALUES ($1, 'old', 'points', 'old', 500, 1, 1, 160)
                """, [Self.member])
            try tx.run(
                """
                INSERT INTO ledger (member, lot, entry, kind, amount, at_ms, booked_at_ms)
                VALUES ($1, 'old', 'old', 'grant', 500, 1, 1)
                """, [Self.member])
            for (number, status) in [(1, "handedOver"), (2, "open")] {
                let spend = OperationID.test(number)
                try tx.run(
                    """
                    INSERT INTO spend (id, member, points, fen, at_ms, reward, claim_code, has_intent, evidence,
                        state, tail, open) VALUES ($1, $2, 80, 0, $3, 'mask', $4, 0, 1, 'posted', 0, 0)
                    """, [spend, Self.member, now - Self.dayMs, "CODE\(number)"])
                try tx.run(
                    """
                    INSERT INTO ledger (member, lot, spend, kind, amount, at_ms, booked_at_ms)
                    VALUES ($1, 'old', $2, 'spend', -80, $3, 1)
                    """, [Self.member, spend, now - Self.dayMs])
                try tx.run(
                    "INSERT INTO claim VALUES ($1, $2, $3, 'mask', $4, $5, $6)",
                    [
                        spend, "CODE\(number)", Self.member, now - Self.dayMs, status,
                        status == "open" ? nil : now,
                    ])
            }
        }
        try database.close()
    }

    @Test func `What was handed over stays so, what was not goes back in time, and the tier is kept`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/desk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try old(folder + "/hub.sqlite")
        let clock = TestClock()
        let database = try HubDatabase(path: folder + "/hub.sqlite") { clock.nowMs }
        try await expectSound(database)
        try await database.tidy()
        while try await database.runNights().members > 0 {}
        #expect(try await database.member(Self.member).tier == "gold")
        #expect(try await database.member(Self.member).points == 340)
        clock.advance(ms: 40 * Self.dayMs)
        while try await database.runNights().members > 0 {}
        try await database.tidy()
        #expect(try await database.claims(.handedOver).claims.map(\.code) == ["CODE1"])
        #expect(try await database.claims(.returned).claims.map(\.code) == ["CODE2"])
        #expect(try await database.member(Self.member).points == 420)
        #expect(try await database.member(Self.member).tier == "gold")
        try await expectSound(database)
        try database.close()
    }
}
