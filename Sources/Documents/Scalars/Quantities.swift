/// Durations as people write them in configuration: a whole number and one unit, `500ms`, `30s`, `5m`, `2h`, `7d`.
package enum DurationText {
    static let units: [(name: String, size: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// - Returns: `nil` for anything else, negative or too large included.
    package static func parse(_ text: String) -> Duration? {
        Quantity.parse(text, units: units).map { .milliseconds($0) }
    }

    private static let otherWords = [
        "sec": "s", "second": "s", "秒": "s", "min": "m", "minute": "m", "分": "m", "分钟": "m", "hr": "h", "hour": "h",
        "小时": "h", "day": "d", "天": "d", "msec": "ms", "毫秒": "ms",
    ]

    /// The same as it has to be written, of what says its unit in another word: `20 sec`, `5min`.
    static func meant(_ text: String) -> String? { Quantity.meant(text, units: units, otherWords) }

    /// In the largest unit that divides it.
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return Quantity.text(seconds * 1000 + attoseconds / 1_000_000_000_000_000, units: units, zero: "0s")
    }
}

/// Sizes in bytes: a whole number and `B`, `KiB`, `MiB` or `GiB`.
package enum SizeText {
    static let units: [(name: String, size: Int64)] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)]

    package static func parse(_ text: String) -> Int64? { Quantity.parse(text, units: units) }

    /// Nobody who writes MB here means thousands.
    private static let otherWords = ["k": "KiB", "kb": "KiB", "m": "MiB", "mb": "MiB", "g": "GiB", "gb": "GiB"]

    /// The same as it has to be written: `8 GB`, `64m`.
    static func meant(_ text: String) -> String? { Quantity.meant(text, units: units, otherWords) }

    package static func text(_ bytes: Int64) -> String { Quantity.text(bytes, units: units, zero: "0B") }
}

private enum Quantity {
    static func parse(_ text: String, units: [(name: String, size: Int64)]) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard let number = Int64(digits), let size = units.first(where: { $0.name == unit })?.size else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: size)
        // A thousand years of milliseconds, or 32 TiB: beyond that somebody mistyped.
        return overflow || product > 1 << 45 ? nil : product
    }

    static func meant(
        _ text: String, units: [(name: String, size: Int64)], _ otherWords: [String: String]
    ) -> String? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let word = text.dropFirst(digits.count).lowercased().filter { !$0.isWhitespace }
        let singular = word.hasSuffix("s") ? String(word.dropLast()) : word
        let unit = units.first { $0.name.lowercased() == word }?.name ?? otherWords[word] ?? otherWords[singular]
        return unit.map { digits + $0 }.flatMap { parse($0, units: units) == nil ? nil : $0 }
    }

    static func text(_ value: Int64, units: [(name: String, size: Int64)], zero: String) -> String {
        guard value != 0, let unit = units.first(where: { value.isMultiple(of: $0.size) }) else { return zero }
        return "\(value / unit.size)\(unit.name)"
    }
}
