/// Breaks text into lines: between hanzi, after spaces and hyphens, and where the author put a line feed.
///
/// Closing punctuation never starts a line and opening punctuation never ends one (GB/T 15834-2011, 5.1).
enum LineBreaker {
    private static let neverFirst = Set("，。、；：？！）》」』】〉”’％…·,.;:?!)]}%".unicodeScalars)
    private static let neverLast = Set("（《「『【〈“‘¥￥([{".unicodeScalars)

    /// Lines no wider than `width`, evenly long: the narrowest set of as few lines as possible.
    static func lines(_ text: String, width: Float, measure: (String) -> Float) -> [String] {
        let pieces = text.split(separator: "\n", omittingEmptySubsequences: true)
        return pieces.flatMap { piece -> [String] in
            let words = words(String(piece)).map { (text: $0, width: measure($0)) }
            let greedy = fill(words, width: width)
            guard greedy.count > 1 else { return greedy }
            return balanced(words, lines: greedy.count, widest: width) ?? greedy
        }
    }

    /// Unbreakable pieces, in order; joined they give the text again.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var current = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if let previous, breaks(between: previous, and: scalar) {
                words.append(current)
                current = ""
            }
            current.unicodeScalars.append(scalar)
            previous = scalar
        }
        if !current.isEmpty { words.append(current) }
        return words
    }

    private static func breaks(between left: Unicode.Scalar, and right: Unicode.Scalar) -> Bool {
        if right == " " || neverFirst.contains(right) || neverLast.contains(left) || !right.isDrawn { return false }
        return left == " " || left == "-" || isWide(left) || isWide(right)
    }

    /// Hanzi and full-width forms: a line may break on either side.
    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF: true
        default: neverFirst.contains(scalar) && scalar.value > 0x2000
        }
    }

    private static func fill(_ words: [(text: String, width: Float)], width: Float) -> [String] {
        var lines: [String] = []
        var line = ""
        var used: Float = 0
        for word in words {
            if !line.isEmpty, used + trimmed(word) > width {
                lines.append(line.trimmingSpaces)
                line = ""
                used = 0
            }
            line += word.text
            used += word.width
        }
        if !line.isEmpty { lines.append(line.trimmingSpaces) }
        return lines
    }

    /// A space at the end of a line takes no room.
    private static func trimmed(_ word: (text: String, width: Float)) -> Float {
        guard word.text.hasSuffix(" "), !word.text.isEmpty else { return word.width }
        let share = Float(word.text.trimmingSpaces.unicodeScalars.count) / Float(word.text.unicodeScalars.count)
        return word.width * min(1, share * 1.1)
    }

    private static func balanced(
        _ words: [(text: String, width: Float)], lines: Int, widest: Float
    ) -> [String]? {
        var low = words.map(\.width).max() ?? 0
        var high = widest
        var best: [String]?
        while high - low > 4 {
            let middle = (low + high) / 2
            let attempt = fill(words, width: middle)
            if attempt.count <= lines { (high, best) = (middle, attempt) } else { low = middle }
        }
        return best
    }
}

extension String {
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
