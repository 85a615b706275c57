/// Money and shares as documents write them.
extension DocumentScalar where Value == Int64 {
    /// Money in fen, written in yuan: `¥88` or `¥88.00`. The sign makes it impossible to take yuan for fen.
    package static func money(in range: ClosedRange<Int64>) -> DocumentScalar {
        let allowed = "\(MoneyText.text(range.lowerBound)) to \(MoneyText.text(range.upperBound)), as ¥88 or ¥88.00"
        return amount(allowed, in: range, pattern: #"^¥(0|[1-9][0-9]{0,12})(\.[0-9]{2})?$"#, MoneyText.text) { text in
            if let fen = MoneyText.parse(text) { return .value(fen) }
            let digits = text.drop { !$0.isASCII || !$0.isNumber }
            let meant = MoneyText.parse("¥" + digits).map { "; did you mean \(MoneyText.text($0))?" } ?? ""
            return .wrong("\(text.prefix(40)) is not an amount in yuan" + meant)
        }
    }

    /// A share in basis points, written in percent: `15%`, `7.5%`, `0.25%`.
    package static func percent(in range: ClosedRange<Int64>) -> DocumentScalar {
        let allowed = "\(PercentText.text(range.lowerBound)) to \(PercentText.text(range.upperBound)), as 15% or 7.5%"
        return amount(allowed, in: range, pattern: #"^(0|[1-9][0-9]{0,5})(\.[0-9]{1,2})?%$"#, PercentText.text) {
            text in
            if let share = PercentText.parse(text) { return .value(share) }
            let meant = PercentText.parse(text + "%") == nil ? "" : "; did you mean \(text)%?"
            return .wrong("\(text.prefix(40)) is not a percentage" + meant)
        }
    }

    private static func amount(
        _ allowed: String, in range: ClosedRange<Int64>, pattern: String, _ write: @escaping (Int64) -> String,
        _ read: @escaping (String) -> Reading
    ) -> DocumentScalar {
        DocumentScalar(
            allowed: allowed, form: .word,
            schema: [.init("type", .text("string")), .init("pattern", .text(pattern))], standIn: range.lowerBound,
            read: { text in
                guard case .value(let value) = read(text) else { return read(text) }
                return range.contains(value) ? .value(value) : .wrong("\(text) is out of range")
            },
            write: { .text(write($0)) })
    }
}

/// Yuan with two decimals or none after the sign ¥ (U+00A5).
package enum MoneyText {
    package static func parse(_ text: String) -> Int64? {
        guard text.unicodeScalars.first == "\u{A5}" else { return nil }
        return Decimal.hundredths(text.unicodeScalars.dropFirst(), decimals: [2])
    }

    package static func text(_ fen: Int64) -> String {
        let rest = fen % 100
        return "¥\(fen / 100)" + (rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }
}

/// Percent with at most two decimals.
package enum PercentText {
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
