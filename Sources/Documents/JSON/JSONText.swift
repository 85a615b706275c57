/// JSON as a value that keeps the order of its keys, so that it is printed the same way every time.
package indirect enum JSONText: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Int64)
    case text(String)
    case list([JSONText])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var key: String
        package var value: JSONText

        package init(_ key: String, _ value: JSONText) {
            self.key = key
            self.value = value
        }
    }

    /// Indented by two blanks; short lists of scalars on one line.
    package var printed: String { printed(indent: "") + "\n" }

    /// On one line, for what is kept or sent by the thousand.
    package var compact: String {
        var text = ""
        text.reserveCapacity(1024)
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .number(let number): text += String(number)
        case .text(let string): Self.quote(string, into: &text)
        case .list(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.quote(member.key, into: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private func printed(indent: String) -> String {
        let below = indent + "  "
        switch self {
        case .null: return "null"
        case .flag(let flag): return flag ? "true" : "false"
        case .number(let number): return "\(number)"
        case .text(let text): return Self.quoted(text)
        case .list(let elements):
            let texts = elements.map { $0.printed(indent: below) }
            let line = "[" + texts.joined(separator: ", ") + "]"
            if line.count <= 100, !line.contains("\n") { return line }
            return "[\n" + texts.map { below + $0 }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let texts = members.map { "\(below)\(Self.quoted($0.key)): \($0.value.printed(indent: below))" }
            return "{\n" + texts.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    /// RFC 8259 §7: quotes, backslashes and control characters are escaped, everything else stands as it is.
    package static func quoted(_ text: String) -> String {
        var quoted = ""
        quote(text, into: &quoted)
        return quoted
    }

    private static func quote(_ text: String, into quoted: inout String) {
        quoted += "\""
        defer { quoted += "\"" }
        // Nearly all texts have nothing in them to escape.
        guard !isPlain(text) else { return quoted += text }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x22 && byte != 0x5C }
        return text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isPlain) } ?? text.utf8.allSatisfy(isPlain)
    }
}
