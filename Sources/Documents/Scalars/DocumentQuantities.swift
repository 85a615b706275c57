internal import Vocabulary

extension DocumentScalar where Value == Duration {
    /// A time span with its unit.
    package static func duration(in range: ClosedRange<Duration>) -> DocumentScalar {
        DocumentScalar(
            allowed: .range(
                range, DurationText.text, zh: "，写作整数加单位 ms、s、m、h 或 d",
                en: ", as a whole number with ms, s, m, h or d"),
            kind: .duration,
            schema: [.init("type", .text("string")), .init("pattern", .text("^[0-9]+(ms|s|m|h|d)$"))],
            standIn: range.lowerBound,
            read: { text in
                guard let value = DurationText.parse(text) else {
                    return .wrong(.noDuration(text, near: DurationText.meant(text)))
                }
                return range.contains(value) ? .value(value) : .wrong(.outOfRange(text))
            },
            write: { .text(DurationText.text($0)) })
    }
}

extension DocumentScalar where Value == Int64 {
    /// A size in bytes with its unit.
    package static func size(in range: ClosedRange<Int64>) -> DocumentScalar {
        DocumentScalar(
            allowed: .range(
                range, SizeText.text, zh: "，写作整数加单位 B、KiB、MiB 或 GiB",
                en: ", as a whole number with B, KiB, MiB or GiB"),
            kind: .size,
            schema: [.init("type", .text("string")), .init("pattern", .text("^[0-9]+(B|KiB|MiB|GiB)$"))],
            standIn: range.lowerBound,
            read: { text in
                guard let value = SizeText.parse(text) else {
                    return .wrong(.noSize(text, near: SizeText.meant(text)))
                }
                return range.contains(value) ? .value(value) : .wrong(.outOfRange(text))
            },
            write: { .text(SizeText.text($0)) })
    }
}
