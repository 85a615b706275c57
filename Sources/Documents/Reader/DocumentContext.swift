internal import Vocabulary

/// What all readers of one document share: what was found wrong, where things stand, what is referred to.
final class DocumentContext {
    /// So many problems are told one by one. Nobody reads more, and looking for near words costs time.
    static let problemsTold = 200

    struct Reference {
        var kind: String
        var id: String
        var path: String
    }

    let file: String
    /// Describing: no document is there; every branch is walked so that its keys are known.
    let isDescribing: Bool
    /// A program's configuration, written by hand or by a template: groups may be empty, numbers stand in quotes.
    let isConfiguration: Bool
    /// Of a configuration: the paths of all settings that there are.
    var knownPaths: [String] = []
    /// What a document may say, while that is gathered; `nil` where nobody asks.
    var lines: [DocumentLine]?
    private(set) var problems: [DocumentProblem]
    private(set) var warnings: [DocumentProblem] = []
    private(set) var problemsLeftOut = 0
    private var elsewhere: [DocumentProblem] = []
    var references: [Reference] = []
    /// Words for people that say the same in both languages.
    var namesInOneLanguage = 0
    var definitions: [JSONText.Member] = []
    /// Every setting with a default, with `*` for names that the document gives, and whether it is said anywhere;
    /// `nil` where nobody asks.
    var settings: [String: Bool]?
    private let root: [DocumentTree.Entry]
    /// Of names that the document gives: where the name stands.
    private var places: [String: DocumentTree.Place] = [:]
    private var suspect: Set<String> = []

    init(
        file: String, root: [DocumentTree.Entry] = [], isDescribing: Bool = false, isConfiguration: Bool = false,
        problems: [DocumentProblem] = []
    ) {
        self.file = file
        self.isConfiguration = isConfiguration
        self.root = root
        self.isDescribing = isDescribing
        self.problems = problems
    }

    /// Reads the whole document. A text that is not even YAML or JSON says nothing about what is missing.
    func read<Value>(_ decode: (DocumentReader) -> Value) -> Value {
        let reader = DocumentReader(
            context: self, path: "", entries: root, isMute: root.isEmpty && !problems.isEmpty)
        let value = decode(reader)
        reader.finish()
        return value
    }

    func note(_ place: DocumentTree.Place, at path: String) { places[path] = place }

    func isSuspect(_ path: String) -> Bool { suspect.contains(path) }

    func report(_ path: String, _ fault: Fault, allowed: Bilingual? = nil, at place: DocumentTree.Place? = nil) {
        var above = path
        while suspect.insert(above).inserted, let shorter = Self.above(above) { above = shorter }
        guard problems.count < Self.problemsTold else {
            problemsLeftOut += 1
            return
        }
        problems.append(problem(path, fault, allowed, place))
    }

    func warn(_ path: String, _ fault: Fault) { warnings.append(problem(path, fault, nil, nil)) }

    private func problem(
        _ path: String, _ fault: Fault, _ allowed: Bilingual?, _ place: DocumentTree.Place?
    ) -> DocumentProblem {
        let place = place ?? nearestPlace(path)
        return DocumentProblem(
            file: file, line: place.line, column: place.column, key: path, fault: fault, allowed: allowed)
    }

    /// The place of the value, or else of the nearest key above it.
    private func nearestPlace(_ path: String) -> DocumentTree.Place {
        if let place = places[path] ?? DocumentTree.find(path[...], in: root)?.value.place { return place }
        var path = path
        while let shorter = Self.above(path) {
            if let place = places[shorter] ?? DocumentTree.find(shorter[...], in: root)?.key { return place }
            path = shorter
        }
        return DocumentTree.Place()
    }

    /// Problems of another file that this one names.
    func include(_ others: [DocumentProblem]) { elsewhere += others }

    static func above(_ path: String) -> String? {
        guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return path.isEmpty ? nil : "" }
        return String(path[..<end])
    }

    var isClean: Bool { problems.isEmpty && elsewhere.isEmpty }

    /// In the order of the file; the last line counts what is not told.
    var allProblems: [DocumentProblem] {
        var sorted = problems.sorted { ($0.line, $0.column, $0.key) < ($1.line, $1.column, $1.key) }
        if problemsLeftOut > 0 {
            let last = sorted.last?.line ?? 1
            sorted.append(
                DocumentProblem(file: file, line: last, column: 1, key: "", fault: .more(problemsLeftOut)))
        }
        return sorted + elsewhere
    }
}
