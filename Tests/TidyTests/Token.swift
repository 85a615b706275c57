/// A piece of Swift that tests look at: comments and spaces are left out, what texts in quotes say is apart.
struct Token: Equatable {
    enum Kind { case word, mark, text }

    var kind: Kind
    /// Of a text what stands between its quotes, without what is inserted into it: that comes before it, as code.
    var text: String
    /// Counted from 1.
    var line: Int
    /// In how many braces it stands.
    var depth: Int
}

extension SourceFile {
    var tokens: [Token] {
        var lexer = Lexer(lines.joined(separator: "\n"))
        lexer.read()
        return lexer.tokens
    }
}

/// Enough of Swift's grammar to tell code from comments and texts; the compiler has seen that it is Swift.
private struct Lexer {
    private(set) var tokens: [Token] = []
    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// - Parameter isInserted: ends at the parenthesis that closes an insertion into a text.
    mutating func read(isInserted: Bool = false) {
        var open = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case _ where Self.isWord(byte): readWord(); continue
            case UInt8(ascii: "/") where peek(1) == byte: skipLine(); continue
            case UInt8(ascii: "/") where startsPattern: skipPattern()
            case UInt8(ascii: "\""): readText(); continue
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: ">"):
                add(.mark, "->")
                place += 1
            case UInt8(ascii: "("): open += 1; add(.mark, "(")
            case UInt8(ascii: ")"):
                open -= 1
                if isInserted, open < 0 { place += 1; return }
                add(.mark, ")")
            case UInt8(ascii: "{"): add(.mark, "{"); depth += 1
            case UInt8(ascii: "}"): depth -= 1; add(.mark, "}")
            case let mark where mark > 32: add(.mark, String(decoding: [mark], as: UTF8.self))
            default: break
            }
            place += 1
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? { place + ahead < bytes.count ? bytes[place + ahead] : nil }

    private mutating func add(_ kind: Token.Kind, _ text: String, line: Int? = nil) {
        tokens.append(Token(kind: kind, text: text, line: line ?? self.line, depth: depth))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...: true
        default: false
        }
    }

    private mutating func readWord() {
        let start = place
        while let byte = peek(), Self.isWord(byte) { place += 1 }
        add(.word, String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func skipLine() {
        while let byte = peek(), byte != UInt8(ascii: "\n") { place += 1 }
    }

    /// A slash is the start of a pattern where nothing can be divided.
    private var startsPattern: Bool {
        guard let next = peek(1), next > 32, let last = tokens.last else { return false }
        return last.kind == .mark && ["(", ",", "=", ":"].contains(last.text)
    }

    private mutating func skipPattern() {
        place += 1
        while let byte = peek(), byte != UInt8(ascii: "/") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
    }

    private mutating func readText() {
        let start = line
        let isLong = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
        place += isLong ? 3 : 1
        var text: [UInt8] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "(") {
                place += 2
                read(isInserted: true)
                continue
            }
            if byte == UInt8(ascii: "\""), !isLong || peek(1) == byte && peek(2) == byte { break }
            if byte == UInt8(ascii: "\n") { line += 1 }
            let length = byte == UInt8(ascii: "\\") ? 2 : 1
            text += bytes[place..<min(place + length, bytes.count)]
            place += length
        }
        place += isLong ? 3 : 1
        add(.text, String(decoding: text, as: UTF8.self), line: start)
    }
}
