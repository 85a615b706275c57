internal import Vocabulary

/// Reads JSON (RFC 8259), strictly, into the same tree that YAML gives, with places.
///
/// Of our own because the system's parser tells neither where a value stands, nor that a key is there twice, nor
/// in which order keys came.
struct JSONReading {
    private struct Stop: Error {
        var at: Int
        var message: Bilingual
    }

    private enum Step {
        case key(String)
        case element(Int)
    }

    private let bytes: [UInt8]
    private var at = 0
    /// From the root to what is being read.
    private var path: [Step] = []
    private var line = 1
    /// Where the present line begins, and how many continuation bytes were passed in it: columns count scalars.
    private var lineStart = 0
    private var continuations = 0
    private let file: String
    private(set) var problems: [DocumentProblem] = []
    private(set) var root: [DocumentTree.Entry] = []

    init(text: String, file: String, limits: YAMLLimits) {
        bytes = Array(text.utf8)
        self.file = file
        guard bytes.count <= limits.bytes else {
            report(DocumentTree.Place(), "", .longer(kib: limits.bytes / 1024))
            return
        }
        do throws(Stop) {
            let value = try value()
            skipBlanks()
            guard at == bytes.count else { throw stop("结尾之后还有内容", "something after the end") }
            if case .mapping(let entries) = value.content {
                root = entries
            } else {
                report(value.place, "", .noObject)
            }
        } catch { report(place(of: error.at), "", .notJSON(error.message)) }
    }

    private mutating func report(_ place: DocumentTree.Place, _ key: String, _ fault: Fault) {
        problems.append(
            DocumentProblem(file: file, line: place.line, column: place.column, key: key, fault: fault))
    }

    private var pathText: String {
        path.reduce("") { above, step in
            switch step {
            case .key(let key): DocumentTree.join(above, key)
            case .element(let index): "\(above)[\(index)]"
            }
        }
    }

    private func stop(_ zh: String, _ en: String) -> Stop { Stop(at: at, message: Bilingual(zh: zh, en: en)) }

    private var here: DocumentTree.Place { place(of: at) }

    /// Right for a position in the present line only.
    private func place(of position: Int) -> DocumentTree.Place {
        DocumentTree.Place(line: line, column: max(1, position - lineStart - continuations + 1))
    }

    private mutating func advance() {
        if bytes[at] == UInt8(ascii: "\n") {
            line += 1
            lineStart = at + 1
            continuations = 0
        } else if bytes[at] & 0xC0 == 0x80 {
            continuations += 1
        }
        at += 1
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
    }

    private mutating func skipBlanks() {
        while at < bytes.count, Self.isBlank(bytes[at]) { advance() }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipBlanks()
        guard at < bytes.count, bytes[at] == byte.asciiValue else { return false }
        advance()
        return true
    }

    private mutating func value() throws(Stop) -> DocumentTree.Value {
        skipBlanks()
        let place = here
        guard at < bytes.count else { throw stop("内容不完整，提前结束", "ends too early") }
        guard path.count < YAMLLimits.depth else {
            throw stop("嵌套超过 \(YAMLLimits.depth) 层", "nested deeper than \(YAMLLimits.depth)")
        }
        switch bytes[at] {
        case UInt8(ascii: "{"):
            return DocumentTree.Value(content: .mapping(try object()), place: place)
        case UInt8(ascii: "["):
            return DocumentTree.Value(content: .list(try array()), place: place)
        case UInt8(ascii: "\""):
            return DocumentTree.Value(content: .scalar(try string(), plainTag: nil), place: place)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return DocumentTree.Value(content: .scalar(try number(), plainTag: .number), place: place)
        default:
            for (word, tag) in [("true", DocumentTree.PlainTag.boolean), ("false", .boolean), ("null", .null)]
            where bytes[at...].starts(with: word.utf8) {
                at += word.utf8.count
                return DocumentTree.Value(content: .scalar(word, plainTag: tag), place: place)
            }
            throw stop("这里不是值、对象或列表", "neither a value nor an object nor a list")
        }
    }

    private mutating func array() throws(Stop) -> [DocumentTree.Value] {
        advance()
        var elements: [DocumentTree.Value] = []
        if take("]") { return elements }
        repeat {
            path.append(.element(elements.count))
            elements.append(try value())
            path.removeLast()
        } while take(",")
        guard take("]") else { throw stop("这里应当是 , 或 ]", "expected , or ]") }
        return elements
    }

    private mutating func object() throws(Stop) -> [DocumentTree.Entry] {
        advance()
        var entries: [DocumentTree.Entry] = []
        var lines: [String: Int] = [:]
        if take("}") { return entries }
        repeat {
            skipBlanks()
            let place = here
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw stop("这里应当是带引号的键", "expected a key in quotes")
            }
            let key = try string()
            guard take(":") else { throw stop("这里应当是 :", "expected :") }
            path.append(.key(key))
            let value = try value()
            if let first = lines[key] {
                report(place, pathText, .setTwice(first: first))
            } else {
                lines[key] = place.line
                entries.append(DocumentTree.Entry(key: key, place: place, value: value))
            }
            path.removeLast()
        } while take(",")
        guard take("}") else { throw stop("这里应当是 , 或 }", "expected , or }") }
        return entries
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isOfNumber(_ byte: UInt8) -> Bool { isDigit(byte) || "+-.eE".utf8.contains(byte) }

    /// As it stands; whoever reads it says what numbers it takes.
    private mutating func number() throws(Stop) -> String {
        let start = at
        while at < bytes.count, Self.isOfNumber(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard bytes[start..<at].allSatisfy(Self.isDigit) && bytes[start] != UInt8(ascii: "0") || Self.isNumber(text)
        else {
            throw Stop(
                at: start,
                message: Bilingual(zh: "\(text.prefix(40)) 不是数字", en: "\(text.prefix(40)) is not a number"))
        }
        return text
    }

    /// RFC 8259 §6: no leading zero, no bare point, no plus but in an exponent.
    private static func isNumber(_ text: String) -> Bool {
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        let exponent = text.dropFirst(mantissa.count + 1).drop { $0 == "+" || $0 == "-" }
        let digits = mantissa.hasPrefix("-") ? mantissa.dropFirst() : mantissa
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
            && (parts[0] == "0" || !parts[0].hasPrefix("0"))
            && (mantissa.count == text.count || !exponent.isEmpty && exponent.allSatisfy(\.isNumber))
    }

    /// Whether it stands for itself in a text.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func string() throws(Stop) -> String {
        advance()
        let start = at
        while at < bytes.count, Self.isPlain(bytes[at]) { advance() }
        var text = bytes[start..<at]
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                advance()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
            case 0..<0x20: throw stop("文字里有控制字符", "a control character in a text")
            default:
                text.append(bytes[at])
                advance()
            }
        }
        throw stop("文字没有结束的引号", "a text without end")
    }

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    private mutating func escape() throws(Stop) -> Unicode.Scalar {
        advance()
        guard at < bytes.count else { throw stop("内容不完整，提前结束", "ends too early") }
        if let scalar = Self.escapes[bytes[at]] {
            advance()
            return scalar
        }
        guard bytes[at] == UInt8(ascii: "u") else { throw stop("没有这种转义", "no such escape") }
        let high = try hex()
        guard (0xD800..<0xDC00).contains(high) else {
            guard let scalar = Unicode.Scalar(high) else { throw stop("代理对只有一半", "half a surrogate pair") }
            return scalar
        }
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
            throw stop("代理对只有一半", "half a surrogate pair")
        }
        advance()
        let low = try hex()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw stop("代理对只有一半", "half a surrogate pair") }
        return scalar
    }

    /// The four digits after `u`.
    private mutating func hex() throws(Stop) -> UInt32 {
        let digits = bytes[min(at + 1, bytes.count)..<min(at + 5, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw stop("\\u 后面要有四位十六进制数字", "\\u needs four hexadecimal digits") }
        at += 5
        return value
    }
}
