import Database
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// Rewards redeemed by card, by the rules: claims, limits, and what nobody fetches.
@Suite struct RedemptionTests {
    private let none = Amount.zero

    /// Uploads a redemption that a kiosk accepted.
    private func redeem(
        _ salon: TestSalon, _ card: CardID, _ number: Int, reward: String, points: Int64, before: Amount,
        atMs: Int64? = nil, journal: inout TestJournal
    ) async throws {
        journal.append(
            salon.intent(
                .test(number), atMs: atMs, card: card, before: before, points: points, reward: reward,
                claimCode: "CODE\(number)"))
        journal.append(salon.outcome(.test(number + 1), of: .test(number), card: card, .posted))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
    }

    @Test func `A reward that nobody fetches gives its points back after the policy's days, and only then`()
        async throws
    {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let before = try await salon.summary().points
        var journal = TestJournal(kiosk: "xuhui-1")
        try await redeem(salon, card, 1, reward: "mask", points: 80, before: none, journal: &journal)
        #expect(try await salon.summary().points == before - 80)
        try await passNights(salon, days: 30)
        #expect(try await salon.database.claims(.open).claims.map(\.code) == ["CODE1"])
        try await passNights(salon, days: 1)
        #expect(try await salon.database.claims(.returned).claims.map(\.code) == ["CODE1"])
        let nights = try await nights(salon)
        #expect(nights.contains { $0.contains("\"rule\":\"mask\"") && $0.contains("80") }, "\(nights)")
        await #expect(throws: HubStoreError.self) { try await salon.database.handOver(code: "CODE1") }
        try await expectSound(salon.database)
        // The card's odometers say what was ever spent: they stay.
        #expect(try await salon.facts().cards[0].settled == Amount(points: 80, fen: 0))
    }

    @Test func `A reward that was handed over stays handed over`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        try await redeem(salon, card, 1, reward: "mask", points: 80, before: none, journal: &journal)
        #expect(try await salon.database.handOver(code: "CODE1").handedOverAtMs == salon.clock.nowMs)
        let points = try await salon.summary().points
        let end = salon.clock.nowMs + 40 * TestSalon.dayMs
        let expiring = try await salon.facts().lots.filter {
            $0.expiresAtMs.map { $0 > salon.clock.nowMs && $0 < end } ?? false
        }
        try await passNights(salon, days: 40)
        #expect(try await salon.database.claims(.handedOver).claims.map(\.code) == ["CODE1"])
        let expired = expiring.reduce(0) { $1.currency == .known(.points) ? $0 + $1.remaining : $0 }
        let nights = try await nights(salon)
        #expect(try await salon.summary().points == points - expired, "\(nights)")
    }

    @Test func `What a kiosk accepted counts towards the limit, and against it where it was more`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        try await give(2000, salon)
        var journal = TestJournal(kiosk: "xuhui-1")
        for number in [1, 3] {
            let before = Amount(points: Int64(number / 2) * 900, fen: 0)
            try await redeem(salon, card, number, reward: "facial", points: 900, before: before, journal: &journal)
        }
        // Two a month: the hub says no to a third, and books one that a kiosk accepted all the same.
        let after = Amount(points: 1800, fen: 0)
        #expect(try await refusal(salon, card, .test(200), facial: after) == .notOffered)
        let shelf = try await salon.preview(#"{"kind": "rewards"}"#)
        #expect(shelf.text.contains("\"facial\"") && shelf.count("rewards.refused") == 1, "\(shelf.text)")
        try await redeem(salon, card, 5, reward: "facial", points: 900, before: after, journal: &journal)
        #expect(try await salon.facts().cards[0].settled.points.count == 2700)
        let why = try await salon.database.read { tx in
            try tx.row("SELECT body FROM why WHERE entry = $1", [OperationID.test(5).description])?["body"] as String?
        }
        #expect(why?.contains("reward.accepted") == true && why?.contains("reward.limit") == false, "\(why ?? "-")")
        try await expectSound(salon.database)
    }

    private func give(_ points: Int64, _ salon: TestSalon) async throws {
        try await salon.order(
            """
            {"id": "gift", "kind": "adjust", "currency": "points", "amount": \(points), "reason": "test"}
            """)
    }

    private func refusal(
        _ salon: TestSalon, _ card: CardID, _ id: OperationID, facial before: Amount
    ) async throws -> HoldAnswer.Refusal? {
        try await salon.database.hold(
            HoldRequest(
                id: id, member: salon.member, card: card, amount: Amount(points: 900), reward: "facial",
                odometers: before),
            kiosk: "xuhui-1"
        ).refusal
    }

    @Test func `An entry that something late turns into a refused one is an incident, until that is undone`()
        async throws
    {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let points = try await salon.summary().points
        let now = salon.clock.nowMs
        salon.clock.advance(ms: 60_000)
        let all = "{\"id\": \"r\", \"kind\": \"redeem\", \"reward\": \"mask\"}"
        #expect(try await salon.order(all).isAccepted)
        var journal = TestJournal(kiosk: "xuhui-1")
        try await redeem(
            salon, card, 1, reward: "other", points: points - 50, before: none, atMs: now, journal: &journal)
        #expect(try await salon.incidents().map(\.kind).contains(.refusedLater))
        #expect(try await salon.summary().points == 50)
        try await give(100, salon)
        try await expectSound(salon.database)
    }

    // Time.

    private func passNights(_ salon: TestSalon, days: Int) async throws {
        for _ in 0..<days {
            salon.clock.advance(ms: TestSalon.dayMs)
            try await salon.runNights()
            try await salon.database.tidy()
        }
    }

    private func nights(_ salon: TestSalon) async throws -> [String] {
        try await salon.database.read { tx in
            try tx.rows("SELECT body FROM why WHERE entry LIKE 'night-%' AND member = $1", [salon.member])
                .firstColumn()
        }
    }

    @Test func `Nights run twice, late or in one go leave the same lots, tiers and claims`() async throws {
        var digests: [[String]] = []
        for pace in [1, 7, 200] {
            let salon = try await TestSalon(members: 20)
            let card = try await salon.issueCard()
            var journal = TestJournal(kiosk: "xuhui-1")
            try await redeem(salon, card, 1, reward: "mask", points: 80, before: none, journal: &journal)
            for step in stride(from: pace, through: 200, by: pace) {
                salon.clock.set(ms: TestClock.startMs + Int64(step) * TestSalon.dayMs)
                for _ in 0..<2 { try await salon.runNights() }
                try await salon.database.tidy()
            }
            salon.clock.set(ms: TestClock.startMs + 200 * TestSalon.dayMs)
            try await salon.runNights()
            try await salon.database.tidy()
            let tiers = try await salon.database.members(number: nil, after: nil, limit: nil).members
            digests.append(try await salon.digest() + tiers.map { "\($0.number) \($0.tier)" })
            try await expectSound(salon.database)
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] == digests[2])
    }

    @Test func `E16 A reward is redeemed by itself at midnight, before what ends then has ended`() async throws {
        let salon = try await TestSalon()
        _ = try await salon.database.publish(
            try TestSalon.policy(["  autoRedeem: ~": "  autoRedeem: mask"], from: "2026-03-02 09:30"))
        let member = try #require(try await salon.members.last)
        let points = Int64(
            Answered(
                try await salon.database.preview(
                    #"{"ask": {"kind": "account"}}"#, member: member))[number: "account.points"] ?? 0)
        for (id, amount) in [("a", -points), ("b", 80)] where amount != 0 {
            try await salon.order(
                """
                {"id": "\(id)", "kind": "adjust", "currency": "points", "amount": \(amount), "reason": "test",
                "expires": \(amount > 0 ? "\"2026-03-03T00:00:00+08:00\"" : "null")}
                """, for: member)
        }
        salon.clock.set(ms: TestClock.startMs + TestSalon.dayMs)
        try await salon.runNights()
        try await salon.database.tidy()
        let account = Answered(try await salon.database.preview(#"{"ask": {"kind": "account"}}"#, member: member))
        #expect(account[number: "account.points"] == 0)
        let night = try await salon.database.entryTexts(of: member, before: nil)
        #expect(night.contains("night.redeemed"), "\(night.prefix(800))")
    }

    /// Nobody stood at a kiosk when the night redeemed: the desk must find out by itself.
    @Test func `What a night redeemed waits at the desk until it is fetched or given up`() async throws {
        for isFetched in [true, false] {
            let salon = try await TestSalon()
            _ = try await salon.database.publish(
                try TestSalon.policy(["  autoRedeem: ~": "  autoRedeem: mask"], from: "2026-03-01"))
            let member = try #require(try await salon.members.last)
            try await salon.order(
                #"{"id": "b", "kind": "adjust", "currency": "points", "amount": 80, "reason": "test"}"#, for: member)
            salon.clock.set(ms: TestClock.startMs + TestSalon.dayMs)
            try await salon.runNights()
            let claims = try await salon.database.claims(.open).claims
            let claim = try #require(claims.first { $0.member == member })
            #expect(claim.reward == "mask" && claim.operation == nil && claim.redemption.hasPrefix("night-"))
            #expect(claim.code.count == 6 && claim.code.allSatisfy(ClaimCode.alphabet.contains))
            if isFetched {
                #expect(try await salon.database.handOver(code: claim.code).status == .handedOver)
                await #expect(throws: HubStoreError.self) { try await salon.database.handOver(code: claim.code) }
            } else {
                salon.clock.set(ms: TestClock.startMs + 40 * TestSalon.dayMs)
                try await salon.runNights()
                #expect(
                    try await salon.database.claims(.returned).claims.contains { $0.redemption == claim.redemption })
            }
            #expect(try await !salon.database.claims(.open).claims.contains { $0.redemption == claim.redemption })
            try await expectSound(salon.database)
        }
    }
}
