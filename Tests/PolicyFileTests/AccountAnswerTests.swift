import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Where a member stands, as programs are told: true at the moment asked, with every number's reason.
@Suite struct AccountAnswerTests {
    private static func account(
        _ policy: Policy, at: String, _ history: String, ask: String = #"{"kind": "account"}"#
    ) throws -> [String: Any] {
        let text =
            #"{"at": "\#(at)+08:00", "account": {"joined": "2026-01-05T10:00:00+08:00"}, "history": [\#(history)], "#
            + #""ask": \#(ask)}"#
        let answer = try CaseFile.decode(text, file: "case", policy: policy.version, book: PolicyBook([policy]))
            .answer(under: policy, book: PolicyBook([policy]))
        #expect(answer.error == nil, "\(String(describing: answer.error?.words))")
        let json = try JSONSerialization.jsonObject(with: Data(answer.json.printed.utf8)) as? [String: Any]
        let account = try #require(json?["account"] as? [String: Any])
        let told = (account["why"] as? [[String: Any]] ?? []) + (account["nearly"] as? [[String: Any]] ?? [])
        // The lines have rights as well, which stand beside each right.
        let words = told.compactMap { $0["zh"] as? String }
        if ask.contains("account") { #expect(answer.lines.map(\.zh).filter(words.contains) == words) }
        return account
    }

    private static func words(_ account: [String: Any], _ part: String) -> [String] {
        (account[part] as? [[String: Any]] ?? []).compactMap { $0["en"] as? String }
    }

    private static func bill(_ id: String, _ at: String, _ count: Int) -> String {
        #"{"id": "\#(id)", "at": "\#(at)+08:00", "kind": "bill", "store": "xuhui", "#
            + #""lines": [{"item": "bikini-laser", "quantity": \#(count), "unitPriceFen": 128000}]}"#
    }

    @Test func `An account says why: its tier, its lots, and what is near`() throws {
        let policy = try SampleFiles.policy()
        let account = try Self.account(
            policy, at: "2026-03-02T10:00:00", Self.bill("b", "2026-03-01T10:00:00", 2))
        let why = Self.words(account, "why")
        #expect(why.first == "Silver since 1 Mar 2026")
        #expect(why.contains("Last 12 months: ¥2,560 spent, 1 visit"))
        #expect(why.contains("311 points from 1 Mar 2026, use by 31 Mar 2027"))
        #expect(Self.words(account, "nearly") == ["¥2,440 more to spend for Gold"])
    }

    @Test func `A tier reached for the next period is near, with its day, and the gap is to the one after`() throws {
        var policy = try SampleFiles.policy()
        policy.tiers.window = .calendarYear
        policy.tiers.upgrade = .nextPeriod
        let history = Self.bill("b", "2026-03-01T10:00:00", 2)
        for at in ["2026-03-02T10:00:00", "2026-12-31T23:59:00"] {
            let account = try Self.account(policy, at: at, history)
            #expect(account["tier"] as? String == "classic")
            #expect(
                Self.words(account, "nearly") == [
                    "Silver is reached and begins on 1 Jan 2027", "¥2,440 more to spend for Gold",
                ])
        }
        #expect(try Self.account(policy, at: "2027-01-01T00:00:00", history)["tier"] as? String == "silver")
    }

    @Test func `What has become active has paid debts back at the moment asked, whether anything happened or not`()
        throws
    {
        var policy = try SampleFiles.policy()
        policy.points.pendingDays = 2
        let history =
            #"{"id": "s", "at": "2026-03-01T10:00:00+08:00", "kind": "spend", "points": 30}, "#
            + #"{"id": "f", "at": "2026-03-02T10:00:00+08:00", "kind": "action", "action": "birthday"}"#
        let before = try Self.account(policy, at: "2026-03-03T23:59:59", history)
        #expect(before["points"] as? Int == -30 && before["debts"] as? [String: Int] == ["points": 30])
        #expect(Self.words(before, "why").contains("30 points owed: what comes next pays it back first"))
        let after = try Self.account(policy, at: "2026-03-04T00:00:00", history)
        #expect(after["points"] as? Int == 70 && after["debts"] as? [String: Int] == [:])
        #expect((after["lots"] as? [[String: Any]])?.map { $0["remaining"] as? Int } == [70])
        #expect(Self.words(after, "why").contains { $0.hasPrefix("70 points from 2 Mar 2026") })
    }

    @Test func `The account after an entry says why too`() throws {
        let entry = #"{"kind": "entry", "entry": {"id": "t", "kind": "topUp", "paidFen": 10000}}"#
        let account = try Self.account(try SampleFiles.policy(), at: "2026-03-02T10:00:00", "", ask: entry)
        #expect(Self.words(account, "why").contains("¥100 added 2 Mar 2026, no expiry"))
    }

    /// Who asks for sentences gets the one that matters.
    @Test func `A refusal is said first`() throws {
        let policy = try SampleFiles.policy()
        let text = #"""
            {"at": "2026-03-02T10:00:00+08:00", "account": {"joined": "2026-01-05T10:00:00+08:00"},
             "ask": {"kind": "entry", "entry": {"id": "x", "kind": "redeem", "reward": "mask", "store": "xuhui"}}}
            """#
        let answer = try CaseFile.decode(text, file: "case", policy: policy.version, book: PolicyBook([policy]))
            .answer(under: policy, book: PolicyBook([policy]))
        #expect(answer.json.printed.contains("\"refusal\""))
        let said = answer.result.map(\.zh)
        #expect(said.count == 1 && said[0].hasPrefix("不能这样做：") && said[0].contains("分"), "\(said)")
    }
}
