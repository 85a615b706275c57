import Database
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// What a desk enters and asks, by documents as they come over the wire.
@Suite struct DeskTests {
    private static let essence = #""store": "xuhui", "lines": [{"item": "essence", "unitPriceFen": 39800}]"#

    @Test func `A preview tells what a bill comes to and changes nothing; entered, it comes to the same`()
        async throws
    {
        let salon = try await TestSalon()
        let (digest, before) = (try await salon.digest(), try await salon.summary())
        let preview = try await salon.preview("{\"kind\": \"bill\", \(Self.essence), \"points\": null}")
        let payable = try #require(preview[number: "outcome.quote.payableFen"])
        let used = try #require(preview[number: "outcome.quote.pointsUsed"])
        #expect(payable < 39_800 && used > 0 && preview.count("outcome.why") ?? 0 > 0)
        #expect(try await salon.digest() == digest)
        let order =
            "{\"id\": \"b-1\", \"kind\": \"bill\", \(Self.essence), \"points\": null, \"quotedFen\": \(payable)}"
        let answer = try await salon.order(order)
        #expect(answer.isAccepted && answer[number: "outcome.quote.payableFen"] == payable)
        let earned = try #require(answer[number: "outcome.earned"])
        #expect(try await salon.summary().points == before.points - used + earned)
        #expect(try await salon.order(order).text == answer.text)
        #expect(try await salon.database.audit() == [])
        // What was chosen is kept, so that no later search can change it.
        let body = try await kept("b-1", salon)
        #expect(body.contains("\"choice\":\"these\"") && body.contains("\"bestFen\":\(payable)"), "\(body)")
        let list = Answered(try await salon.database.entryTexts(of: salon.member, before: nil))
        #expect(list[text: "entries.0.entry.id"] == "b-1" && list[text: "entries.0.why.entry"] == "b-1")
        let earlier = Answered(try await salon.database.entryTexts(of: salon.member, before: "b-1"))
        #expect(earlier[text: "entries.0.entry.id"] == list[text: "entries.1.entry.id"])
    }

    private func kept(_ id: String, _ salon: TestSalon) async throws -> String {
        try await salon.database.read { tx in
            try (tx.row("SELECT body FROM member_entry WHERE id = $1", [id])?.first() as String?) ?? ""
        }
    }

    @Test func `A bill that comes to something else than the customer was told is not entered`() async throws {
        let salon = try await TestSalon()
        let digest = try await salon.digest()
        let order = "{\"id\": \"b-1\", \"kind\": \"bill\", \(Self.essence), \"quotedFen\": 39799}"
        await #expect(throws: HubStoreError.self) { try await salon.order(order) }
        #expect(try await salon.digest() == digest)
        #expect(try await salon.order(order.replacing("39799", with: "39800")).isAccepted)
        await #expect(throws: HubStoreError.self) { try await salon.order(order.replacing("39799", with: "39801")) }
    }

    @Test func `A refund does what its preview said`() async throws {
        let salon = try await TestSalon()
        let before = try await salon.summary()
        _ = try await salon.order("{\"id\": \"b-1\", \"kind\": \"bill\", \(Self.essence), \"points\": 200}")
        let preview = try await salon.preview(#"{"kind": "refund", "bill": "b-1"}"#)
        let answer = try await salon.order(#"{"id": "r-1", "kind": "refund", "bill": "b-1"}"#)
        #expect(answer.isAccepted)
        for figure in ["payableFen", "pointsBack", "pointsTaken", "tenders.cash"] {
            #expect(answer[number: "outcome.refund.\(figure)"] == preview[number: "refund.\(figure)"], "\(figure)")
        }
        #expect(answer[number: "outcome.refund.pointsBack"] == 200)
        let after = try await salon.summary()
        #expect(after.points == before.points && after.fen == before.fen, "\(answer.text)")
        let again = try await salon.order(#"{"id": "r-2", "kind": "refund", "bill": "b-1"}"#)
        #expect(!again.isAccepted && again[text: "refusal.zh"] != nil, "\(again.text)")
    }

    @Test(arguments: [
        #"{"id": "x", "kind": "spend", "points": 1}"#,
        #"{"id": "x", "kind": "redeemed", "reward": "mask", "points": 1}"#,
        #"{"id": "x", "kind": "night", "day": "2026-03-02"}"#, #"{"id": "x", "kind": "mergedAway", "into": "y"}"#,
        #"{"id": "x", "kind": "action", "action": "feedback", "at": "2026-03-02T10:02:00+08:00"}"#,
        #"{"id": "x", "kind": "action", "action": "feedback", "at": "2026-02-01T10:00:00+08:00"}"#,
        #"{"id": "x", "kind": "action", "action": "feedback", "policy": "other"}"#,
        #"{"id": "night-1", "kind": "action", "action": "feedback"}"#,
        #"{"id": "handed-over-1", "kind": "action", "action": "feedback"}"#,
        #"{"id": "debt-points", "kind": "adjust", "currency": "points", "amount": 1, "reason": "x"}"#,
        #"{"id": "b/best", "kind": "action", "action": "feedback"}"#,
        #"{"id": "time", "kind": "action", "action": "feedback"}"#, #"{"id": "x", "kind": "nonsense"}"#, "[]", "{", "",
        #"{"id": "x", "kind": "bill", "store": "xuhui", "lines": []}"#,
    ])
    func `What is not the desk's, or not now, is refused and nothing is kept`(order: String) async throws {
        let salon = try await TestSalon()
        let digest = try await salon.digest()
        await #expect(throws: (any Error).self) { try await salon.order(order) }
        #expect(try await salon.digest() == digest)
        await #expect(throws: HubStoreError.self) {
            let nobody = MemberID(bytes: [UInt8](repeating: 7, count: 16)) ?? salon.member
            try await salon.order(#"{"id": "x", "kind": "action", "action": "feedback"}"#, for: nobody)
        }
    }

    @Test func `What a desk could not send at once counts at its own moment`() async throws {
        let salon = try await TestSalon()
        let late = #"{"id": "a", "kind": "action", "action": "feedback", "at": "2026-02-28T12:00:00+08:00"}"#
        #expect(try await salon.order(late).isAccepted)
        // Once a day: another one of that day comes too late, one of today does not.
        let same = #"{"id": "b", "kind": "action", "action": "feedback", "at": "2026-02-28T15:00:00+08:00"}"#
        #expect(try await salon.order(same)[number: "outcome.earned"] ?? 0 == 0)
        let today = try await salon.order(#"{"id": "c", "kind": "action", "action": "feedback"}"#)
        #expect(today[number: "outcome.earned"] == 10)
    }

    @Test func `What a kiosk was granted is not spent at the desk meanwhile`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let points = try await salon.summary().points
        let wish = min(points, 900)
        let hold = HoldRequest(
            id: .test(1), member: salon.member, card: card, amount: Amount(points: wish), reward: nil,
            odometers: Amount.zero)
        #expect(try await salon.database.hold(hold, kiosk: "xuhui-1").granted)
        let taken = points - wish + 1
        let adjust = """
            {"id": "a", "kind": "adjust", "currency": "points", "amount": -\(taken), "reason": "test"}
            """
        await #expect(throws: HubStoreError.self) { try await salon.order(adjust) }
        #expect(try await salon.summary().points == points)
        if taken > 1 {
            #expect(try await salon.order(adjust.replacing("-\(taken)", with: "-\(taken - 1)")).isAccepted)
        }
    }
}
