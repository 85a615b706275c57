/// A text that may be broken into lines, measured once for all sizes. It breaks between hanzi, after spaces and
/// hyphens, and where the author put a line feed.
///
/// Closing punctuation never starts a line and opening punctuation never ends one (GB/T 15834-2011, 5.1).
struct BreakableText {
    private static let neverFirst = Set("，。、；：？！）》」』】〉”’％…·,.;:?!)]}%".unicodeScalars)
    private static let neverLast = Set("（《「『【〈“‘¥￥([{".unicodeScalars)

    /// A piece of text that may not be broken.
    private struct Word {
        let text: String
        /// In em.
        let width: Float
        /// The share of `width` that counts at the end of a line, where a trailing space takes no room.
        let endShare: Float
        /// The cost of ending a line here, for `balancedLines`.
        let endCost: Float

        init(_ text: String, width: Float) {
            self.text = text
            self.width = width
            let trimmed = text.trimmingSpaces.unicodeScalars
            let hasSpace = text.hasSuffix(" ")
            endShare = hasSpace ? min(1, Float(trimmed.count) / Float(text.unicodeScalars.count) * 1.1) : 1
            endCost = trimmed.last.map(BreakableText.neverFirst.contains) == true ? 0 : hasSpace ? 0.1 : 0.3
        }
    }

    /// The words of each part between the author's line feeds.
    private let pieces: [[Word]]

    /// - Parameter emWidth: the width of a part, in em.
    init(_ text: String, emWidth: (String) -> Float) {
        pieces = text.split(whereSeparator: \.isNewline).map { piece in
            Self.words(String(piece)).map { Word($0, width: emWidth($0)) }
        }
    }

    /// Lines no wider than `width` at one size, as few as possible.
    func lines(width: Float, size: Int) -> [String] {
        pieces.flatMap { words in
            Self.fill(words, width: width, size: Float(size)).map { Self.line(words[$0]) }
        }
    }

    /// The number of lines that `lines` gives.
    func lineCount(width: Float, size: Int) -> Int {
        pieces.reduce(0) { $0 + Self.fill($1, width: width, size: Float(size)).count }
    }

    /// The same number of lines, broken as a typesetter would: after punctuation if possible, and otherwise into lines
    /// of even length. For texts that are shown; finding the size only needs `lineCount`.
    func balancedLines(width: Float, size: Int) -> [String] {
        pieces.flatMap { words -> [String] in
            let greedy = Self.fill(words, width: width, size: Float(size))
            let best =
                greedy.count > 1
                ? Self.best(words, lines: greedy.count, widest: width, size: Float(size)) ?? greedy : greedy
            return best.map { Self.line(words[$0]) }
        }
    }

    private static func line(_ words: ArraySlice<Word>) -> String { words.map(\.text).joined().trimmingSpaces }

    /// The text in pieces that may not be broken, in order; joined they give the text again.
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
        guard left == " " || left == "-" || isWide(left) || isWide(right) else { return false }
        return right != " " && !neverFirst.contains(right) && !neverLast.contains(left) && right.isDrawn
    }

    /// Hanzi and full-width forms: a line may break on either side.
    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF: true
        default: scalar.value > 0x2000 && neverFirst.contains(scalar)
        }
    }

    private static func fill(_ words: [Word], width: Float, size: Float) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        var used: Float = 0
        for (index, word) in words.enumerated() {
            if index > start, used + word.width * size * word.endShare > width {
                lines.append(start..<index)
                start = index
                used = 0
            }
            used += word.width * size
        }
        if start < words.count { lines.append(start..<words.count) }
        return lines
    }

    /// The cheapest way to divide the words into so many lines. Uneven lines cost, and so does a line that ends within
    /// a sentence.
    ///
    /// - Returns: `nil` when there is no way. The texts are short, so all ways are tried.
    private static func best(_ words: [Word], lines: Int, widest: Float, size: Float) -> [Range<Int>]? {
        guard words.count <= maximumWords else { return nil }
        let starts = words.reduce(into: [Float(0)]) { $0.append($0[$0.count - 1] + $1.width * size) }
        let even = starts[words.count] / Float(lines)
        // costs[end]: the cheapest way to set the words before `end` in as many lines as we have come to;
        // cuts[line][end]: where the last of these lines begins.
        var costs = [Float](repeating: .infinity, count: words.count + 1)
        costs[0] = 0
        var cuts: [[Int]] = []
        for _ in 0..<lines {
            var next = [Float](repeating: .infinity, count: words.count + 1)
            var cut = [Int](repeating: 0, count: words.count + 1)
            for end in 1...words.count {
                let last = words[end - 1]
                for start in (0..<end).reversed() {
                    let width = starts[end - 1] - starts[start] + last.width * size * last.endShare
                    // A line that begins at an earlier word is wider still.
                    guard width <= widest else { break }
                    let uneven = (width - even) / even
                    let cost = costs[start] + uneven * uneven + (end < words.count ? last.endCost : 0)
                    if cost < .infinity, cost <= next[end] { (next[end], cut[end]) = (cost, start) }
                }
            }
            costs = next
            cuts.append(cut)
        }
        guard costs[words.count] < .infinity else { return nil }
        var end = words.count
        return cuts.reversed().map { cut in
            defer { end = cut[end] }
            return cut[end]..<end
        }.reversed()
    }

    private static let maximumWords = 100
}

extension String {
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
