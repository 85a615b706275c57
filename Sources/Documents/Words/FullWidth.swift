internal import Vocabulary

/// Punctuation, digits and letters as Chinese input methods type them, where YAML and our values have ASCII.
enum FullWidth {
    /// Beside U+FF01 to U+FF5E, which stand as far from ASCII as each other.
    private static let others: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{3000}": " ", "“": "\"", "”": "\"", "‘": "'", "’": "'", "、": ",", "。": ".", "【": "[", "】": "]",
        "—": "-", "–": "-", "～": "-", "￥": "\u{A5}", "〜": "-",
    ]

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if let other = others[scalar] { return other }
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return nil }
        return Unicode.Scalar(scalar.value - 0xFEE0)
    }

    /// The same with ASCII in their place; `nil` when there is none of them.
    static func plain(_ text: some StringProtocol) -> String? {
        guard text.unicodeScalars.contains(where: { plain($0) != nil }) else { return nil }
        return text.unicodeScalars.reduce(into: "") { $0.unicodeScalars.append(plain($1) ?? $1) }
    }

    /// What is wrong with a text that has to be written in ASCII; `nil` when it has none of them.
    static func fault(_ text: String) -> Fault? {
        let text = text.prefix(60)
        guard let plain = plain(text) else { return nil }
        let found = characters(in: text)
        return Fault(
            "value.fullWidth", ["\(text)", found], zh: "\(text) 里有全角字符 \(found)；请用半角写成 \(plain)",
            en: "\(text) has full-width \(found) in it; write \(plain)")
    }

    /// A text that begins as a mapping, a list or a quotation would.
    static func structure(_ text: String) -> Fault? {
        guard let first = text.unicodeScalars.first, "｛［“‘【".unicodeScalars.contains(first) else { return nil }
        return fault(text)
    }

    /// To be put behind what a parser says about a line.
    static func remark(on line: some StringProtocol) -> Bilingual? {
        let found = characters(in: code(of: line))
        guard !found.isEmpty else { return nil }
        return Bilingual(
            zh: "；这一行有全角字符 \(found)，用来分隔时请改成半角",
            en: "; the line has full-width \(found): where they divide, write the ASCII ones")
    }

    /// What stands before a comment and outside of quotes.
    private static func code(of line: some StringProtocol) -> String {
        var code = ""
        var quote: Character?
        var before: Character = " "
        for character in line {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "#", before.isWhitespace {
                break
            } else if character == "\"" || character == "'" {
                quote = character
            } else {
                code.append(character)
            }
            before = character
        }
        return code
    }

    /// Each once, as they come, at most four.
    private static func characters(in text: some StringProtocol) -> String {
        var found: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where plain(scalar) != nil && !found.contains(scalar) && found.count < 4 {
            found.append(scalar)
        }
        return found.map { "\($0)" }.joined(separator: " ")
    }
}
