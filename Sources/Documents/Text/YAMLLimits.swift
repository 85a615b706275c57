/// Looks over a YAML text before the parser sees it, so that a hostile or broken file costs little.
///
/// The parser recurses once a nesting level and copies what an alias names, so depth and aliases are bounded here.
package struct YAMLLimits: Hashable, Sendable {
    /// For a program's configuration.
    package static let settings = YAMLLimits(bytes: 64 * 1024, openings: 256)
    /// For documents with lists of things: policies, calendars.
    package static let document = YAMLLimits(bytes: 512 * 1024, openings: 20_000)
    /// For a member's whole history.
    package static let history = YAMLLimits(bytes: 32 * 1024 * 1024, openings: 1_000_000)

    static let indentation = 64
    /// Lists and mappings inside each other.
    static let depth = 32
    /// What looks like an alias, wherever it stands. So few cannot blow a text up, whatever they name.
    static let aliases = 12

    var bytes: Int
    /// Lists and mappings in all.
    var openings: Int
    /// Values in all, once read: no text of that size has more, unless it names parts of itself again and again.
    var values: Int { bytes }

    struct Violation: Equatable {
        var line: Int
        var column: Int
        var fault: Fault
    }

    /// - Returns: the first thing that a configuration file of ours never has, or `nil`.
    func violation(in text: String) -> Violation? {
        guard text.utf8.count <= bytes else {
            return Violation(line: 1, column: 1, fault: .longer(kib: bytes / 1024))
        }
        var (openings, aliases) = (0, 0)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let scan = Line(line.unicodeScalars)
            if let column = scan.forbidden {
                return Violation(line: index + 1, column: column.at, fault: column.fault)
            }
            openings += scan.openings
            aliases += scan.aliases
            if let fault = excess(scan, openings: openings, aliases: aliases) {
                return Violation(line: index + 1, column: 1, fault: fault)
            }
        }
        return nil
    }

    private func excess(_ line: Line, openings: Int, aliases: Int) -> Fault? {
        if line.indentation > Self.indentation { return .indented(most: Self.indentation) }
        if openings > self.openings { return .openings(most: self.openings) }
        if aliases > Self.aliases { return .aliases(most: Self.aliases) }
        return nil
    }

    /// What matters of one line; comments and what stands between quotes is skipped.
    private struct Line {
        var indentation = 0
        var openings = 0
        /// Also between quotes and in comments, which one line alone cannot tell for certain.
        var aliases = 0
        var forbidden: (at: Int, fault: Fault)?

        init(_ scalars: some Sequence<Unicode.Scalar>) {
            let line = Array(scalars)
            indentation = line.prefix { $0 == " " || $0 == "\t" || $0 == "-" || $0 == "?" }.count
            aliases = Self.aliases(line)
            var quote: Unicode.Scalar?
            for (index, scalar) in line.enumerated() {
                let before = index > 0 ? line[index - 1] : " "
                let after = index + 1 < line.count ? line[index + 1] : " "
                // A control character is refused even in a comment: no editor of ours puts one there.
                if scalar.value < 0x20, scalar != "\t", scalar != "\r" {
                    // Lines were divided between characters, of which CR LF is one.
                    forbidden = forbidden ?? (index + 1, scalar == "\n" ? .carriageReturns : .controlCharacter)
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

        private static func aliases(_ line: [Unicode.Scalar]) -> Int {
            line.indices.dropFirst().count { index in
                line[index - 1] == "*" && !" \t*".unicodeScalars.contains(line[index])
                    && (index < 2 || " \t[{,:-?".unicodeScalars.contains(line[index - 2]))
            }
        }

        private mutating func note(_ scalar: Unicode.Scalar, at column: Int, starts: Bool, beforeBlank: Bool) {
            switch scalar {
            case "[", "{": openings += 1
            case "-" where beforeBlank, "?" where beforeBlank: openings += 1
            case "&" where starts && !beforeBlank, "*" where starts && !beforeBlank:
                forbidden = forbidden ?? (column, .anchors)
            default: break
            }
        }
    }
}
