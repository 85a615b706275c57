import Vocabulary

/// Texts with something broken in them.
enum Mutations {
    private static let numbers = [
        "-1", "0", "1", "1000000000000", "1000000000001", "1000000000000000000", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "1.5", "1e400", "-0", "00", "٣", "null", "\"\"", "[]", "{}",
    ]
    private static let tokens = [
        "[", "]", "{", "}", ":", ": ", ",", "- ", "&a ", "*a", "!!int ", "|", ">", "\t", "\"", "'", "#", "\n---\n",
        "%YAML 1.1\n", "\u{0}", "\u{FEFF}", "\u{2028}", "0x1", ".inf", "<<: ", "~", "? ", "\n", "  ", "\\u0000",
        "\\ud800", "\\", "true", "2026-02-30", "9999-12-31T23:59:59Z", "¥", "%", "é\u{301}", "👩‍👩‍👧", "\u{85}", "\r",
        "@", "!", "---\n", "...\n", "1e999", "forever", "12 months", "24:00-00:00", "kind: gift", "per day",
    ]

    static func mutated(_ text: String, times: Int, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<times { mutate(&bytes, &random) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes = Array((tokens.randomElement(using: &random) ?? "").utf8) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 3: bytes.insert(contentsOf: Array((tokens.randomElement(using: &random) ?? "").utf8), at: place)
        case 4...7: replaceNumber(from: place, &bytes, &random)
        case 8, 9: replaceWord(from: place, &bytes, &random)
        case 10: moveLine(from: place, &bytes, &random)
        default: if Int.random(in: 0..<5, using: &random) == 0 { bytes.removeSubrange(place...) }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The next number in the text becomes another.
    private static func replaceNumber(from place: Int, _ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Array((numbers.randomElement(using: &random) ?? "").utf8))
    }

    /// One value in the place of another, both whole.
    private static func replaceWord(from place: Int, _ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let other = word(at: Int.random(in: 0..<bytes.count, using: &random), in: bytes)
        bytes.replaceSubrange(word(at: place, in: bytes), with: Array(bytes[other]))
    }

    private static func word(at place: Int, in bytes: [UInt8]) -> Range<Int> {
        let isEnd = { (byte: UInt8) in " ,:{}[]\n\"".utf8.contains(byte) }
        let start = bytes[..<place].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
        return start..<(bytes[place...].firstIndex(where: isEnd) ?? bytes.count)
    }

    private static func moveLine(from place: Int, _ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
        let line = bytes[start..<end]
        bytes.removeSubrange(start..<end)
        bytes.insert(contentsOf: line, at: Int.random(in: 0...bytes.count, using: &random))
    }
}
