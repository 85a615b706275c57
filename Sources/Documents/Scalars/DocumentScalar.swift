package import Vocabulary

/// One kind of single value that a document can hold: how it is written, what it means, what is allowed.
///
/// Kinds of a subject (days, durations of validity) are made by whoever owns the subject, with `word`.
package struct DocumentScalar<Value> {
    package enum Reading {
        case value(Value)
        case wrong(Fault)
    }

    // Of the thousands of values that are read nobody asks what else would have been allowed.
    private let makeAllowed: () -> Bilingual
    private let makeSchema: () -> [JSONText.Member]
    let kind: DocumentKind
    /// What is handed out after a problem was noted, and while only describing.
    let standIn: Value
    let read: (String) -> Reading
    /// As it would stand in JSON.
    let write: (Value) -> JSONText
    /// What may be shown of the text that was written: of one that can hold a password, not that.
    package var shown: (String) -> String = { $0 }

    /// For a kind of value of which more can be wrong than `word` tells.
    package init(
        allowed: @autoclosure @escaping () -> Bilingual, kind: DocumentKind,
        schema: @autoclosure @escaping () -> [JSONText.Member], standIn: Value,
        read: @escaping (String) -> Reading, write: @escaping (Value) -> JSONText
    ) {
        makeAllowed = allowed
        makeSchema = schema
        self.kind = kind
        self.standIn = standIn
        self.read = read
        self.write = write
    }

    /// In words, for people.
    package var allowed: Bilingual { makeAllowed() }
    /// Keywords of JSON Schema.
    var schema: [JSONText.Member] { makeSchema() }

    /// A word with a form of its own.
    ///
    /// - Parameters:
    ///   - pattern: of JSON Schema (ECMA-262); at least as wide as what `read` takes.
    ///   - meant: for what `read` does not take, how it might have to be written; it is offered where `read` takes it.
    ///   - advice: for what `read` does not take, what is wrong, where more can be said than what is allowed.
    package static func word(
        _ allowed: @autoclosure @escaping () -> Bilingual, pattern: String, standIn: Value,
        write: @escaping (Value) -> String,
        meant: @escaping (String) -> String? = { _ in nil }, advice: @escaping (String) -> Fault? = { _ in nil },
        read: @escaping (String) -> Value?
    ) -> DocumentScalar {
        DocumentScalar(
            allowed: allowed(), kind: .word,
            schema: [.init("type", .text("string")), .init("pattern", .text(pattern))], standIn: standIn,
            read: { text in
                if let value = read(text) { return .value(value) }
                let near = meant(text).flatMap { read($0) == nil ? nil : $0 }
                return .wrong(advice(text) ?? .form(text, near: near))
            },
            write: { .text(write($0)) })
    }
}

extension DocumentScalar {
    /// What either of two kinds takes; written as the first.
    package static func either(
        _ first: DocumentScalar, _ second: DocumentScalar, _ allowed: Bilingual
    ) -> DocumentScalar {
        DocumentScalar(
            allowed: allowed, kind: .word,
            schema: [.init("anyOf", .list([.object(first.schema), .object(second.schema)]))], standIn: first.standIn,
            read: { text in
                if case .value(let value) = first.read(text) { return .value(value) }
                return second.read(text)
            },
            write: first.write)
    }
}

extension DocumentScalar where Value == String {
    /// Longest text taken, in characters.
    package static var longestText: Int { 400 }

    /// Words for people: 1 to 400 characters, no control characters.
    package static var text: DocumentScalar { text(Bilingual(zh: "文字", en: "text")) }

    /// Words of which more is asked.
    ///
    /// - Parameters:
    ///   - pattern: of JSON Schema (ECMA-262); at least as wide as what has no objection.
    ///   - objection: what is wrong with the words; `nil` where nothing is.
    package static func text(
        _ allowed: Bilingual, kind: DocumentKind = .text, pattern: String? = nil,
        objection: @escaping (String) -> Fault? = { _ in nil }
    ) -> DocumentScalar {
        DocumentScalar(
            allowed: allowed, kind: kind,
            schema: [
                .init("type", .text("string")), .init("minLength", .number(1)),
                .init("maxLength", .number(Int64(longestText))),
            ] + (pattern.map { [.init("pattern", .text($0))] } ?? []),
            standIn: "", read: { text in (fault(text) ?? objection(text)).map { .wrong($0) } ?? .value(text) },
            write: { .text($0) })
    }

    private static func fault(_ text: String) -> Fault? {
        if text.isEmpty { return .empty }
        if text.unicodeScalars.count > longestText { return .tooLong(most: longestText) }
        return text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? .control : nil
    }

    /// An absolute path. Whether anything is there is looked at when it is used.
    package static var path: DocumentScalar {
        text(Bilingual(zh: "绝对路径", en: "an absolute path"), kind: .path, pattern: "^/") {
            $0.hasPrefix("/") ? nil : $0.contains("://") ? .addressForPath : .relativePath($0)
        }
    }

    static var idPattern: String { "^[a-z0-9][a-z0-9-]{0,63}$" }

    static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && !text.hasPrefix("-")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// A name for machines: `a` to `z`, digits, hyphens; at most 64, not beginning with a hyphen.
    package static var id: DocumentScalar {
        word(
            Bilingual(zh: "小写字母 a 到 z、数字和 -，最多 64 个", en: "a to z, 0 to 9 and -, at most 64"),
            pattern: idPattern, standIn: "id", write: { $0 }, meant: meantID
        ) { isID($0) ? $0 : nil }
    }

    /// In small letters, with hyphens for what divides words.
    package static func meantID(_ text: String) -> String? {
        let divided = text.lowercased().map { " _./".contains($0) ? "-" : $0 }
        return String(divided)
    }
}

extension DocumentScalar where Value: BinaryInteger {
    /// A whole number in decimal digits.
    package static func integer(in range: ClosedRange<Value>, unit: String? = nil) -> DocumentScalar {
        DocumentScalar(
            allowed: .range("\(range.lowerBound)", "\(range.upperBound)", unit: unit), kind: .integer,
            schema: [
                .init("type", .text("integer")), .init("minimum", .number(Int64(range.lowerBound))),
                .init("maximum", .number(Int64(range.upperBound))),
            ],
            standIn: range.lowerBound,
            read: { text in
                // `007` and `+7` are numbers to some readers of YAML and texts to others.
                guard let number = Int64(text), "\(number)" == text, let value = Value(exactly: number) else {
                    return .wrong(.noWholeNumber(text))
                }
                return range.contains(value) ? .value(value) : .wrong(.outOfRange(text))
            },
            write: { .number(Int64($0)) })
    }
}

extension DocumentScalar where Value == Bool {
    package static var flag: DocumentScalar {
        DocumentScalar(
            allowed: Bilingual(zh: "true 或 false", en: "true or false"), kind: .flag,
            schema: [.init("type", .text("boolean"))], standIn: false,
            read: { text in
                switch text {
                case "true": .value(true)
                case "false": .value(false)
                default: .wrong(.noFlag(text))
                }
            },
            write: { .flag($0) })
    }
}

extension DocumentScalar where Value: CaseIterable & RawRepresentable<String> {
    /// One of the cases of an enumeration, by raw value; of `only` these, if given.
    package static func choice(only: [Value]? = nil) -> DocumentScalar {
        let choices = only ?? Array(Value.allCases)
        var names: [String] { choices.map { $0.rawValue } }
        return DocumentScalar(
            allowed: Bilingual(both: names.joined(separator: ", ")), kind: .choice,
            schema: [.init("enum", .list(names.map(JSONText.plain)))], standIn: choices[0],
            read: { text in
                if let choice = choices.first(where: { $0.rawValue == text }) { return .value(choice) }
                return .wrong(.noChoice(text, near: Nearest.match(text, among: names)))
            },
            write: { .plain($0.rawValue) })
    }
}

extension JSONText {
    /// A word as YAML takes it without quotes: a number where it is one.
    fileprivate static func plain(_ word: String) -> JSONText {
        Int64(word).flatMap { "\($0)" == word ? .number($0) : nil } ?? .text(word)
    }
}
