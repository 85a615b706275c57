internal import Vocabulary

/// Money and shares as documents write them.
extension DocumentScalar where Value == Int64 {
    /// Money in fen, written in yuan: `¥88` or `¥88.00`. The sign makes it impossible to take yuan for fen.
    package static func money(in range: ClosedRange<Int64>) -> DocumentScalar {
        bounded(
            .range(range, MoneyText.text, zh: "，写作 ¥88 或 ¥88.00", en: ", as ¥88 or ¥88.00"), in: range,
            pattern: #"^¥(0|[1-9][0-9]{0,12})(\.[0-9]{2})?$"#, value: \.self, MoneyText.text
        ) { text in
            if let fen = MoneyText.parse(text) { return .value(fen) }
            return .wrong(.noYuan(text, near: MoneyText.meant(text)))
        }
    }

    /// A share in basis points, written in percent: `15%`, `7.5%`, `0.25%`.
    package static func percent(in range: ClosedRange<Int64>) -> DocumentScalar {
        bounded(
            .range(range, PercentText.text, zh: "，写作 15% 或 7.5%", en: ", as 15% or 7.5%"), in: range,
            pattern: PercentText.pattern, value: \.self, PercentText.text
        ) { text in
            if let share = PercentText.parse(text) { return .value(share) }
            let near = PercentText.parse(text + "%") == nil ? nil : text + "%"
            return .wrong(.noShare(text, near: near))
        }
    }
}

extension DocumentScalar {
    /// - Parameters:
    ///   - value: what of it must be in the range.
    ///   - write: the same as it stands in a document.
    static func bounded(
        _ allowed: @autoclosure @escaping () -> Bilingual, in range: ClosedRange<Int64>, pattern: String,
        value: KeyPath<Value, Int64>,
        _ write: @escaping (Int64) -> String, _ read: @escaping (String) -> Reading
    ) -> DocumentScalar where Value: ExpressibleByIntegerLiteral, Value.IntegerLiteralType == Int64 {
        DocumentScalar(
            allowed: allowed(), kind: .word,
            schema: [.init("type", .text("string")), .init("pattern", .text(pattern))],
            standIn: Value(integerLiteral: range.lowerBound),
            read: { text in
                guard case .value(let found) = read(text) else { return read(text) }
                return range.contains(found[keyPath: value]) ? .value(found) : .wrong(.outOfRange(text))
            },
            write: { .text(write($0[keyPath: value])) })
    }
}

extension Bilingual {
    /// From and to, as they are written, and an example.
    static func range<Bound>(
        _ range: ClosedRange<Bound>, _ write: (Bound) -> String, zh: String, en: String
    ) -> Bilingual {
        let bounds = Bilingual.range(write(range.lowerBound), write(range.upperBound))
        return Bilingual(zh: bounds.zh + zh, en: bounds.en + en)
    }
}

/// Yuan with two decimals or none after the sign ¥ (U+00A5).
package enum MoneyText {
    package static func parse(_ text: String) -> Int64? {
        guard text.unicodeScalars.first == "\u{A5}" else { return nil }
        return Decimal.hundredths(text.unicodeScalars.dropFirst(), decimals: [2])
    }

    /// `98`, `98元`, `98.5`, `1,280.00`.
    static func meant(_ text: String) -> String? {
        var number = text.drop { !$0.isASCII || !$0.isNumber }
        for unit in ["元", "块", "RMB", "CNY"] where number.hasSuffix(unit) { number = number.dropLast(unit.count) }
        let digits = number.filter { $0 != "," && $0 != " " }
        return (parse("¥" + digits) ?? parse("¥" + digits + "0")).map(self.text)
    }

    package static func text(_ fen: Int64) -> String {
        let rest = fen % 100
        return "¥\(fen / 100)" + (rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }
}

/// Percent with at most two decimals.
package enum PercentText {
    static let pattern = #"^(0|[1-9][0-9]{0,5})(\.[0-9]{1,2})?%$"#

    package static func parse(_ text: String) -> Int64? {
        guard text.unicodeScalars.last == "%" else { return nil }
        return Decimal.hundredths(text.unicodeScalars.dropLast(), decimals: [1, 2])
    }

    package static func text(_ basisPoints: Int64) -> String {
        let rest = basisPoints % 100
        let decimals = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return "\(basisPoints / 100)\(decimals)%"
    }
}

private enum Decimal {
    /// - Parameter decimals: how many digits may stand after the point, if there is one.
    static func hundredths(_ text: some Collection<Unicode.Scalar>, decimals: Set<Int>) -> Int64? {
        let parts = Array(text).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...13).contains(whole.count), parts.joined().allSatisfy(isDigit),
            whole.count == 1 || whole.first != "0", parts.count == 1 || decimals.contains(parts[1].count)
        else { return nil }
        var value: Int64 = 0
        for digit in whole { value = value * 10 + Int64(digit.value - 0x30) }
        let rest = parts.count == 1 ? [] : Array(parts[1])
        for index in 0..<2 { value = value * 10 + (index < rest.count ? Int64(rest[index].value - 0x30) : 0) }
        return value
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
}
