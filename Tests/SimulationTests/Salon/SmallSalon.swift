import Database
import HubAPI
import Loyalty
import PolicyFile
import Vocabulary

@testable import HubStore

/// The salon of the simulation: three kiosks, a few members, rewards of every kind.
enum SmallSalon {
    static let limit = Amount(points: Points(300), money: Money(fen: 20_000))
    static let snapshotMaxAgeSeconds: Int64 = 86_400
    static let zone = StoreZone.shanghai

    static let rewards: [(id: String, points: Int64, fen: Int64)] = [
        ("balm", 40, 0), ("essence", 60, 2_000), ("mask", 80, 0), ("tea", 0, 3_000), ("hand-care", 200, 0),
        ("head-spa", 500, 0),
    ]

    static func policy() throws -> PolicyDocument {
        let rewards = rewards.map { reward in
            "  \(reward.id): {name: {zh: \(reward.id), en: \(reward.id)}, kind: other, "
                + "price: {points: \(reward.points), money: ¥\(reward.fen / 100)}}"
        }
        return try PolicyDocument(
            text: """
                version: small-1
                name: {zh: 小店, en: Small}
                effectiveFrom: 2020-01-01
                zone: \(zone.name)
                items:
                  care: {name: {zh: 护理, en: Care}, kind: service, category: care, price: ¥380}
                tiers: {levels: {gold: {name: {zh: 金卡, en: Gold}}}}
                rewards:
                \(rewards.joined(separator: "\n"))
                kiosk:
                  offlineLimit: {points: \(limit.points.count), money: ¥\(limit.money.fen / 100)}
                  snapshotMaxAgeSeconds: \(snapshotMaxAgeSeconds)
                  proofAbove: {points: 1000, money: ¥1000}
                """, calendars: [:])
    }
}

extension HubDatabase {
    func fillSmallSalon(kiosks: [String]) async throws {
        let policy = try SmallSalon.policy()
        let nowMs = now()
        try await engine.write { tx in
            _ = try PolicyStore.publish(policy, tx, nowMs: nowMs)
            try tx.run(
                """
                INSERT INTO hub (one, epoch, version, booking_day, salon_zh, salon_en, policy)
                VALUES (1, 'first-epoch', 0, $1, '悦容美容', 'Yuerong', $2)
                """, [SmallSalon.zone.day(atMs: nowMs).number, policy.policy.version])
            try tx.run("INSERT INTO store VALUES ('xuhui', '徐汇店', 'Xuhui', $1)", [SmallSalon.zone.name])
            for (index, kiosk) in kiosks.enumerated() {
                try tx.run("INSERT INTO kiosk (name, number, store) VALUES ($1, $2, 'xuhui')", [kiosk, index + 1])
            }
            try tx.run("INSERT INTO staff VALUES ('lin', '林老师', 'Lin', 'xuhui')")
            try tx.run("INSERT INTO service VALUES ('care', '护理', 'Care', '护理', 'Care', 60, 38000)")
        }
    }

    func enroll(_ member: MemberID, number: String, bookingInMinutes: Int64?) async throws {
        let nowMs = now()
        try await engine.write { tx in
            try tx.run(
                """
                INSERT INTO member (id, number, surname_zh, surname_en, given, phone, title, tier, language, version)
                VALUES ($1, $2, '陈', 'Chen', '静怡', '13900000000', 'ms', 'gold', 'zh', $3)
                """, [member, number, try FeedOrder.next(tx)])
            guard let bookingInMinutes else { return }
            try tx.run(
                "INSERT INTO booking VALUES ($1, $2, 'xuhui', 'care', 'lin', $3, 60, 'booked')",
                ["booking-\(number)", member, nowMs + bookingInMinutes * 60_000])
        }
    }

    /// A top-up or points from the till: the ledger's own way of gaining a lot.
    func grant(_ lot: PurseLot, to member: MemberID) async throws {
        let nowMs = now()
        try await engine.write { tx in
            let incidents = Incidents(tx: tx, nowMs: nowMs)
            try MemberBooks.grant(lot, to: member, tx, incidents)
            try MemberBooks.bookSpends(LotChange(mustReplay: true), member: member, tx, incidents)
            try tx.touch([member])
        }
    }
}
