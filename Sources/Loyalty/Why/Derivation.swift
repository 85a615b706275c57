package import Identity

/// How a result came about: rule by rule, with the figures that went in, in the order in which they were applied.
///
/// Steps hold figures, not sentences; the sentences are made when somebody asks "why?". So a derivation costs
/// little where nobody looks at it, and an auditor compares figures and not wordings.
package struct Derivation: Hashable, Sendable {
    package var steps: [Step]
    /// What nearly applied, such as "another ¥38 to silver".
    package var nearly: [Step]

    package init(steps: [Step] = [], nearly: [Step] = []) {
        self.steps = steps
        self.nearly = nearly
    }

    package mutating func note(_ rule: String, _ phrase: Phrase, _ values: Value...) {
        steps.append(Step(rule: rule, phrase: phrase, values: values))
    }

    package mutating func noteNearly(_ rule: String, _ phrase: Phrase, _ values: Value...) {
        nearly.append(Step(rule: rule, phrase: phrase, values: values))
    }

    package mutating func append(_ other: Derivation) {
        // Most are the first or are empty: no new list is made for them.
        if steps.isEmpty { steps = other.steps } else if !other.steps.isEmpty { steps += other.steps }
        if nearly.isEmpty { nearly = other.nearly } else if !other.nearly.isEmpty { nearly += other.nearly }
    }
}

/// One rule at work.
package struct Step: Hashable, Sendable {
    /// The id of the rule in the policy, or the path of a setting such as `earning.basis`.
    package var rule: String
    package var phrase: Phrase
    /// What the phrase's `{0}`, `{1}` … stand for.
    package var values: [Value]

    package init(rule: String, phrase: Phrase, values: [Value]) {
        self.rule = rule
        self.phrase = phrase
        self.values = values
    }

    package var words: Bilingual {
        let words = values.map(\.words)
        return Bilingual(zh: fill(phrase.zh, words, \.zh), en: fill(phrase.en, words, \.en))
    }

    /// By bytes: each result that is kept has its words with it.
    private func fill(
        _ template: StaticString, _ words: [Bilingual], _ language: KeyPath<Bilingual, String>
    ) -> String {
        template.withUTF8Buffer { bytes in
            var text = ""
            var rest = bytes[...]
            while let open = rest.firstIndex(of: UInt8(ascii: "{")),
                let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
            {
                text += String(decoding: rest[..<open], as: UTF8.self)
                text += gap(rest[(open + 1)..<close], words, language)
                rest = rest[(close + 1)...]
            }
            return text + String(decoding: rest, as: UTF8.self)
        }
    }

    /// `0` is a value's words, `0|session|sessions` the word that fits its number.
    private func gap(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ words: [Bilingual], _ language: KeyPath<Bilingual, String>
    ) -> String {
        let parts = bytes.split(separator: UInt8(ascii: "|")).map { String(decoding: $0, as: UTF8.self) }
        guard let index = parts.first.flatMap({ Int($0) }), values.indices.contains(index) else { return "" }
        return parts.count == 3 ? parts[values[index].isOne ? 1 : 2] : words[index][keyPath: language]
    }
}

/// A sentence with gaps, in both languages. Each part of the rules declares its own, in its own folder.
///
/// `{0}` is the first value; `{0|session|sessions}` is the word that fits its number.
package struct Phrase: Hashable, Sendable {
    /// Stable, for programs: `offer.percent`.
    package let id: StaticString
    package let zh: StaticString
    package let en: StaticString

    package init(_ id: StaticString, zh: StaticString, en: StaticString) {
        self.id = id
        self.zh = zh
        self.en = en
    }

    package static func == (left: Phrase, right: Phrase) -> Bool { left.id.description == right.id.description }
    package func hash(into hasher: inout Hasher) { hasher.combine(id.description) }
}

/// A figure or a name inside a derivation.
package enum Value: Hashable, Sendable {
    case fen(Int64)
    case points(Int64)
    case count(Int64)
    /// A fraction, shown to two decimals, cut off: `158.4`.
    case number(Int64, per: Int64)
    /// 10000 is the whole.
    case basisPoints(Int64)
    case day(Day)
    case name(Bilingual)
    case id(String)

    package var words: Bilingual {
        switch self {
        case .fen(let fen): Bilingual(both: Self.yuan(fen))
        case .points(let points): Bilingual(zh: "\(points) 积分", en: points == 1 ? "1 point" : "\(points) points")
        case .count(let count): Bilingual(both: "\(count)")
        case .number(let number, let per): Bilingual(both: Self.decimal(number, per))
        case .basisPoints(let points): Bilingual(both: Self.percent(points))
        case .day(let day): Bilingual(both: day.description)
        case .name(let name): name
        case .id(let id): Bilingual(both: id)
        }
    }

    var isOne: Bool { self == .count(1) || self == .points(1) }

    /// `¥792`, `¥28.59`, `-¥0.05`.
    private static func yuan(_ fen: Int64) -> String {
        let size = fen.magnitude
        let sign = fen < 0 ? "-" : ""
        guard !size.isMultiple(of: 100) else { return "\(sign)¥\(size / 100)" }
        let cents = size % 100
        return "\(sign)¥\(size / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    /// `158.4`, `2`, `33.33…`.
    private static func decimal(_ number: Int64, _ per: Int64) -> String {
        guard per > 0 else { return "\(number)" }
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: per.magnitude)
        let sign = number < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        let (cents, more) = (UInt128(rest) * 100).quotientAndRemainder(dividingBy: UInt128(per.magnitude))
        let digits = cents % 10 == 0 ? "\(cents / 10)" : cents < 10 ? "0\(cents)" : "\(cents)"
        return "\(sign)\(whole).\(digits)\(more > 0 ? "…" : "")"
    }

    /// `15%`, `7.5%`.
    private static func percent(_ basisPoints: Int64) -> String {
        let size = basisPoints.magnitude
        let sign = basisPoints < 0 ? "-" : ""
        let rest = size % 100
        guard rest != 0 else { return "\(sign)\(size / 100)%" }
        let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
        return "\(sign)\(size / 100).\(digits)%"
    }
}
