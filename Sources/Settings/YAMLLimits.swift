/// Looks over a YAML text before the parser sees it, so that a hostile or broken file costs little.
///
/// The parser recurses once a nesting level and copies what an alias names, so depth and aliases are bounded here.
struct YAMLLimits {
    static let bytes = 64 * 1024
    static let indentation = 64
    static let openings = 256

    struct Violation: Equatable {
        var line: Int
        var column: Int
        var message: String
    }

    /// - Returns: the first thing that a configuration file of ours never has, or `nil`.
    static func violation(in text: String) -> Violation? {
        guard text.utf8.count <= bytes else {
            return Violation(line: 1, column: 1, message: "longer than \(bytes / 1024) KiB")
        }
        var openings = 0
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let scan = Line(line.unicodeScalars)
            if let column = scan.forbidden {
                return Violation(line: index + 1, column: column.at, message: column.message)
            }
            openings += scan.openings
            if scan.indentation > indentation {
                return Violation(line: index + 1, column: 1, message: "indented deeper than \(indentation) columns")
            }
            if openings > Self.openings {
                return Violation(line: index + 1, column: 1, message: "more than \(Self.openings) lists and mappings")
            }
        }
        return nil
    }

    /// What matters of one line; comments and what stands between quotes is skipped.
    private struct Line {
        var indentation = 0
        var openings = 0
        var forbidden: (at: Int, message: String)?

        init(_ scalars: some Sequence<Unicode.Scalar>) {
            let line = Array(scalars)
            indentation = line.prefix { $0 == " " || $0 == "\t" || $0 == "-" || $0 == "?" }.count
            var quote: Unicode.Scalar?
            for (index, scalar) in line.enumerated() {
                let before = index > 0 ? line[index - 1] : " "
                let after = index + 1 < line.count ? line[index + 1] : " "
                // A control character is refused even in a comment: no editor of ours puts one there.
                if scalar.value < 0x20, scalar != "\t", scalar != "\r" {
                    forbidden = forbidden ?? (index + 1, "a control character")
                }
                if let open = quote {
                    if scalar == open { quote = nil }
                    continue
                }
                let starts = " \t[{,:-?".unicodeScalars.contains(before)
                if scalar == "#", starts { break }
                if starts, scalar == "\"" || scalar == "'" { quote = scalar }
                note(scalar, at: index + 1, starts: starts, beforeBlank: after == " " || after == "\t")
            }
        }

        private mutating func note(_ scalar: Unicode.Scalar, at column: Int, starts: Bool, beforeBlank: Bool) {
            switch scalar {
            case "[", "{": openings += 1
            case "-" where beforeBlank, "?" where beforeBlank: openings += 1
            case "&" where starts && !beforeBlank, "*" where starts && !beforeBlank:
                forbidden = forbidden ?? (column, "anchors (&) and aliases (*) are not taken here")
            default: break
            }
        }
    }
}
