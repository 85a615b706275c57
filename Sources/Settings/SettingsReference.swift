/// Writes the reference file of a program: every key with its meaning, its unit and its default, as valid YAML.
package enum SettingsReference {
    private static let width = 100

    package static func yaml<Value>(head: String, _ decode: (SettingsReader) -> Value) -> String {
        let reader = SettingsReader(text: "", file: "reference")
        _ = decode(reader)
        var lines = wrapped(head, indent: "")
        var open: [Substring] = []
        for key in reader.keys {
            let parts = key.path.split(separator: ".")
            let above = parts.dropLast()
            for depth in 0..<above.count where !open.starts(with: above.prefix(depth + 1)) {
                let path = above.prefix(depth + 1).joined(separator: ".")
                let indent = String(repeating: "  ", count: depth)
                lines.append("")
                for section in reader.sections where section.path == path {
                    lines += wrapped(section.why, indent: indent)
                }
                lines.append("\(indent)\(above[depth]):")
            }
            open = Array(above)
            let indent = String(repeating: "  ", count: above.count)
            lines += wrapped(key.why, indent: indent)
            let standard = key.defaultText.map { "default \($0)" } ?? "must be set"
            lines += wrapped("\(key.type): \(key.allowed); \(standard)", indent: indent)
            lines.append("\(indent)\(parts.last ?? ""): \(key.defaultText ?? key.example ?? "~")")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func wrapped(_ text: String, indent: String) -> [String] {
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
