import Documents
import Foundation
import Loyalty
import Testing
import Vocabulary

@testable import PolicyFile

/// Outcomes as databases keep them.
@Suite struct KeptReasonsTests {
    private static let values: [Value] = [
        .fen(Int64(-5)), .fen(Int64(300_000)), .points(Int64(1)), .points(Int64(-5155)), .count(1), .count(.max),
        .number(1584, per: 10),
        .number(1, per: 3), .number(.min, per: 0), .basisPoints(1250), .year(2027), .year(12_027),
        .name(Bilingual(zh: "“会员日”\\ \n", en: "\"Members' Day\" \u{1}")), .name(Bilingual(both: "")), .id("lot/0.0"),
        .id("],\"zh\":\""),
    ]

    /// Every phrase there is, the values going round so that each stands in each gap once.
    private static func outcome(turn: Int, _ day: Day) -> Outcome {
        let all = Self.values + [.day(day)]
        let values = all[turn...] + all[..<turn]
        let steps = Phrase.known.map { Step(rule: "rule-\(turn)", phrase: $0, values: Array(values.prefix(8))) }
        var outcome = Outcome(entry: "e-\(turn)")
        outcome.refusal = steps[turn]
        outcome.derivation = Derivation(steps: steps, nearly: steps.reversed())
        return outcome
    }

    private static func expectSame(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
        let (kept, answered) = (KeptReasons.text(outcome), AnswerText.outcome(outcome).compact)
        #expect(KeptReasons.worded(kept) == answered, sourceLocation: sourceLocation)
        #expect(KeptReasons.worded(answered) == answered, sourceLocation: sourceLocation)
        #expect(KeptReasons.figures(kept) == KeptReasons.figures(answered), sourceLocation: sourceLocation)
        #expect(!kept.contains("],\"zh\":"), sourceLocation: sourceLocation)
    }

    @Test(arguments: 0...16) func `Kept without words, every phrase says what it says when it is worked out`(
        turn: Int
    ) throws {
        Self.expectSame(Self.outcome(turn: turn, try #require(Day("2026-02-28"))))
    }

    /// A bill with an offer, its refund, which asks again, and rules that say no.
    private static let history = """
        {"at": "2026-07-01T10:00:00+08:00",
         "account": {"joined": "2026-03-08T11:00:00+08:00", "points": 900, "principal": 100000},
         "history": [
            {"id": "b", "at": "2026-06-09T10:30:00+08:00", "kind": "bill", "store": "xuhui", "lines": [
                {"item": "deep-clean", "unitPriceFen": 38000}, {"item": "head-spa", "unitPriceFen": 26800}]},
            {"id": "r", "at": "2026-06-10T10:00:00+08:00", "kind": "refund", "bill": "b",
             "parts": [{"line": 0, "units": 1}]},
            {"id": "s", "at": "2026-06-10T11:00:00+08:00", "kind": "refund", "bill": "b"},
            {"id": "t", "at": "2026-06-10T12:00:00+08:00", "kind": "refund", "bill": "b"},
            {"id": "m", "at": "2026-06-11T10:00:00+08:00", "kind": "redeem", "reward": "mask"},
            {"id": "f", "at": "2026-06-12T10:00:00+08:00", "kind": "redeem", "reward": "facial"}],
         "ask": {"kind": "account"}}
        """

    private static func outcomes() throws -> [Outcome] {
        let policy = try SampleFiles.policy()
        let book = PolicyBook([policy])
        let file = try CaseFile.decode(history, file: "case", policy: policy.version, book: book)
        return try History.replayed(file.entries, under: book).outcomes
    }

    @Test func `What entries came to is answered as before, also inside refunds and refusals`() throws {
        let outcomes = try Self.outcomes()
        #expect(outcomes.contains { $0.refund?.derivation.steps.isEmpty == false && $0.refusal == nil })
        #expect(outcomes.contains { $0.refusal != nil })
        outcomes.forEach { Self.expectSame($0) }
    }

    @Test func `A row whose steps have words is shown as it is, and says what a row without them says`() throws {
        for outcome in try Self.outcomes() {
            let answered = AnswerText.outcome(outcome).compact
            let older = answered.replacing("],\"zh\":\"", with: "],\"zh\":\"从前说：")
            #expect(KeptReasons.worded(older) == older)
            #expect(KeptReasons.figures(older) == KeptReasons.figures(KeptReasons.text(outcome)))
        }
    }

    @Test func `Rows say different things where a rule, a phrase, a value or a figure differs`() {
        let row = #"{"entry":"e","earned":5,"why":[{"rule":"a","phrase":"spend","values":[{"fen":1},{"year":2027}]}]}"#
        let same = row.replacing("year", with: "count").replacing("}]}]}", with: "}],\"zh\":\"用\",\"en\":\"used\"}]}")
        #expect(KeptReasons.figures(row) == KeptReasons.figures(same) && row != same)
        for (old, new) in [("\"a\"", "\"b\""), ("spend", "merge.away"), ("\"fen\":1", "\"fen\":2"), ("5", "6")] {
            #expect(KeptReasons.figures(row.replacing(old, with: new)) != KeptReasons.figures(row))
        }
    }

    @Test(arguments: [
        (#""phrase":"no.such","values":[{"fen":1}]"#, "no.such"),
        (#""phrase":"spend","values":[{"yen":1},{"fen":1}]"#, "spend"),
        (#""phrase":"spend","values":[{"fen":"1"}]"#, "spend"),
        (#""phrase":"spend","values":[{"day":"2026-02-30"}]"#, "spend"),
        (#""phrase":"spend","values":[7]"#, "spend"), (#""phrase":"spend","values":[{"fraction":[1]}]"#, "spend"),
    ])
    func `A phrase or a value of another version is answered with its figures, and words that say so`(
        step: String, id: String
    ) {
        let words = "\"zh\":\"（本版本没有 \(id) 的说明文字）\",\"en\":\"(this version has no words for \(id))\""
        let kept = "{\"nearly\":[{\"rule\":\"r\",\(step)}]}"
        #expect(KeptReasons.worded(kept) == "{\"nearly\":[{\"rule\":\"r\",\(step),\(words)}]}")
    }

    @Test(arguments: [
        "", "[]", "{}", "7", "{\"a\":", "{\"a\":1.5}", "{\"a\": 1}", "{\"a\":1,\"a\":2}",
        "{\"error\":{\"zh\":\"没有\",\"en\":\"none\"}}", "{\"rule\":\"r\",\"phrase\":7,\"values\":[]}",
    ])
    func `What holds no step is shown byte for byte`(kept: String) {
        #expect(KeptReasons.worded(kept) == kept)
        #expect(KeptReasons.figures(kept) == kept)
    }
}
