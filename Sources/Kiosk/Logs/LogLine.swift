internal import Foundation

/// One line of the log: a JSON object that begins with its cursor and its time.
enum LogLine {
    /// Longer values are cut: no event of ours needs more.
    static let valueCharacters = 300

    static func text(_ event: LogEvent, cursor: Int64, atMs: Int64) -> String {
        var line = "{\"cursor\":\(cursor),\"atMs\":\(atMs),\"event\":\(quoted(event.name))"
        for (name, value) in event.fields {
            switch value {
            case .number(let number): line += ",\(quoted(name)):\(number)"
            case .text(let text): line += ",\(quoted(name)):\(quoted(String(text.prefix(valueCharacters))))"
            }
        }
        return line + "}"
    }

    /// The time a line of ours begins with; `nil` for anything else.
    static func atMs(_ line: some StringProtocol) -> Int64? {
        guard let range = line.range(of: "\"atMs\":") else { return nil }
        return Int64(line[range.upperBound...].prefix { $0 == "-" || ($0.isASCII && $0.isNumber) })
    }

    static func isObject(_ line: String) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any]
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
