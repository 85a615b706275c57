/// The configuration of a program: groups of settings, each with a default or an example.
///
/// It is written by hand or by a template, so that a group may be empty and a number may stand in quotes.
package enum ConfigurationFile {
    /// - Parameter decode: reads every key the program knows, through the reader it is given.
    /// - Throws: everything that is wrong, at once; print it and end with `DocumentProblems.exitCode`.
    package static func read<Value>(
        _ path: String, _ decode: (DocumentReader) -> Value
    ) throws(DocumentProblems) -> Value {
        try self.decode(try DocumentFile.text(of: path, .settings), file: path, decode)
    }

    /// The same for a text that was read already.
    package static func decode<Value>(
        _ text: String, file: String, _ decode: (DocumentReader) -> Value
    ) throws(DocumentProblems) -> Value {
        try self.decode(DocumentTree(text: text, file: file), file: file, lines(decode), decode)
    }

    /// What every key comes to, defaults included, one `key: value` a line: for `check-config --show-effective`.
    package static func effective<Value>(
        _ path: String, _ decode: (DocumentReader) -> Value
    ) throws(DocumentProblems) -> String {
        let tree = DocumentTree(text: try DocumentFile.text(of: path, .settings), file: path)
        let lines = lines(decode)
        _ = try self.decode(tree, file: path, lines, decode)
        let settings = lines.compactMap { line in line.setting.map { (line.path, $0) } }
        return settings.map { path, setting in
            "\(path): \(tree.text(at: path).map(setting.shown) ?? setting.standard ?? "~")"
        }.joined(separator: "\n")
    }

    /// The reference file: every key with its meaning, its unit and its default, as valid YAML.
    package static func reference<Value>(head: String, _ decode: (DocumentReader) -> Value) -> String {
        ReferencePage(head: head, lines(decode)).text
    }

    /// The JSON Schema (draft 2020-12) of the file. It takes numbers and flags without quotes only.
    package static func schema<Value>(
        id: String, title: String, description: String, _ decode: (DocumentReader) -> Value
    ) -> String {
        DocumentFile.schema(id: id, title: title, description: description, isConfiguration: true, decode)
    }

    private static func decode<Value>(
        _ tree: DocumentTree, file: String, _ lines: [DocumentLine], _ decode: (DocumentReader) -> Value
    ) throws(DocumentProblems) -> Value {
        let context = DocumentContext(file: file, root: tree.root, isConfiguration: true, problems: tree.problems)
        context.knownPaths = lines.filter { $0.setting != nil }.map(\.path)
        let value = context.read(decode)
        let problems = context.allProblems
        guard problems.isEmpty else { throw DocumentProblems(problems: problems) }
        return value
    }

    private static func lines<Value>(_ decode: (DocumentReader) -> Value) -> [DocumentLine] {
        let context = DocumentContext(file: "", isDescribing: true, isConfiguration: true)
        context.lines = []
        _ = context.read(decode)
        return context.lines ?? []
    }
}

extension DocumentTree {
    /// What stands there as it was written; `nil` where nothing does.
    fileprivate func text(at path: String) -> String? {
        Self.find(path[...], in: root).flatMap { Self.text($0.value) }
    }

    private static func text(_ value: Value) -> String? {
        switch value.content {
        case .scalar(let text, let tag): tag == .null ? "~" : text
        case .list(let elements): "[\(elements.compactMap(text).joined(separator: ", "))]"
        case .mapping: nil
        }
    }
}
