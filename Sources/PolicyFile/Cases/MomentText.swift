internal import Documents
internal import Loyalty
internal import Vocabulary

/// Moments as programs write them: ISO 8601 with the distance to UTC, `2026-03-01T10:00:00+08:00`.
package enum MomentText {
    static let pattern =
        #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"#

    /// - Returns: milliseconds since 1970 UTC; `nil` for anything else, moments before 1970 included.
    package static func parse(_ text: String) -> Int64? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(String(parts[0])) else { return nil }
        let clock = parts[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
        guard let inDay = milliseconds(clock), let offset = offsetMs(parts[1].dropFirst(clock.count)) else {
            return nil
        }
        let moment = Int64(day.number) * StoreZone.dayMs + inDay - offset
        return Bounds.momentsMs.contains(moment) ? moment : nil
    }

    /// A day, or a day and a time, as people write it, on a Chinese clock.
    static func meant(_ text: String) -> String? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard let first = parts.first, parts.count <= 2, let day = DayAdvice.meant(String(first)) else { return nil }
        let clock = parts.count == 2 ? parts[1].prefix { $0 != "+" && $0 != "Z" } : "10:00"
        let offset = parts.count == 2 ? parts[1].dropFirst(clock.count) : ""
        guard let minute = ClockText.meant(clock) else { return nil }
        return "\(day)T\(minute)\(offset.isEmpty ? "+08:00" : offset)"
    }

    /// In UTC, to the millisecond where there are any.
    package static func text(_ atMs: Int64) -> String {
        let day = Day(Int(atMs / StoreZone.dayMs))
        let rest = atMs % StoreZone.dayMs
        let clock = "\(two(rest / 3_600_000)):\(two(rest / 60_000 % 60)):\(two(rest / 1000 % 60))"
        let fraction = rest % 1000
        let digits = String(fraction + 1000).dropFirst()
        return "\(day)T\(clock)\(fraction == 0 ? "" : ".\(digits)")Z"
    }

    /// `10:00`, `10:00:59`, `10:00:59.999`.
    private static func milliseconds(_ clock: Substring) -> Int64? {
        let halves = clock.split(separator: ".", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), (2...3).contains(parts.count), halves.count == 1 || parts.count == 3,
            let hour = number(parts[0], 0...23), let minute = number(parts[1], 0...59),
            let second = parts.count == 3 ? number(parts[2], 0...59) : 0
        else { return nil }
        let whole = (hour * 60 + minute) * 60 + second
        guard halves.count == 2 else { return whole * 1000 }
        guard let fraction = number(halves[1], 0...999, digits: 3) else { return nil }
        return whole * 1000 + fraction
    }

    private static func offsetMs(_ text: Substring) -> Int64? {
        if text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = text.first, parts.count == 2, let hour = number(parts[0], 0...14),
            let minute = number(parts[1], 0...59)
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hour * 60 + minute) * 60_000
    }

    /// Digits only, exactly so many.
    private static func number(_ text: Substring, _ range: ClosedRange<Int64>, digits: Int = 2) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(text), range.contains(number)
        else { return nil }
        return number
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension DocumentScalar where Value == Int64 {
    /// Milliseconds since 1970 UTC.
    static var instant: DocumentScalar {
        word(
            Bilingual(
                zh: "带时差的时刻，如 2026-03-01T10:00:00+08:00",
                en: "a moment with its distance to UTC, as 2026-03-01T10:00:00+08:00"), pattern: MomentText.pattern,
            standIn: 0, write: MomentText.text, meant: MomentText.meant, advice: { DayAdvice.impossible($0) },
            read: MomentText.parse)
    }
}

extension DocumentScalar where Value == String {
    /// A name that somebody else gave: printable ASCII without blanks, at most 128.
    static var key: DocumentScalar {
        word(
            Bilingual(zh: "1 到 128 个半角字符，不含空格", en: "1 to 128 characters, ASCII without blanks"),
            pattern: "^[!-~]{1,128}$", standIn: "key", write: { $0 }
        ) { text in
            (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
        }
    }
}
