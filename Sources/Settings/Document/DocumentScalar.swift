package import Vocabulary

/// One kind of single value that a document can hold: how it is written, what it means, what is allowed.
///
/// Kinds of a subject (days, durations of validity) are made by whoever owns the subject, with `word`.
package struct DocumentScalar<Value> {
    /// How YAML's own kinds of plain text are taken.
    enum Form {
        /// Free words; what YAML would take for something else needs quotes.
        case text
        /// Words with a form of their own.
        case word
        case number
        case flag
    }

    package enum Reading {
        case value(Value)
        case wrong(Fault)
    }

    // Of the thousands of values that are read nobody asks what else would have been allowed.
    private let makeAllowed: () -> Bilingual
    private let makeSchema: () -> [JSONText.Member]
    let form: Form
    /// What is handed out after a problem was noted, and while only describing.
    let standIn: Value
    let read: (String) -> Reading
    /// As it would stand in JSON.
    let write: (Value) -> JSONText

    init(
        allowed: @autoclosure @escaping () -> Bilingual, form: Form,
        schema: @autoclosure @escaping () -> [JSONText.Member], standIn: Value,
        read: @escaping (String) -> Reading, write: @escaping (Value) -> JSONText
    ) {
        makeAllowed = allowed
        makeSchema = schema
        self.form = form
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
            allowed: allowed(), form: .word,
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
            allowed: allowed, form: .word,
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
    package static var text: DocumentScalar {
        DocumentScalar(
            allowed: Bilingual(zh: "文字", en: "text"), form: .text,
            schema: [
                .init("type", .text("string")), .init("minLength", .number(1)),
                .init("maxLength", .number(Int64(longestText))),
            ],
            standIn: "", read: readWords, write: { .text($0) })
    }

    private static func readWords(_ text: String) -> Reading {
        guard !text.isEmpty else { return .wrong(.empty) }
        guard text.unicodeScalars.count <= longestText else {
            return .wrong(.tooLong(most: longestText))
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return .wrong(.control)
        }
        return .value(text)
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
    static func meantID(_ text: String) -> String? {
        let divided = text.lowercased().map { " _./".contains($0) ? "-" : $0 }
        return String(divided)
    }
}

extension DocumentScalar where Value: BinaryInteger {
    /// A whole number in decimal digits.
    package static func integer(in range: ClosedRange<Value>, unit: String? = nil) -> DocumentScalar {
        DocumentScalar(
            allowed: .range("\(range.lowerBound)", "\(range.upperBound)", unit: unit), form: .number,
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
            allowed: Bilingual(zh: "true 或 false", en: "true or false"), form: .flag,
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
            allowed: Bilingual(both: names.joined(separator: ", ")), form: .word,
            schema: [.init("enum", .list(names.map { .text($0) }))], standIn: choices[0],
            read: { text in
                if let choice = choices.first(where: { $0.rawValue == text }) { return .value(choice) }
                return .wrong(.noChoice(text, near: Nearest.match(text, among: names)))
            },
            write: { .text($0.rawValue) })
    }
}
