internal import Documents
package import Loyalty
internal import Vocabulary

/// An outcome as a database keeps it: JSON whose steps are figures and ids of phrases. Their sentences are made when
/// somebody asks.
///
/// Rows of earlier versions have sentences in their steps; these are shown as they are.
package enum KeptReasons {
    package static func text(_ outcome: Outcome) -> String { AnswerText.outcome(outcome, as: .kept).compact }

    /// Of an entry that makes no sense where it stands.
    package static func text(_ failure: RuleError) -> String { AnswerText.failure(failure).compact }

    /// The kept outcome with its sentences, the same as the answer for an outcome just worked out.
    package static func worded(_ kept: String) -> String { replacing(in: kept) { $0.worded } }

    /// The kept outcome without sentences. Two rows with the same figures may have been written by two versions.
    package static func figures(_ kept: String) -> String { replacing(in: kept) { $0.figures } }

    /// Text without a step stays byte for byte as it is; so does what no version of ours wrote.
    private static func replacing(in kept: String, _ replacement: (KeptStep) -> JSONText) -> String {
        guard let json = JSONText(reading: kept) else { return kept }
        let replaced = json.replacingSteps(replacement)
        return replaced == json ? kept : replaced.compact
    }
}

/// A step as a row has it.
private struct KeptStep {
    private let rule: JSONText
    private let phrase: String
    private let values: [JSONText]
    /// Of rows of earlier versions; otherwise empty.
    private let words: ArraySlice<JSONText.Member>

    init?(_ members: [JSONText.Member]) {
        guard members.prefix(3).map(\.key) == ["rule", "phrase", "values"], case .text(let phrase) = members[1].value,
            case .list(let values) = members[2].value
        else { return nil }
        rule = members[0].value
        self.phrase = phrase
        self.values = values
        words = members.dropFirst(3)
    }

    var worded: JSONText { .object(answered + (words.isEmpty ? AnswerText.words(sentence) : Array(words))) }

    var figures: JSONText { .object(answered) }

    private var answered: [JSONText.Member] {
        [
            .init("rule", rule), .init("phrase", .text(phrase)),
            .init("values", .list(values.map(ValueText.worded(kept:)))),
        ]
    }

    /// A newer version may have kept the row, or an older one whose phrase is gone: the figures are there all the same.
    private var sentence: Bilingual {
        let known = values.compactMap(ValueText.value(kept:))
        guard let phrase = Phrase.named(phrase), known.count == values.count else {
            return Bilingual(zh: "（本版本没有 \(phrase) 的说明文字）", en: "(this version has no words for \(phrase))")
        }
        return Step(rule: "", phrase: phrase, values: known).words
    }
}

extension JSONText {
    fileprivate func replacingSteps(_ replacement: (KeptStep) -> JSONText) -> JSONText {
        switch self {
        case .object(let members):
            if let step = KeptStep(members) { return replacement(step) }
            return .object(members.map { Member($0.key, $0.value.replacingSteps(replacement)) })
        case .list(let elements): return .list(elements.map { $0.replacingSteps(replacement) })
        case .null, .flag, .number, .text: return self
        }
    }
}
