internal import Foundation

/// A document as a whole: reads it strictly, or describes it.
package enum DocumentFile {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        case yaml, json

        /// By the end of the name; YAML when that says nothing.
        package init(path: String) { self = path.hasSuffix(".json") ? .json : .yaml }
    }

    /// What came of reading a document.
    package struct Outcome<Value> {
        /// Put together with stand-ins where there were problems; not to be used then.
        package var value: Value
        package var problems: [DocumentProblem]
        /// What is odd without being wrong.
        package var warnings: [DocumentProblem]
        /// Settings that the document never says, with `*` for names that it gives.
        package var unsaid: [String]
        /// Words for people that stand there in one language, and are shown in both.
        package var namesInOneLanguage: Int

        /// - Throws: everything that is wrong, at once.
        package func get() throws(DocumentProblems) -> Value {
            guard problems.isEmpty else { throw DocumentProblems(problems: problems) }
            return value
        }
    }

    /// - Parameter decode: reads every key there is, through the reader it is given.
    package static func read<Value>(
        _ path: String, limits: YAMLLimits = .document, _ decode: (DocumentReader) -> Value
    ) throws(DocumentProblems) -> Outcome<Value> {
        let text = try text(of: path, limits)
        return examine(text, file: path, format: Format(path: path), limits: limits, decode)
    }

    /// What stands in a file, or at least so much of it that the limits are seen to be passed.
    package static func text(
        of path: String, _ limits: YAMLLimits = .document
    ) throws(DocumentProblems) -> String {
        let unreadable = DocumentProblems(file: path, fault: .unreadableFile)
        guard let handle = FileHandle(forReadingAtPath: path) else { throw unreadable }
        let bytes: Data
        do {
            // An empty file gives `nil`.
            bytes = try handle.read(upToCount: limits.bytes + 4) ?? Data()
        } catch { throw unreadable }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentProblems(
                file: path, fault: .file("encoding", zh: "不是 UTF-8 编码；请用 UTF-8 另存", en: "is not UTF-8"))
        }
        return text
    }

    /// The same for a text that was read already.
    package static func examine<Value>(
        _ text: String, file: String, format: Format = .yaml, limits: YAMLLimits = .document,
        _ decode: (DocumentReader) -> Value
    ) -> Outcome<Value> {
        examine(text, file: file, format: format, limits: limits, asksWhatIsUnsaid: true, decode)
    }

    private static func examine<Value>(
        _ text: String, file: String, format: Format, limits: YAMLLimits, asksWhatIsUnsaid: Bool,
        _ decode: (DocumentReader) -> Value
    ) -> Outcome<Value> {
        let (root, problems) = tree(text, file: file, format: format, limits: limits)
        let context = DocumentContext(file: file, root: root, problems: problems)
        if asksWhatIsUnsaid { context.settings = [:] }
        let value = context.read(decode)
        let order = { (first: DocumentProblem, second: DocumentProblem) in
            (first.line, first.column, first.key) < (second.line, second.column, second.key)
        }
        return Outcome(
            value: value, problems: context.allProblems, warnings: context.warnings.sorted(by: order),
            unsaid: (context.settings ?? [:]).filter { !$0.value }.keys.sorted(),
            namesInOneLanguage: context.namesInOneLanguage)
    }

    /// - Throws: everything that is wrong, at once.
    package static func decode<Value>(
        _ text: String, file: String, format: Format = .yaml, limits: YAMLLimits = .document,
        _ decode: (DocumentReader) -> Value
    ) throws(DocumentProblems) -> Value {
        try examine(text, file: file, format: format, limits: limits, asksWhatIsUnsaid: false, decode).get()
    }

    /// The JSON Schema (draft 2020-12) of what `decode` reads.
    ///
    /// - Parameter id: an absolute address that names the schema.
    package static func schema<Value>(
        id: String, title: String, description: String, isConfiguration: Bool = false,
        _ decode: (DocumentReader) -> Value
    ) -> String {
        let context = DocumentContext(file: "", isDescribing: true, isConfiguration: isConfiguration)
        let reader = DocumentReader(context: context, path: "", entries: [])
        _ = decode(reader)
        var members: [JSONText.Member] = [
            .init("$schema", .text("https://json-schema.org/draft/2020-12/schema")), .init("$id", .text(id)),
            .init("title", .text(title)), .init("description", .text(description)),
        ]
        members += reader.shape.members
        if !context.definitions.isEmpty { members.append(.init("$defs", .object(context.definitions))) }
        return JSONText.object(members).printed
    }

    private static func tree(
        _ text: String, file: String, format: Format, limits: YAMLLimits
    ) -> ([DocumentTree.Entry], [DocumentProblem]) {
        switch format {
        case .yaml:
            let tree = DocumentTree(text: text, file: file, limits: limits)
            return (tree.root, tree.problems)
        case .json:
            let reading = JSONReading(text: text, file: file, limits: limits)
            return (reading.root, reading.problems)
        }
    }
}
