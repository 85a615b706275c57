internal import Documents
internal import Loyalty
internal import Vocabulary

/// Whether the steps of a result have their sentences with them.
package enum StepForm: Sendable {
    /// For whoever asks.
    case worded
    /// For a database: figures and ids of phrases, from which the sentences follow.
    case kept
}

/// Values of steps as JSON: each an object whose only key is its kind.
enum ValueText {
    private static let year = "year"
    private static let count = "count"

    static func json(_ value: Value, as form: StepForm) -> JSONText {
        switch value {
        case .fen(let fen): of("fen", .number(fen))
        case .points(let points): of("points", .number(points))
        case .count(let count): of(Self.count, .number(count))
        case .number(let number, let per): of("fraction", .list([.number(number), .number(per)]))
        case .basisPoints(let points): of("basisPoints", .number(points))
        case .day(let day): of("day", .text(day.description))
        case .year(let year): of(form == .kept ? Self.year : Self.count, .number(Int64(year)))
        case .name(let name): of("name", AnswerText.bilingual(name))
        case .id(let id): of("id", .text(id))
        }
    }

    private static func of(_ kind: String, _ value: JSONText) -> JSONText { .object([.init(kind, value)]) }

    /// - Returns: `nil` for a kind that another version keeps.
    static func value(kept json: JSONText) -> Value? {
        guard case .object(let members) = json, members.count == 1, let member = members.first else { return nil }
        return switch (member.key, member.value) {
        case ("fen", .number(let fen)): .fen(fen)
        case ("points", .number(let points)): .points(points)
        case (count, .number(let count)): .count(count)
        case ("fraction", .list(let parts)): fraction(parts)
        case ("basisPoints", .number(let points)): .basisPoints(points)
        case ("day", .text(let text)): Day(text).map { .day($0) }
        case (year, .number(let year)): Int(exactly: year).map { .year($0) }
        case ("name", .object(let words)): name(words)
        case ("id", .text(let id)): .id(id)
        default: nil
        }
    }

    private static func fraction(_ parts: [JSONText]) -> Value? {
        guard parts.count == 2, case .number(let number) = parts[0], case .number(let per) = parts[1] else {
            return nil
        }
        return .number(number, per: per)
    }

    private static func name(_ words: [JSONText.Member]) -> Value? {
        guard words.map(\.key) == ["zh", "en"], case .text(let zh) = words[0].value,
            case .text(let en) = words[1].value
        else { return nil }
        return .name(Bilingual(zh: zh, en: en))
    }

    /// A kept value as it is answered. Programs get a year as a count, as they always did.
    static func worded(kept json: JSONText) -> JSONText {
        guard case .object(let members) = json, members.count == 1, members[0].key == year else { return json }
        return of(count, members[0].value)
    }
}
