package import Vocabulary

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
        // Most derivations are the first one or empty; these need no new list.
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

    /// The words where they stand alone: in English with a capital, unless a name or a figure comes first.
    package var sentence: Bilingual {
        var words = words
        guard phrase.en.withUTF8Buffer({ $0.first.map { $0 != UInt8(ascii: "{") } ?? false }) else { return words }
        words.en = words.en.prefix(1).uppercased() + words.en.dropFirst()
        return words
    }

    /// Works on bytes, because a list of entries shows hundreds of steps.
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
                // Templates set figures off by spaces; behind a day or a name no space stands between hanzi.
                if rest.first == UInt8(ascii: " "), rest.dropFirst().first.map(isHanzi) ?? false,
                    text.utf8.suffix(3).first.map(isHanzi) ?? false
                {
                    rest = rest.dropFirst()
                }
            }
            return text + String(decoding: rest, as: UTF8.self)
        }
    }

    /// Decides by the first of a character's three bytes: U+4000 … U+9FFF.
    private func isHanzi(_ byte: UInt8) -> Bool { (0xE4...0xE9).contains(byte) }

    /// `0` is a value's words, `0|session|sessions` the word that fits its number.
    private func gap(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ words: [Bilingual], _ language: KeyPath<Bilingual, String>
    ) -> String {
        let parts = bytes.split(separator: UInt8(ascii: "|")).map { String(decoding: $0, as: UTF8.self) }
        guard let index = parts.first.flatMap({ Int($0) }), values.indices.contains(index) else { return "" }
        return parts.count == 3 ? parts[values[index].isOne ? 1 : 2] : words[index][keyPath: language]
    }
}

/// A sentence with gaps, in both languages. Each part of the rules declares its own, in its own folder, and lists them
/// there for `named`.
///
/// `{0}` is the first value; `{0|session|sessions}` is the word that fits its number.
package struct Phrase: Hashable, Sendable {
    /// Stable, for programs: `offer.percent`. Databases keep it with the values, and its words are made from them when
    /// somebody asks: a phrase whose gaps stand for something else gets another id.
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
    /// Of the calendar: `2027`, without a group.
    case year(Int)
    case name(Bilingual)
    case id(String)

    package static func fen(_ money: Money) -> Value { .fen(money.fen) }
    package static func points(_ points: Points) -> Value { .points(points.count) }

    package var words: Bilingual {
        switch self {
        case .fen(let fen): Bilingual(both: Figures.money(fen: fen))
        case .points(let points): Bilingual { $0.points(points) }
        case .count(let count): Bilingual(both: Figures.count(count))
        case .number(let number, let per): Bilingual(both: Figures.fraction(number, per: per))
        case .basisPoints(let points): Bilingual(both: Figures.percent(basisPoints: points))
        case .day(let day): day.words
        case .year(let year): Bilingual(both: "\(year)")
        case .name(let name): name
        case .id(let id): Bilingual(both: id)
        }
    }

    var isOne: Bool { self == .count(1) || self == .points(1) }
}

extension Day {
    /// `2027年3月31日`, `31 Mar 2027`.
    package var words: Bilingual {
        let (year, month, day) = components
        return Bilingual { $0.day(year: year, month: month, day: day) }
    }
}
