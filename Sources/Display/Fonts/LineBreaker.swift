/// Breaks text into lines: between hanzi, after spaces and hyphens, and where the author put a line feed.
///
/// Closing punctuation never starts a line and opening punctuation never ends one (GB/T 15834-2011, 5.1).
enum LineBreaker {
    private static let neverFirst = Set("，。、；：？！）》」』】〉”’％…·,.;:?!)]}%".unicodeScalars)
    private static let neverLast = Set("（《「『【〈“‘¥￥([{".unicodeScalars)

    /// Lines no wider than `width`, as few as possible.
    static func lines(_ text: String, width: Float, measure: (String) -> Float) -> [String] {
        pieces(text).flatMap { fill(measured($0, measure), width: width) }
    }

    /// The same number of lines, set as a person would: ends after punctuation where that is possible, and otherwise
    /// evenly long. For texts that are shown; finding the size only needs `lines`.
    static func comelyLines(_ text: String, width: Float, measure: (String) -> Float) -> [String] {
        pieces(text).flatMap { piece -> [String] in
            let words = measured(piece, measure)
            let greedy = fill(words, width: width)
            return greedy.count > 1 ? best(words, lines: greedy.count, widest: width) ?? greedy : greedy
        }
    }

    private static func pieces(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isNewline)
    }

    private static func measured(_ piece: Substring, _ measure: (String) -> Float) -> [(text: String, width: Float)] {
        words(String(piece)).map { (text: $0, width: measure($0)) }
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

    /// The cheapest way to cut the words into so many lines: uneven lines cost, and so does an end amid a sentence.
    /// - Returns: `nil` when there is no way; the texts are short, so all ways are tried (at most 4 lines × 100² ends).
    private static func best(
        _ words: [(text: String, width: Float)], lines: Int, widest: Float
    ) -> [String]? {
        guard words.count <= maximumWords else { return nil }
        let starts = words.reduce(into: [Float(0)]) { $0.append($0[$0.count - 1] + $1.width) }
        let even = starts[words.count] / Float(lines)
        // costs[end]: the cheapest way to set the words before `end` in as many lines as we have come to.
        var costs: [(cost: Float, ends: [Int])?] = Array(repeating: nil, count: words.count + 1)
        costs[0] = (0, [])
        for _ in 0..<lines {
            var next: [(cost: Float, ends: [Int])?] = Array(repeating: nil, count: words.count + 1)
            for end in 1...words.count {
                for start in 0..<end {
                    guard let before = costs[start] else { continue }
                    let width = starts[end - 1] - starts[start] + trimmed(words[end - 1])
                    guard width <= widest else { continue }
                    let uneven = (width - even) / even
                    let cost = before.cost + uneven * uneven + endCost(words, end)
                    if cost < next[end]?.cost ?? .infinity { next[end] = (cost, before.ends + [end]) }
                }
            }
            costs = next
        }
        guard let ends = costs[words.count]?.ends else { return nil }
        return zip([0] + ends, ends).map { start, end in
            words[start..<end].map(\.text).joined().trimmingSpaces
        }
    }

    private static let maximumWords = 100

    private static func endCost(_ words: [(text: String, width: Float)], _ end: Int) -> Float {
        guard end < words.count else { return 0 }
        let last = words[end - 1].text.trimmingSpaces.unicodeScalars.last
        if last.map(neverFirst.contains) == true { return 0 }
        return words[end - 1].text.hasSuffix(" ") ? 0.1 : 0.3
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
