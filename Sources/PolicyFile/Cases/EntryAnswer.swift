package import Documents
package import Loyalty
package import Vocabulary

/// What became of a member's entry.
package struct EntryAnswer: Sendable {
    package var entry: String
    package var result: Result

    package enum Result: Sendable {
        /// The rules have worked it out just now. Where it holds a refusal, nothing was kept.
        case outcome(Outcome)
        /// It makes no sense where it stands; nothing was kept.
        case failure(RuleError)
        /// It was entered before: its outcome as `KeptReasons` keeps it.
        case kept(String)
    }

    package init(entry: String, _ result: Result) {
        self.entry = entry
        self.result = result
    }

    /// The rule that said no, or what makes no sense; `nil` where the entry stands.
    package var refusal: Bilingual? {
        switch result {
        case .outcome(let outcome): outcome.refusal?.words
        case .failure(let error): error.words
        case .kept: nil
        }
    }

    /// The outcome with its derivation.
    package var outcome: JSONText {
        switch result {
        case .outcome(let outcome): AnswerText.outcome(outcome)
        case .failure(let error): AnswerText.failure(error)
        case .kept(let kept): JSONText(reading: KeptReasons.worded(kept)) ?? .object([])
        }
    }

    /// As it is answered: `entry`, `accepted`, `refusal` in two languages, `outcome` with its reasons.
    package var json: JSONText {
        .object([
            .init("entry", .text(entry)), .init("accepted", .flag(refusal == nil)),
            .init("refusal", refusal.map(AnswerText.bilingual) ?? .null), .init("outcome", outcome),
        ])
    }
}
