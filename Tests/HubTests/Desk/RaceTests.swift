import DatabaseTesting
import Foundation
import HubAPI
import HubClient
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// E25 c: check and use are one step (litemall #581 gave one coupon nine times), on both engines.
@Suite struct RaceTests {
    private static let lines = #""store": "xuhui", "lines": [{"item": "essence", "unitPriceFen": 39800}]"#

    @Test(arguments: Engines.available)
    func `E25 c Single-use coupon: of 64 bills at once exactly one has it`(_ engine: TestEngine) async throws {
        try await Self.withHubs(on: engine) { hubs in
            let member = hubs[0].summary.showcase[0].member
            let client = try hubs[0].client("staff")
            let issue = #"{"id": "c-1", "kind": "couponIssued", "offer": "thank-you", "coupon": "once"}"#
            _ = try await client.enter(issue, for: member)
            let bill = "\"kind\": \"bill\", \(Self.lines), \"coupons\": [\"once\"]"
            let preview = Answered(try await client.preview("{\"ask\": {\(bill)}}", of: member))
            let quoted = try #require(preview[number: "outcome.quote.payableFen"])
            #expect(quoted == 36_800)
            let accepted = try await Self.parallel(0..<64) { index in
                let order = "{\"id\": \"b-\(index)\", \(bill), \"quotedFen\": \(quoted)}"
                // Not by the client, which would not wait for a hub that 64 desks keep busy on a busy machine.
                let answer = try await hubs[index % hubs.count].send(
                    "POST", "/v1/desk/members/\(member)/entries", token: "staff", body: Data(order.utf8))
                #expect([200, 409].contains(answer.status))
                return answer.status == 200 && Answered(String(decoding: answer.body, as: UTF8.self)).isAccepted
            }
            #expect(accepted == 1)
            #expect(try await hubs[0].database.audit() == [])
        }
    }

    /// One over a file, two over a server.
    private static func withHubs(
        on engine: TestEngine, _ body: @Sendable ([RunningHub]) async throws -> Void
    ) async throws {
        switch engine {
        case .sqlite: try await RunningHub.serve { hub in try await body([hub]) }
        case .postgres:
            let options = try await PostgresCluster.shared.value.newOptions()
            try await RunningHub.serveTwo(on: options) { first, second in try await body([first, second]) }
        }
    }

    @Test(arguments: Engines.available)
    func `Of 64 redemptions at once of a reward that one may have twice, two are taken`(
        _ engine: TestEngine
    ) async throws {
        let salon = try await TestSalon(on: engine)
        let gift = #"{"id": "gift", "kind": "adjust", "currency": "points", "amount": 60000, "reason": "test"}"#
        #expect(try await salon.order(gift).isAccepted)
        let before = try await salon.summary().points
        let accepted = try await Self.parallel(0..<64) { index in
            let order = "{\"id\": \"r-\(index)\", \"kind\": \"redeem\", \"reward\": \"facial\"}"
            return try await Self.isAccepted { try await salon.order(order).text }
        }
        #expect(accepted == 2)
        #expect(try await salon.summary().points == before - 2 * 900)
        try await expectSound(salon.database)
    }

    @Test(arguments: Engines.available)
    func `Of 64 entries at once for one member each counts, and in the order in which it was taken`(
        _ engine: TestEngine
    ) async throws {
        let salon = try await TestSalon(on: engine)
        let before = try await salon.summary().points
        let accepted = try await Self.parallel(0..<64) { index in
            let order = """
                {"id": "a-\(index)", "kind": "adjust", "currency": "points", "amount": \(index + 1), "reason": "test"}
                """
            return try await salon.order(order).isAccepted
        }
        #expect(accepted == 64)
        // Of two entries of one millisecond the later one is of the next.
        salon.clock.advance(ms: 1000)
        let after = try await salon.summary().points
        #expect(after == before + 64 * 65 / 2)
        try await expectSound(salon.database)
    }

    @Test(arguments: Engines.available)
    func `Of 64 holds at once on one member's points as many are granted as there are points for`(
        _ engine: TestEngine
    ) async throws {
        let salon = try await TestSalon(on: engine)
        let card = try await salon.issueCard()
        let points = try await salon.summary().points
        let amount = points / 20
        let granted = try await Self.parallel(0..<64) { index in
            let request = HoldRequest(
                id: .test(index + 1), member: salon.member, card: card, amount: Amount(points: amount),
                reward: nil, odometers: .zero)
            return try await salon.database.hold(request, kiosk: TestSalon.kiosks[index % 2]).refusal == nil
        }
        #expect(Int64(granted) == points / amount)
        #expect(try await salon.facts().held.points.count == Int64(granted) * amount)
        try await expectSound(salon.database)
    }

    @Test(arguments: Engines.available)
    func `E25 c A code that is good once: of 64 members at once exactly one has it`(_ engine: TestEngine) async throws {
        let salon = try await TestSalon(members: 64, on: engine)
        let code = try TestSalon.policy(["      personal: true\n": "      personal: false\n"])
        _ = try await salon.database.publish(code)
        let bill = "\"kind\": \"bill\", \(Self.lines), \"coupons\": [\"thank-you\"]"
        let members = try await salon.members
        #expect(members.count == 64)
        let accepted = try await Self.parallel(members) { member in
            let preview = try await salon.preview("{\(bill)}", of: member)
            let price = preview[number: "outcome.quote.listFen"].map { $0 - 3000 } ?? 0
            let order = "{\"id\": \"b-\(member)\", \(bill), \"quotedFen\": \(price)}"
            return try await Self.isAccepted { try await salon.order(order, for: member).text }
        }
        #expect(accepted == 1)
        // Whoever asks now is told the full price, in whatever form.
        let asked = try await salon.preview("{\(bill)}", of: members[5])
        let entry = "{\"kind\": \"entry\", \"entry\": {\"id\": \"q\", \(bill)}}"
        let entered = try await salon.preview(entry, of: members[5])
        #expect(asked[number: "outcome.quote.payableFen"] == asked[number: "outcome.quote.listFen"])
        #expect(entered[number: "outcome.quote.payableFen"] == asked[number: "outcome.quote.payableFen"])
        // The refund of that bill gives the use back.
        for member in members {
            let refund = "{\"id\": \"r-\(member)\", \"kind\": \"refund\", \"bill\": \"b-\(member)\"}"
            _ = try await salon.order(refund, for: member)
        }
        let after = try await salon.preview("{\(bill)}", of: members[5])
        #expect(after[number: "outcome.quote.payableFen"] == 36_800)
        #expect(try await salon.database.audit() == [])
    }

    @Test(arguments: Engines.available)
    func `The same order 64 times at once is one entry with one answer`(_ engine: TestEngine) async throws {
        let salon = try await TestSalon(on: engine)
        let before = try await salon.summary().points
        let order = "{\"id\": \"b-1\", \"kind\": \"bill\", \(Self.lines), \"quotedFen\": 39800}"
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<64 { group.addTask { try await salon.order(order).text } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        let earned = try #require(answers.first.map { Answered($0) }?[number: "outcome.earned"])
        #expect(try await salon.summary().points == before + earned)
    }

    /// How many of them were accepted.
    private static func parallel<Case: Sendable>(
        _ cases: some Collection<Case> & Sendable, _ one: @escaping @Sendable (Case) async throws -> Bool
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for each in cases { group.addTask { try await one(each) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    /// A conflict is a no; any other failure is the test's.
    private static func isAccepted(_ enter: () async throws -> String) async throws -> Bool {
        do {
            return Answered(try await enter()).isAccepted
        } catch HubStoreError.refused {
            return false
        }
    }
}
