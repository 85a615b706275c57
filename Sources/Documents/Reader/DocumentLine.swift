internal import Vocabulary

/// One line of what a document may say: a group of settings, or a setting of the group before it.
///
/// Only documents of groups and settings are told so; of a list of things there is no such line.
struct DocumentLine {
    struct Setting {
        var kind: DocumentKind
        var allowed: Bilingual
        /// As it would stand in a document; `nil` when it must be set.
        var standard: String?
        var example: String?
        /// What may be shown of what was written.
        var shown: (String) -> String
    }

    var path: String
    var why: String
    /// `nil` for a group.
    var setting: Setting?
}

extension DocumentReader {
    /// Notes a group.
    func list(_ name: String, _ why: String) { context.lines?.append(DocumentLine(path: path(of: name), why: why)) }

    /// Notes a setting.
    ///
    /// - Parameter standard: its default; `nil` when it must be set.
    func list<Value>(
        _ name: String, _ scalar: DocumentScalar<Value>, _ standard: @autoclosure () -> JSONText?,
        allowed: @autoclosure () -> Bilingual? = nil, example: String? = nil, _ why: String
    ) {
        guard context.lines != nil else { return }
        let setting = DocumentLine.Setting(
            kind: scalar.kind, allowed: allowed() ?? scalar.allowed,
            standard: standard().map { $0.yaml(scalar.kind) }, example: example, shown: scalar.shown)
        context.lines?.append(DocumentLine(path: path(of: name), why: why, setting: setting))
    }
}

extension JSONText {
    /// A single value as it would stand in YAML, with quotes where that would take it for something else.
    fileprivate func yaml(_ kind: DocumentKind) -> String {
        switch self {
        case .null: "~"
        case .text(let text): kind.isPlain || Self.isPlainYAML(text) ? text : Self.quoted(text)
        case .flag, .number, .list, .object: compact
        }
    }

    private static func isPlainYAML(_ text: String) -> Bool {
        let words = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"]
        return !text.isEmpty && !words.contains(text.lowercased())
            && text.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar.value > 0x2E80
                    || "/-_.".unicodeScalars.contains(scalar)
            }
    }
}
