import Foundation
import Database
import HubAPI
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// What time changes for many members at once: in steps, of which a stop loses nothing.
@Suite struct ChoreTests {
    private static let crowd = 350
    private static let since: SQL = "SELECT count(*) FROM member WHERE version > $1"

    private func count(_ sql: SQL, _ database: HubDatabase, _ values: [Int64] = []) async throws -> Int64 {
        try await database.read { tx in try tx.integer(sql, values) }
    }

    /// Of the feed, with everything in it that was committed.
    private func lastVersion(_ database: HubDatabase) async throws -> Int64 {
        try await database.numberAndSeal()
        return try await count("SELECT version FROM hub", database)
    }

    /// As after kills: what a step has not written is gone.
    ///
    /// - Returns: how many steps there were.
    private func advanceInNewProcesses(_ chore: Chore, _ salon: TestSalon) async throws -> Int {
        for step in 1... {
            let database = try await salon.opened()
            let isThrough = try await database.advance(chore)
            try await database.closeAndWait()
            if isThrough { return step }
        }
        return 0
    }

    @Test func `A policy that comes into force tells kiosks of everybody once, in steps, across stops`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.seedCrowd(Self.crowd)
        let before = try await lastVersion(salon.database)
        _ = try await salon.database.publish(try TestSalon.policy([:]))
        #expect(try await !salon.database.advance(.policy))
        let after = try await lastVersion(salon.database)
        #expect((1...Int64(HubStoreLimits.rowsPerStep)).contains(after - before), "one step is bounded")
        let told = try await salon.database.read { try ($0.row("SELECT policy FROM hub")?.first() as String?) }
        #expect(told == "yuerong-2026-1", "not yet through")
        #expect(try await advanceInNewProcesses(.policy, salon) >= 3)
        let everybody = Int64(Self.crowd + 5)
        #expect(try await lastVersion(salon.database) == before + everybody)
        #expect(try await count(Self.since, salon.database, [before]) == everybody)
        #expect(
            try await count("SELECT count(*) FROM member WHERE night_due_ms IS NULL", salon.database) == 0,
            "everybody with entries gets a night")
        #expect(try await salon.database.advance(.policy), "once")
        #expect(try await lastVersion(salon.database) == before + everybody)
    }

    @Test func `Whoever was looked at out of turn is told of a policy once`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.seedCrowd(Self.crowd)
        _ = try await salon.database.publish(try TestSalon.policy([:]))
        #expect(try await !salon.database.advance(.policy))
        let last = try await salon.database.read { tx in
            try #require(try tx.row("SELECT id FROM member ORDER BY id DESC LIMIT 1")?["id"] as MemberID?)
        }
        let nowMs = salon.clock.nowMs
        try await salon.database.write { try PolicySweep.visitNow(last, $0, nowMs: nowMs) }
        try await salon.database.numberAndSeal()
        let reached: SQL = "SELECT version FROM member ORDER BY id DESC LIMIT 1"
        let told = try await count(reached, salon.database)
        while try await !salon.database.advance(.policy) {}
        try await salon.database.numberAndSeal()
        #expect(try await count(reached, salon.database) == told)
    }

    /// In force from this moment, it is 10:00 on the 3rd of March; the night of this day looks at everybody.
    @Test(arguments: [
        ("2026-03-02 12:00", 0), ("2026-03-03", 0), ("2026-03-03 00:01", 1), ("2026-03-03 10:00", 1),
    ])
    func `A policy is looked at by the first night that it holds in`(from: String, days: Int64) async throws {
        let salon = try await TestSalon(members: 5)
        _ = try await salon.database.publish(try TestSalon.policy([:], from: from))
        salon.clock.advance(ms: TestSalon.dayMs)
        while try await !salon.database.advance(.policy) {}
        let due = try await salon.database.read { tx in
            try (tx.rows("SELECT DISTINCT night_due_ms FROM member").firstColumn() as [Int64])
        }
        // From 10:00 on the 2nd of March to the midnight after.
        #expect(due == [TestClock.startMs + 14 * 3_600_000 + days * TestSalon.dayMs])
    }

    @Test func `A policy that follows before the last one was told of begins anew`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.seedCrowd(Self.crowd)
        _ = try await salon.database.publish(try TestSalon.policy([:]))
        #expect(try await !salon.database.advance(.policy))
        let before = try await lastVersion(salon.database)
        let third = try TestSalon.policy(
            ["version: yuerong-2026-1\n": "version: yuerong-2026-3\n"], from: "2026-03-02 00:30")
        _ = try await salon.database.publish(third)
        try await salon.database.tidy()
        let everybody = Int64(Self.crowd + 5)
        #expect(try await count(Self.since, salon.database, [before]) == everybody)
    }

    /// Everybody of the sample comes to silver, by which a bill earns more.
    private static let easySilver = [
        "        spend: ¥2000\n": "        spend: ¥1\n",
        "stay: {spend: ¥1500, visits: 8}": "stay: {spend: ¥1, visits: 8}",
    ]
    private static let bill =
        #"{"id": "bill-N", "kind": "bill", "store": "xuhui", "lines": [{"item": "essence", "unitPriceFen": 39800}]}"#

    @Test func `What a bill earns does not depend on how far a new policy's sweep has come`() async throws {
        var ledgers: [[String]] = []
        for isSweptFirst in [true, false] {
            let salon = try await TestSalon()
            _ = try await salon.database.publish(try TestSalon.policy(Self.easySilver))
            if isSweptFirst {
                try await salon.database.tidy()
                try await salon.runNights()
            }
            var lines: [String] = []
            for (number, member) in try await salon.members.enumerated() {
                let order = Self.bill.replacingOccurrences(of: "-N", with: "-\(number)")
                lines.append(try await salon.order(order, for: member).text)
            }
            try await salon.database.tidy()
            try await salon.runNights()
            for member in try await salon.members {
                lines.append(try await salon.database.entryTexts(of: member, before: nil))
            }
            ledgers.append(lines)
        }
        #expect(ledgers[0].contains { $0.contains("silver") })
        #expect(ledgers[0] == ledgers[1])
    }

    @Test func `Many expiries are booked in steps, each once, and the books are right between two`() async throws {
        let salon = try await TestSalon(members: 5)
        let ends = salon.clock.nowMs + TestSalon.dayMs
        try await salon.database.seedCrowd(Self.crowd, expiresAtMs: ends)
        salon.clock.set(ms: ends)
        let booked: SQL = "SELECT count(*) FROM ledger WHERE kind = 'expiry' AND lot LIKE 'crowd-%'"
        #expect(try await !salon.database.advance(.expiries))
        // A step ends by the clock too, and lots of the sample salon may come first.
        #expect(try await count(booked, salon.database) <= Int64(HubStoreLimits.rowsPerStep))
        #expect(try await salon.database.unequalSums() == [])
        #expect(try await advanceInNewProcesses(.expiries, salon) >= 3)
        #expect(try await count(booked, salon.database) == Int64(Self.crowd))
        #expect(try await salon.database.unequalSums() == [])
    }

    @Test func `The days of many bookings move on in steps`() async throws {
        let salon = try await TestSalon(members: 150)
        salon.clock.advance(ms: 3 * TestSalon.dayMs)
        // Whoever opens the file beside a hub goes by the moment that the hub has kept.
        #expect(try await salon.database.saveClock().isTrusted)
        let before = try await lastVersion(salon.database)
        #expect(try await advanceInNewProcesses(.bookings, salon) >= 2)
        try await salon.database.numberAndSeal()
        let concerned = try await count(Self.since, salon.database, [before])
        let seen = try await count("SELECT booking_day FROM hub", salon.database)
        #expect(concerned > 100 && seen == StoreZone.shanghai.day(atMs: salon.clock.nowMs).number)
        #expect(try await salon.database.advance(.bookings))
    }

    @Test func `The days of bookings move back too, when a clock that was ahead is set right`() async throws {
        let salon = try await TestSalon(members: 30)
        let nowMs = salon.clock.nowMs
        func moveOn() async throws -> Int64 {
            let before = try await lastVersion(salon.database)
            while try await !salon.database.advance(.bookings) {}
            try await salon.database.numberAndSeal()
            return try await count(Self.since, salon.database, [before])
        }
        salon.clock.set(ms: nowMs + 40 * TestSalon.dayMs)
        let concerned = try await moveOn()
        salon.clock.set(ms: nowMs)
        _ = try await salon.database.acceptClock()
        #expect(try await moveOn() == concerned && concerned > 0, "who left sight comes into it again")
    }

    @Test func `Many lots become active in steps, those of one moment too, each told once`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.seedCrowd(Self.crowd)
        let at = salon.clock.nowMs + 1000
        try await salon.database.write { tx in
            try tx.run(
                """
                INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms)
                SELECT id, 'later', 'points', 'later', 0, $1, $2 FROM member
                """, [at - 10, at])
        }
        #expect(try await salon.database.advance(.activations), "nothing is active yet")
        salon.clock.set(ms: at)
        let before = try await lastVersion(salon.database)
        #expect(try await advanceInNewProcesses(.activations, salon) >= 3)
        let everybody = Int64(Self.crowd + 5)
        #expect(try await lastVersion(salon.database) == before + everybody)
        #expect(try await count(Self.since, salon.database, [before]) == everybody)
        #expect(try await salon.database.advance(.activations))
    }

    @Test func `Only cards that wait for kiosks are looked at when one has cleared, a step at a time`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.seedCrowd(Self.crowd)
        try await salon.database.write { tx in
            let cards = try tx.rows("SELECT id FROM member ORDER BY id").enumerated().map { number, row in
                let (uid, member): (String, MemberID) = try ("0\(4_000_000_000_000 + number)", row["id"])
                return [uid + "-1", uid, member] as [any SQLBindable]
            }
            try tx.runMany(
                """
                INSERT INTO card (id, uid, issue_number, member, kind, status, expiry_day, created_at_ms)
                VALUES ($1, $2, 1, $3, 'desfire', 'active', 9999, 1)
                """, cards)
            try tx.run("INSERT INTO right_waiting SELECT id, 7 FROM member WHERE number LIKE 'crowd-%'")
            try tx.run("UPDATE kiosk SET feed_sent = 8, cleared_version = 6")
        }
        #expect(try await salon.database.advance(.rights), "the kiosks have not cleared that version")
        let rights: SQL = "SELECT count(*) FROM card WHERE spends_offline = 1"
        #expect(try await count(rights, salon.database) == 0)
        try await salon.database.write { try $0.run("UPDATE kiosk SET cleared_version = 7") }
        #expect(try await advanceInNewProcesses(.rights, salon) >= 3)
        #expect(try await count(rights, salon.database) == Int64(Self.crowd), "nobody who did not wait")
        #expect(try await count("SELECT count(*) FROM right_waiting", salon.database) == 0)
    }
}
