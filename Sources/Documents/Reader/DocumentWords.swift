package import Vocabulary

/// Words for people.
extension DocumentReader {
    /// The name of the shape in a schema.
    private static let shape = "bilingual"

    /// A text for both languages; or `zh` and `en`, of which one that is left out says what the other does.
    package func words(_ name: String, _ why: String) -> Bilingual {
        guard !isDescribing else {
            declare(name, describedWords(), why, isRequired: true)
            return Bilingual(both: "words")
        }
        declare(name, [], why, isRequired: true)
        guard let found = find(name) else {
            missing(name, allowed: Self.allowedWords)
            return Bilingual(both: "")
        }
        return words(in: found, name)
    }

    /// Words, or none.
    package func optionalWords(_ name: String, _ why: String) -> Bilingual? {
        guard !isDescribing else {
            let schemas: [JSONText] = [.object(describedWords()), .object([.init("type", .text("null"))])]
            declare(name, [.init("anyOf", .list(schemas))], why, isRequired: false)
            return Bilingual(both: "words")
        }
        declare(name, [], why, isRequired: false)
        let found = find(name)
        noteSetting(name, found != nil)
        guard let found, !isNull(found) else { return nil }
        return words(in: found, name)
    }

    private static let allowedWords = Bilingual(
        zh: "文字，或 {zh: 中文, en: English}", en: "a text, or {zh: Chinese, en: English}")

    private func words(in found: DocumentTree.Value, _ name: String) -> Bilingual {
        let place = path(of: name)
        switch found.content {
        case .mapping(let entries): return bilingual(entries, name)
        case .scalar:
            if let fault = structure(found) {
                report(at: place, fault, allowed: Self.allowedWords)
                return Bilingual(both: "")
            }
            guard let text = parsed(found, .text, at: place) else { return Bilingual(both: "") }
            context.namesInOneLanguage += 1
            return Bilingual(both: text)
        case .list:
            report(at: place, .single, allowed: Self.allowedWords)
            return Bilingual(both: "")
        }
    }

    private func bilingual(_ entries: [DocumentTree.Entry], _ name: String) -> Bilingual {
        let reader = DocumentReader(
            context: context, path: path(of: name), pattern: "\(Self.shape)…", entries: entries, isMute: isMute)
        defer { reader.finish() }
        let texts = Self.languages.map { language in
            reader.declare(language.key, [], language.why, isRequired: false)
            return reader.find(language.key).map { ($0, reader.parsed($0, .text, at: reader.path(of: language.key))) }
        }
        if texts.allSatisfy({ $0 == nil }) { missing(name, allowed: Self.allowedWords) }
        if texts.contains(where: { $0 == nil }) { context.namesInOneLanguage += 1 }
        let (zh, en) = (texts[0]?.1, texts[1]?.1)
        return Bilingual(zh: zh ?? en ?? "", en: en ?? zh ?? "")
    }

    private static let languages = [(key: "zh", why: "In Chinese."), (key: "en", why: "In English.")]

    private func describedWords() -> [JSONText.Member] {
        if !context.definitions.contains(where: { $0.key == Self.shape }) {
            let text = DocumentScalar<String>.text.schema
            let properties = Self.languages.map {
                JSONText.Member($0.key, .object(text + [.init("description", .text($0.why))]))
            }
            let mapping: [JSONText.Member] = [
                .init("type", .text("object")), .init("properties", .object(properties)),
                .init("additionalProperties", .flag(false)), .init("minProperties", .number(1)),
            ]
            context.definitions.append(
                .init(Self.shape, .object([.init("anyOf", .list([.object(mapping), .object(text)]))])))
        }
        return [.init("$ref", .text("#/$defs/\(Self.shape)"))]
    }
}
