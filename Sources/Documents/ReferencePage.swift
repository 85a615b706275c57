internal import Vocabulary

/// A reference file: every setting with its meaning, its unit and its default, as valid YAML.
struct ReferencePage {
    private static let width = 100
    private var lines: [String]

    init(head: String, _ described: [DocumentLine]) {
        lines = Self.comment(head, indent: "")
        for line in described { add(line) }
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    private mutating func add(_ line: DocumentLine) {
        let names = line.path.split(separator: ".")
        let indent = String(repeating: "  ", count: names.count - 1)
        let name = names.last ?? ""
        if line.setting == nil { lines.append("") }
        lines += Self.comment(line.why, indent: indent)
        guard let setting = line.setting else { return lines.append("\(indent)\(name):") }
        let standard = setting.standard.map { "default \($0)" } ?? "must be set"
        lines += Self.comment("\(setting.kind.name): \(setting.allowed.en); \(standard)", indent: indent)
        lines.append("\(indent)\(name): \(setting.standard ?? setting.example ?? "~")")
    }

    private static func comment(_ text: String, indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, indent.count + line.count + word.count + 3 > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { "\(indent)# \($0)" }
    }
}
