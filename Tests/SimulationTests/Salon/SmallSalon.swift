import GRDB
import HubAPI
import Identity
import Loyalty

@testable import HubStore

/// The salon of the simulation: three kiosks, a few members, rewards of every kind.
enum SmallSalon {
    static let limit = Amount(points: Points(300), money: Money(fen: 20_000))
    static let snapshotMaxAgeSeconds: Int64 = 86_400
    static let timeZone = "Asia/Shanghai"

    static let rewards: [(id: String, points: Int64, fen: Int64)] = [
        ("balm", 40, 0), ("essence", 60, 2_000), ("mask", 80, 0), ("tea", 0, 3_000), ("hand-care", 200, 0),
        ("head-spa", 500, 0),
    ]
}

extension HubDatabase {
    func fillSmallSalon(kiosks: [String]) async throws {
        let nowMs = now()
        try await pool.write { db in
            try db.run(
                "INSERT INTO hub VALUES (1, 'first-epoch', 0, ?, '悦容美容', 'Yuerong', ?, ?, ?, 1000, 100000, 45, 15, 0)",
                [
                    BookingDays.day(atMs: nowMs, timeZone: SmallSalon.timeZone), SmallSalon.limit.points.count,
                    SmallSalon.limit.money.fen, SmallSalon.snapshotMaxAgeSeconds,
                ])
            try db.run("INSERT INTO store VALUES ('xuhui', '徐汇店', 'Xuhui', ?)", [SmallSalon.timeZone])
            for (index, kiosk) in kiosks.enumerated() {
                try db.run("INSERT INTO kiosk (name, number, store) VALUES (?, ?, 'xuhui')", [kiosk, index + 1])
            }
            try db.run("INSERT INTO staff VALUES ('lin', '林老师', 'Lin', 'xuhui')")
            try db.run("INSERT INTO service VALUES ('care', '护理', 'Care', '护理', 'Care', 60, 38000)")
            try db.run("INSERT INTO tier VALUES ('gold', 1, '金卡', 'Gold')")
            for reward in SmallSalon.rewards {
                try db.run(
                    "INSERT INTO reward VALUES (?, ?, ?, ?, ?)",
                    [reward.id, reward.id, reward.id, reward.points, reward.fen])
            }
        }
    }

    func enroll(_ member: MemberID, number: String, bookingInMinutes: Int64?) async throws {
        let nowMs = now()
        try await pool.write { db in
            try db.run(
                """
                INSERT INTO member (id, number, surname_zh, surname_en, given, phone, title, tier, language, version)
                VALUES (?, ?, '陈', 'Chen', '静怡', '13900000000', 'ms', 'gold', 'zh', ?)
                """, [member.blob, number, try db.nextVersion()])
            guard let bookingInMinutes else { return }
            try db.run(
                "INSERT INTO booking VALUES (?, ?, 'xuhui', 'care', 'lin', ?, 60, 'booked')",
                ["booking-\(number)", member.blob, nowMs + bookingInMinutes * 60_000])
        }
    }

    /// A top-up or points from the till: the ledger's own way of gaining a lot.
    func grant(_ lot: PurseLot, to member: MemberID) async throws {
        let nowMs = now()
        try await pool.write { db in
            let incidents = Incidents(db: db, nowMs: nowMs)
            try MemberLots.grant(lot, to: member, db, incidents)
            try MemberLots.apply(LotChange(mustReplay: true), member: member, db, incidents)
            try db.touch([member])
        }
    }

    /// For sabotage and for looking: whatever SQL says.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try pool.read { db in try Row.fetchAll(db, sql: sql, arguments: arguments) }
    }

    func sabotage(_ sql: String) throws { try pool.writeWithoutTransaction { db in try db.execute(sql: sql) } }
}
