internal import Vocabulary

/// What became of something a member asked for. A refusal by a rule is an answer, not an error, and changes nothing.
package enum Answer: Hashable, Sendable {
    case done(Derivation)
    /// Why not, and what was looked at before.
    case refused(Step, Derivation)

    package var derivation: Derivation {
        switch self {
        case .done(let derivation), .refused(_, let derivation): derivation
        }
    }

    package var refusal: Step? {
        if case .refused(let reason, _) = self { reason } else { nil }
    }

    package var isDone: Bool { refusal == nil }

    static func done(_ rule: String, _ phrase: Phrase, _ values: Value...) -> Answer {
        .done(Derivation(steps: [Step(rule: rule, phrase: phrase, values: values)]))
    }

    static func refused(_ rule: String, _ phrase: Phrase, _ values: Value...) -> Answer {
        .refused(Step(rule: rule, phrase: phrase, values: values), Derivation())
    }
}

extension RuleError {
    /// Checks a moment that came from outside, before anything is computed with it.
    static func requireMoment(_ atMs: Int64) throws(RuleError) {
        guard Bounds.momentsMs.contains(atMs) else { throw .momentOutOfBounds(atMs: atMs) }
    }

    static func requireDay(_ day: Day) throws(RuleError) {
        let end = Bounds.momentsMs.upperBound / StoreZone.dayMs
        guard (0...end).contains(Int64(day.number)) else {
            throw .outOfBounds(what: "day", amount: Int64(day.number))
        }
    }

    static func require(
        _ what: @autoclosure () -> String, _ amount: Int64, in range: ClosedRange<Int64>
    ) throws(RuleError) {
        guard range.contains(amount) else { throw .outOfBounds(what: what(), amount: amount) }
    }

    /// - Parameter least: in fen; 0, or 1 if a sum of nothing makes no sense. The most is `Bounds.amount`.
    static func require(
        _ what: @autoclosure () -> String, _ money: Money, from least: Int64 = 0
    ) throws(RuleError) {
        try require(what(), money.fen, in: least...Bounds.amount)
    }

    static func require(_ what: @autoclosure () -> String, _ points: Points) throws(RuleError) {
        try require(what(), points.count, in: 0...Bounds.amount)
    }
}
