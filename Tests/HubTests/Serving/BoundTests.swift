import Foundation
import Database
import HubAPI
import HubClient
import Loyalty
import Testing
import Vocabulary

@testable import Hub
@testable import HubStore

/// Who may lay down how much of what at the hub, and what is said at the bound: one row each.
@Suite struct BoundTests {
    /// A name of the table's row; what fills the hub up to the bound; one more; what is said then.
    struct Bound: Sendable, CustomTestStringConvertible {
        var sender: String
        var thing: String
        var most: Int
        var status: Int
        /// SQL that makes `most` of them, with `n` counting from 1.
        var filling: String
        var method = "POST"
        var path: String
        var body: @Sendable (RunningHub) async throws -> String

        var testDescription: String { "\(sender): \(thing)" }
    }

    private static let zeros = #"{"points":0,"fen":0}"#

    private static func card(_ hub: RunningHub) async throws -> CardID {
        let uid = try TestSalon.uid(9)
        let request = IssueRequest(
            uid: uid, member: hub.summary.showcase[0].member, memberNumber: nil, replaces: nil)
        return try await hub.database.markIssued(try await hub.database.issue(request).id).id
    }

    static let bounds: [Bound] = [
        Bound(
            sender: "xuhui-1", thing: "journals", most: HubStoreLimits.epochsPerKiosk, status: 429,
            filling: """
                INSERT INTO store_epoch (kiosk, epoch, last_sequence, last_hash, last_at_ms)
                SELECT 'xuhui-1', 'e' || n, 0, zeroblob(32), 0 FROM numbers
                """, path: "/v1/kiosks/xuhui-1/journal"
        ) { _ in #"{"storeEpoch":"one more","entries":[]}"# },
        Bound(
            sender: "xuhui-1", thing: "holds under way", most: HubStoreLimits.holdsPerKiosk, status: 429,
            filling: """
                INSERT INTO hold (id, kiosk, member, card, points, fen, expires_at_ms, state)
                SELECT randomblob(16), 'xuhui-1', randomblob(16), 'c', 1, 0, 0, 'active' FROM numbers
                """, path: "/v1/kiosks/xuhui-1/holds"
        ) { hub in
            let hold = HoldRequest(
                id: .test(1), member: hub.summary.showcase[0].member, card: try await card(hub),
                amount: Amount(points: 1),
                reward: nil, odometers: Amount.zero)
            return String(decoding: try JSONEncoder().encode(hold), as: UTF8.self)
        },
        Bound(
            sender: "xuhui-1", thing: "a reward's id", most: 0, status: 400, filling: "SELECT 1",
            path: "/v1/kiosks/xuhui-1/holds"
        ) { hub in
            """
            {"id":"\(OperationID.test(2))","member":"\(hub.summary.showcase[0].member)","card":"04A1B2C3D4E5F6-1",
            "points":1,"fen":0,"reward":"\(String(repeating: "x", count: HubLimits.rewardBytes + 1))",
            "odometers":\(zeros)}
            """
        },
        Bound(
            sender: "xuhui-1", thing: "parts of an answer", most: 1, status: 429,
            filling:
                "INSERT INTO remote_request VALUES ('r', 'xuhui-1', 'logs', NULL, NULL, 0, 9e15, 9e15, NULL, 0, 0)",
            path: "/v1/kiosks/xuhui-1/requests/r/answers"
        ) { _ in #"{"part":\#(HubStoreLimits.partsPerRequest),"lines":[],"skipped":[],"done":false}"# },
        Bound(
            sender: "xuhui-1", thing: "bytes of one answer", most: 1, status: 429,
            filling: """
                INSERT INTO remote_request VALUES
                ('r', 'xuhui-1', 'logs', NULL, NULL, 0, 9e15, 9e15, NULL, 0, \(HubStoreLimits.answerBytesPerRequest))
                """, path: "/v1/kiosks/xuhui-1/requests/r/answers"
        ) { _ in #"{"part":0,"lines":[],"skipped":[],"done":false}"# },
        Bound(
            sender: "xuhui-1", thing: "bytes of all answers", most: 2, status: 429,
            filling: """
                INSERT INTO remote_request
                SELECT 'r' || n, 'xuhui-1', 'logs', NULL, NULL, 0, 9e15, 9e15, NULL, 0,
                    CASE n WHEN 1 THEN 0 ELSE \(HubStoreLimits.answerBytesPerKiosk) END FROM numbers
                """, path: "/v1/kiosks/xuhui-1/requests/r1/answers"
        ) { _ in #"{"part":0,"lines":[],"skipped":[],"done":false}"# },
        Bound(
            sender: "xuhui-1", thing: "the body of an answer", most: 0, status: 413, filling: "SELECT 1",
            path: "/v1/kiosks/xuhui-1/requests/r/answers"
        ) { _ in String(repeating: " ", count: HubLimits.remoteAnswerBytes + 1) },
        Bound(
            sender: "xuhui-1", thing: "the body of an upload", most: 0, status: 413, filling: "SELECT 1",
            path: "/v1/kiosks/xuhui-1/journal"
        ) { _ in String(repeating: " ", count: HubLimits.bodyBytes + 1) },
        Bound(
            sender: "xuhui-1", thing: "a heartbeat", most: 0, status: 413, filling: "SELECT 1",
            path: "/v1/kiosks/xuhui-1/heartbeat"
        ) { _ in String(repeating: " ", count: 64 * 1024 + 1) },
        Bound(
            sender: "operator", thing: "open requests", most: HubStoreLimits.openRequestsPerKiosk, status: 429,
            filling: """
                INSERT INTO remote_request
                SELECT 'r' || n, 'xuhui-1', 'logs', NULL, NULL, 0, 9e15, 9e15, NULL, 0, 0 FROM numbers
                """, path: "/v1/operator/kiosks/xuhui-1/requests"
        ) { _ in #"{"kind":"logs","follow":false}"# },
        Bound(
            sender: "operator", thing: "requests within an hour", most: HubStoreLimits.requestsPerKiosk, status: 429,
            filling: """
                INSERT INTO remote_request
                SELECT 'r' || n, 'xuhui-1', 'logs', NULL, NULL, 0, 9e15, 9e15, NULL, 1, 0 FROM numbers
                """, path: "/v1/operator/kiosks/xuhui-1/requests"
        ) { _ in #"{"kind":"logs","follow":false}"# },
        Bound(
            sender: "staff", thing: "a reason", most: 0, status: 400, filling: "SELECT 1",
            path: "/v1/cards/04A1B2C3D4E5F6-1/block"
        ) { _ in #"{"reason":"\#(String(repeating: "x", count: HubLimits.reasonBytes + 1))"}"# },
        Bound(
            sender: "staff", thing: "a reason that no screen shows", most: 0, status: 400, filling: "SELECT 1",
            path: "/v1/cards/04A1B2C3D4E5F6-1/block"
        ) { _ in #"{"reason":"lost\u0000"}"# },
    ]

    @Test(arguments: bounds) func `Each sender has a bound for each thing, and is told so in words`(
        _ bound: Bound
    ) async throws {
        try await RunningHub.serve { hub in
            let body = Data(try await bound.body(hub).utf8)
            try await Self.fill(hub, bound)
            let answer = try await hub.send(bound.method, bound.path, token: bound.sender, body: body)
            #expect(answer.status == bound.status)
            let problem = try JSONDecoder().decode(Problem.self, from: answer.body)
            #expect(problem.status == bound.status && problem.detail.contains("Nothing was"), "\(problem)")
        }
    }

    private static func fill(_ hub: RunningHub, _ bound: Bound) async throws {
        let numbers = """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(max(1, bound.most)))

            """
        let text = bound.filling.replacingOccurrences(of: "9e15", with: "\(TestClock.startMs)")
        try tamper(with: hub.database.name, bound.filling.hasPrefix("INSERT") ? numbers + text : text)
    }

    /// What a kiosk brings by itself is not refused at the bound, or its journal would stand still: no more is kept.
    @Test func `A kiosk's forks, incidents and refused holds are kept up to their bounds`() async throws {
        let salon = try await TestSalon()
        try await salon.database.write { tx in
            let numbers = """
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000)

                """
            let epoch = try tx.integer(
                """
                INSERT INTO store_epoch (kiosk, epoch, last_sequence, last_hash, last_at_ms)
                VALUES ('xuhui-1', 'old', 0, $1, 0) RETURNING id
                """, [[UInt8](repeating: 0, count: 32)])
            try tx.execute(
                Script(numbers + "INSERT INTO forked_line SELECT \(epoch), n, 'h', 'b', 0 FROM numbers LIMIT 2000"))
            try tx.execute(
                Script(
                    numbers
                        + """
                        INSERT INTO incident (key, kind, kiosk, detail, opened_at_ms, status)
                        SELECT 'k' || n, 'kiosk-fault', 'xuhui-1', '', 0, 'open' FROM numbers LIMIT 1000
                        """))
            try tx.runMany(
                """
                INSERT INTO hold (id, kiosk, member, card, points, fen, refusal, expires_at_ms, state)
                VALUES ($1, 'xuhui-1', $1, 'c', 1, 0, 'cardUnknown', 0, 'refused')
                """, (1000..<2000).map { [OperationID.test($0)] })
        }
        #expect(HubStoreLimits.forkedLinesPerKiosk == 2000 && HubStoreLimits.incidentsPerKiosk == 1000)
        #expect(HubStoreLimits.refusedHoldsPerKiosk == 1000)
        var journal = TestJournal(kiosk: "xuhui-1", epoch: "new")
        journal.append(body: "no entry")
        var broken = journal.request()
        broken.entries[0].previousHash = String(repeating: "0", count: 64)
        #expect(try await salon.database.upload(broken, kiosk: "xuhui-1").refused.map(\.code) == [.fork])
        #expect(
            try await salon.database.upload(journal.request(), kiosk: "xuhui-1").refused.map(\.code) == [.unreadable])
        let hold = HoldRequest(
            id: .test(1), member: salon.member, card: try #require(CardID("04A1B2C3D4E5F6-1")),
            amount: Amount(points: 1),
            reward: nil, odometers: Amount.zero)
        #expect(try await salon.database.hold(hold, kiosk: "xuhui-1").refusal == .cardUnknown)
        let counts = try await salon.database.read { tx in
            try (["forked_line", "incident", "hold"] as [SQL]).map { try tx.integer("SELECT count(*) FROM \($0)") }
        }
        #expect(counts == [2000, 1000, 1000])
    }

    @Test func `New journal is taken up to a bound a day, and what is sent again does not count`() throws {
        let budget = JournalBudget(perDay: 1000)
        func position(_ sequence: Int64) -> HubPosition {
            HubPosition(hubEpoch: "h", lastSequence: sequence, lastHash: "")
        }
        for _ in 0..<50 { budget.note("a", position(1), bytes: 600) }
        try budget.require("a")
        budget.note("a", position(2), bytes: 600)
        #expect(throws: Problem.self) { try budget.require("a") }
        try budget.require("b")
    }

    @Test func `Days that no window reaches any more are not sent, and all others are`() async throws {
        let salon = try await TestSalon()
        let zone = StoreZone.shanghai
        let policies = try await salon.database.read { try PolicyStore.table($0).book.policies }
        let window = QualifyingWindow(policies)
        let today = zone.day(atMs: salon.clock.nowMs).number
        var standing = StandingFacts()
        standing.asOfMs = salon.clock.nowMs
        standing.days = (0..<900).reversed().map {
            QualifyingDay(day: today - $0, spend: 100, pointsEarned: 1, services: 1, bills: 1)
        }
        let first = try #require(policies.first).tiers.window.firstDay(on: Day(today - 1), joined: nil)
        #expect(window.trimmed(standing).days == standing.days.filter { $0.day >= first.number })
        #expect(window.trimmed(standing).days.count < 400)
        // A tier that was proven long ago is judged as of that day still.
        standing.provenOnDay = today - 500
        let before = try #require(policies.first).tiers.window.firstDay(on: Day(today - 500), joined: nil)
        #expect(window.trimmed(standing).days == standing.days.filter { $0.day >= before.number })
    }

    @Test func `A page of answers fits into what a client reads`() async throws {
        let salon = try await TestSalon()
        let request = try await salon.database.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .screenshot), id: "r")
        let picture = String(repeating: "A", count: HubLimits.remoteAnswerBytes - 1000)
        for part in 0..<6 {
            let answer = RemoteAnswer(
                part: Int64(part), lines: [], cursor: nil, skipped: [], png: picture, done: part == 5)
            _ = try await salon.database.answer(requestID: request.id, answer, kiosk: "xuhui-1")
        }
        var seen: Int64 = -1
        var isDone = false
        while !isDone {
            let page = try await salon.database.answers(requestID: request.id, after: seen)
            #expect(try JSONEncoder().encode(page).count < HubLimits.answerBytes / 2)
            seen = try #require(page.parts.last?.part)
            isDone = page.done
        }
        #expect(seen == 5)
    }

    @Test func `A page of the feed ends with its bytes, and one member always comes`() async throws {
        let salon = try await TestSalon(members: 60)
        let whole = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(whole.members.count == 60 && !whole.more)
        for member in whole.members {
            let bytes = try JSONEncoder().encode(member).count
            #expect((bytes...bytes * 5 / 2).contains(FeedRoom.bytes(of: member)), "\(bytes)")
        }
        for bytes in [1, 20_000, 64 * 1024] {
            var ids: [MemberID] = []
            var cursor: Int64?
            var more = true
            while more {
                let page = try await salon.database.feed(
                    kiosk: "xuhui-1", cursor: cursor, hubEpoch: nil, held: Set(whole.policies.map(\.sha256)),
                    bytes: bytes)
                let size = try JSONEncoder().encode(page.members).count
                #expect(page.members.count == 1 || size < bytes + 8000)
                ids += page.members.map(\.id)
                (cursor, more) = (page.cursor, page.more)
            }
            #expect(ids == whole.members.map(\.id))
        }
        // With the texts of policies and a last member on top, a page stays far below what a client reads.
        #expect(HubLimits.feedPageBytes * 8 <= HubLimits.answerBytes)
    }
}
