import Database
import Foundation
import GRDB
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// A hub's file as it was before policies and entries were kept.
private final class OldFile: Sendable {
    let folder: URL
    var path: String { folder.path + "/hub.sqlite" }
    let clock = TestClock()
    static let member = MemberID(UUID(uuidString: "00000000-0000-4000-8000-0000000000aa") ?? UUID())
    static let spends = (1...2).map { OperationID.test($0) }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("old-hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try makeOldFile(path, through: "1")
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(sql: Self.salon)
            let member = Data(Self.member.bytes)
            try db.execute(sql: Self.people, arguments: [member])
            for (spend, amounts) in zip(Self.spends, [(50, 0), (0, 1500)]) {
                try db.execute(sql: Self.spend, arguments: [Data(spend.bytes), member, amounts.0, amounts.1])
            }
            for line in Self.lots { try db.execute(sql: "INSERT INTO lot VALUES (?, \(line))", arguments: [member]) }
            for (line, spend) in Self.ledger {
                try db.execute(
                    sql: "INSERT INTO ledger (member, spend, lot, kind, amount, at_ms, booked_at_ms) "
                        + "VALUES (?, ?, \(line), 9)",
                    arguments: [member, spend.map { Data(Self.spends[$0].bytes) }])
            }
        }
        try queue.close()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The file stays as long as somebody holds the database.
    func open() throws -> HubDatabase { try HubDatabase(path: path) { self.clock.nowMs } }

    private static let salon = """
        INSERT INTO hub VALUES (1, 'first', 1, 0, '悦容', 'Yuerong', 300, 20000, 86400, 1000, 100000, 45, 15);
        INSERT INTO store VALUES ('xuhui', '徐汇店', 'Xuhui', 'Asia/Shanghai');
        INSERT INTO tier VALUES ('gold', 1, '金卡', 'Gold');
        """

    private static let people = """
        INSERT INTO member (id, number, surname_zh, surname_en, given, phone, title, tier, language, version,
            booked_through_ms) VALUES (?, 'YR1', '陈', 'Chen', '静怡', '13900000000', 'ms', 'gold', 'zh', 1, 300)
        """

    private static let spend = """
        INSERT INTO spend (id, member, points, fen, at_ms, has_intent, evidence, state, tail, open)
        VALUES (?, ?, ?, ?, 300, 0, 1, 'posted', 0, 0)
        """

    /// A lot spent, one that paid a debt back, one that has expired, stored value, and a debt of stored value.
    private static let lots = [
        "'a', 'points', 30, 100, NULL, 30, 0, 0", "'b', 'points', 100, 400, NULL, 20, 0, 0",
        "'gone', 'points', 70, 100, 200, 0, 70, 0", "'debt-points', 'points', 0, 300, NULL, 0, 0, 1",
        "'cash', 'fen', 1000, 100, NULL, 1000, 0, 0", "'debt-fen', 'fen', 0, 300, NULL, 500, 0, 1",
    ]

    private static let ledger: [(String, Int?)] = [
        ("'a', 'grant', 30, 100", nil), ("'gone', 'grant', 70, 100", nil), ("'cash', 'grant', 1000, 100", nil),
        ("'gone', 'expiry', -70, 200", nil), ("'a', 'spend', -30, 300", 0), ("'debt-points', 'spend', -20, 300", 0),
        ("'cash', 'spend', -1000, 300", 1), ("'debt-fen', 'spend', -500, 300", 1), ("'b', 'grant', 100, 400", nil),
        ("'b', 'repayment', -20, 400", nil), ("'debt-points', 'repayment', 20, 400", nil),
    ]
}

@Suite struct MigrationTests {
    @Test func `Reasons of an older file stay byte for byte, and lie in rows with numbers`() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/reasons-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/hub.sqlite"
        try makeOldFile(path, through: "11")
        let kept = ["a": #"{"entry":"a","why":[]}"#, "b": #"{"note": {"zh": "更正"}}"#]
        let member = """
            INSERT INTO tier VALUES ('gold', 1, '金卡', 'Gold');
            INSERT INTO member (id, number, surname_zh, surname_en, given, phone, title, tier, language, version)
                VALUES (zeroblob(16), 'YR1', '陈', 'Chen', '静怡', '139', 'ms', 'gold', 'zh', 1);
            """
        let reasons = kept.map { "INSERT INTO why VALUES ('\($0.key)', zeroblob(16), '\($0.value)');" }
        try tamper(with: path, member + reasons.joined())
        try makeOldFile(path, through: nil)
        let queue = try DatabaseQueue(path: path)
        try queue.read { db in
            let rows = try GRDB.Row.fetchAll(db, sql: "SELECT rowid, entry, body FROM why WHERE member = zeroblob(16)")
            #expect(Dictionary(uniqueKeysWithValues: rows.map { ($0["entry"], $0["body"]) }) == kept)
            #expect(try GRDB.Row.fetchAll(db, sql: "PRAGMA foreign_key_list(why)").count == 1)
        }
        try queue.close()
    }

    @Test func `An old file keeps its lots, its debts and every line of its ledger`() async throws {
        let old = try OldFile()
        let database = try old.open()
        #expect(try await database.audit() == [])
        let member = try await database.member(OldFile.member)
        #expect(member.points == 80)
        #expect(member.fen == -500)
        let lots = try rows(database, "SELECT id || ' ' || currency || ' ' || source || ' ' || taken FROM lot")
        #expect(
            lots == [
                "a points a 30", "b points b 20", "cash principal cash 1000", "debt-points points debt-points 0",
                "debt-principal principal debt-principal 500", "gone points gone 0",
            ])
        let lines = try rows(
            database, "SELECT lot || ' ' || kind || ' ' || amount || ' ' || coalesce(entry, 'spend') FROM ledger")
        #expect(
            lines == [
                "a grant 30 a", "gone grant 70 gone", "cash grant 1000 cash", "gone expiry -70 time",
                "a spend -30 spend", "debt-points spend -20 spend", "cash spend -1000 spend",
                "debt-principal spend -500 spend", "b grant 100 b", "b repayment -20 b",
                "debt-points repayment 20 debt-points",
            ])
    }

    @Test func `An old file's history can be replayed, again and again, to the same lots`() async throws {
        let old = try OldFile()
        let database = try old.open()
        let nowMs = old.clock.nowMs
        let before = try rows(database, "SELECT id || ' ' || taken || ' ' || expired FROM lot")
        var lines: [Int] = []
        for _ in 0..<2 {
            try await database.write { tx in
                let incidents = Incidents(tx: tx, nowMs: nowMs)
                try MemberBooks.bookSpends(LotChange(mustReplay: true), member: OldFile.member, tx, incidents)
            }
            #expect(try await database.audit() == [])
            #expect(try rows(database, "SELECT id || ' ' || taken || ' ' || expired FROM lot") == before)
            lines.append(try rows(database, "SELECT lot FROM ledger").count)
        }
        #expect(lines[0] == lines[1])
    }

    @Test(
        arguments: [
            "UPDATE policy SET document = ''", "DELETE FROM policy", "UPDATE member_entry SET at_ms = 1",
            "DELETE FROM member_entry", "UPDATE ledger SET amount = 1", "DELETE FROM ledger",
            "INSERT INTO member_entry VALUES (2, 'f', (SELECT id FROM member), 5, 'v1', 'no json', 6, NULL)",
            "INSERT INTO ledger (member, lot, kind, amount, at_ms, booked_at_ms) "
                + "SELECT id, 'a', 'grant', 1, 1, 1 FROM member",
        ])
    func `A published policy, an entry and a line of the ledger never change`(statement: String) async throws {
        let database = try OldFile().open()
        try tamper(
            with: database.name,
            """
            INSERT INTO policy VALUES ('v1', 1, 'version: v1', zeroblob(32), 1);
            INSERT INTO member_entry VALUES (1, 'e', (SELECT id FROM member), 5, 'v1', '{}', 6, NULL);
            INSERT INTO why VALUES ('e', (SELECT id FROM member), '[]');
            """)
        try await database.attempt("UPDATE why SET body = '{}'")
        await #expect(throws: (any Error).self) { try await database.attempt(statement) }
    }

    private func rows(_ database: HubDatabase, _ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: database.name)
        defer { try? queue.close() }
        return try queue.read { db in try String.fetchAll(db, sql: sql) }
    }
}
