import Foundation

/// One Swift file of ours, as text: enough of a reader for budgets, not a parser.
struct SourceFile {
    struct Function {
        var name: String
        /// Counted from 1.
        var line: Int
        /// From the line that declares it to the closing brace.
        var lines: Int
    }

    var path: String
    var lines: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file below Sources and Tests.
    static func all() throws -> [SourceFile] {
        var files: [SourceFile] = []
        for folder in ["Sources", "Tests"] {
            let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            while let name = found?.nextObject() as? String {
                guard name.hasSuffix(".swift") else { continue }
                let path = "\(folder)/\(name)"
                files.append(
                    SourceFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8)))
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }

    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines without comments; text in quotes stays.
    var code: [String] {
        lines.map { line in
            guard let comment = line.firstRange(of: "//") else { return line }
            return line[..<comment.lowerBound].hasSuffix(":") ? line : String(line[..<comment.lowerBound])
        }
    }

    var imports: [String] {
        code.compactMap { line in
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else { return nil }
            return words[at + 1].split(separator: ".").first.map(String.init)
        }
    }

    /// The types of tests: the names that `swift test --filter` takes after the target's.
    var suites: [String] {
        code.compactMap { line in
            guard !line.hasPrefix(" ") else { return nil }
            return line.firstMatch(of: /(?:struct|class|enum|actor) (\w+Tests)\b/).map { String($0.1) }
        }
    }

    /// Functions and initialisers by indentation, which the formatter keeps honest: a body ends at the brace
    /// that stands as deep as the line that declares it.
    var functions: [Function] {
        var found: [Function] = []
        for (index, line) in code.enumerated() {
            let trimmed = line.drop { $0 == " " }
            let words = trimmed.split(separator: " ")
            guard let name = Self.functionName(words) else { continue }
            let indent = line.count - trimmed.count
            let end = lines[index...].dropFirst().firstIndex { other in
                other.hasPrefix(String(repeating: " ", count: indent) + "}")
                    && !other.hasPrefix(String(repeating: " ", count: indent + 1))
            }
            let oneLine = line.contains("{") && line.hasSuffix("}")
            found.append(Function(name: name, line: index + 1, lines: oneLine ? 1 : (end ?? index) - index + 1))
        }
        return found
    }

    private static func functionName(_ words: [Substring]) -> String? {
        let modifiers: Set<Substring> = [
            "package", "private", "fileprivate", "internal", "static", "mutating", "nonisolated", "override", "final",
            "consuming", "borrowing", "@Test", "@discardableResult", "convenience", "required",
        ]
        let rest = words.drop { modifiers.contains($0) }
        guard let first = rest.first else { return nil }
        if first == "func" { return rest.dropFirst().first.map(String.init) }
        return first.hasPrefix("init(") || first.hasPrefix("init?(") ? "init" : nil
    }
}
