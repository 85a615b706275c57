import Documents
import KioskTesting
import Loyalty
import Testing
import Vocabulary

@testable import PolicyFile

/// Reasons as hubs have kept them: ids of phrases with figures, whose sentences are made when somebody asks.
@Suite struct FrozenReasonTests {
    /// A step with each kind of value.
    private static func outcome() throws -> Outcome {
        let phrase = try #require(Phrase.named("spend"))
        let values: [Value] = [
            .fen(Int64(-5)), .points(Int64(80)), .count(3), .number(1584, per: 10), .basisPoints(1250),
            .day(Day(20_600)),
            .year(2027), .name(Bilingual(zh: "会员日", en: "Members' Day")), .id("lot/0.0"),
        ]
        let steps = values.map { Step(rule: "earning.basis", phrase: phrase, values: [$0]) }
        var outcome = Outcome(entry: "e-1")
        outcome.refusal = steps[0]
        outcome.derivation = Derivation(steps: steps, nearly: [steps[1]])
        return outcome
    }

    @Test func `A row is written as it was, and each figure of it is read`() throws {
        let newest = KeptReasons.text(try Self.outcome())
        let kept = try FrozenText.kept("reasons-1.json", newest: newest)
        #expect(newest == kept)
        let worded = KeptReasons.worded(kept)
        #expect(worded == AnswerText.outcome(try Self.outcome()).compact)
        #expect(!worded.contains("本版本没有"))
    }

    /// `offer.percent 0 1`: the id and its gaps. A phrase that is new goes into a further file.
    @Test func `Every phrase that ever stood in a row is there, with the gaps that it had`() throws {
        let now = Set(Phrase.known.map(Self.line))
        let frozen = Set(try FrozenText.lines("phrases-1.txt", newest: now.sorted()))
        #expect(frozen.subtracting(now).sorted() == [], "rows with these cannot be shown any more")
        #expect(now.subtracting(frozen).sorted() == [], "put them into a further file, and keep them for ever")
    }

    private static func line(_ phrase: Phrase) -> String {
        let gaps = Set("\(phrase.zh)\(phrase.en)".matches(of: /\{([0-9]+)/).map { String($0.1) }).sorted()
        return ([phrase.id.description] + gaps).joined(separator: " ")
    }
}
