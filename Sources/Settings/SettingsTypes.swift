/// The kinds of values a configuration has. Each reader declares its key, reads it, and hands out the default when
/// it is not set or not right.
extension SettingsReader {
    /// Longest text taken, in characters.
    package static let longestText = 400

    /// Words: 1 to 400 characters, no control characters. What YAML would take for something else needs quotes.
    ///
    /// - Parameters:
    ///   - example: shown in the reference when there is no default.
    ///   - matching: a further condition, described by `allowed`.
    package func text(
        _ path: String, default standard: String? = nil, example: String? = nil, allowed: String = "text",
        matching: (String) -> Bool = { _ in true }, _ why: String
    ) -> String {
        let key = SettingsKey(
            path: path, type: "text", allowed: allowed, defaultText: standard.map(Self.quoted), example: example,
            why: why)
        return scalar(key, textOnly: true) { Self.word($0, matching: matching) } ?? standard ?? ""
    }

    /// Words, or nothing.
    package func optionalText(
        _ path: String, allowed: String = "text, or ~ for none", matching: (String) -> Bool = { _ in true },
        _ why: String
    ) -> String? {
        let key = SettingsKey(path: path, type: "text", allowed: allowed, defaultText: "~", why: why)
        return scalar(key, textOnly: true, mayBeNull: true) { Self.word($0, matching: matching) }
    }

    /// A whole number in decimal digits.
    package func integer(
        _ path: String, default standard: Int, in range: ClosedRange<Int>, unit: String? = nil, _ why: String
    ) -> Int {
        let allowed = "\(range.lowerBound) to \(range.upperBound)" + (unit.map { " \($0)" } ?? "")
        let key = SettingsKey(path: path, type: "integer", allowed: allowed, defaultText: "\(standard)", why: why)
        let value: Int? = scalar(key) { text in
            guard let value = Int(text), !text.hasPrefix("+") else { return .wrong("\(text) is not a whole number") }
            return range.contains(value) ? .value(value) : .wrong("\(text) is out of range")
        }
        return value ?? standard
    }

    /// A time span with its unit.
    package func duration(
        _ path: String, default standard: Duration, in range: ClosedRange<Duration>, _ why: String
    ) -> Duration {
        let bounds = "\(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
        let key = SettingsKey(
            path: path, type: "duration", allowed: "\(bounds), as a whole number with ms, s, m, h or d",
            defaultText: DurationText.text(standard), why: why)
        let value: Duration? = scalar(key) { text in
            guard let value = DurationText.parse(text) else { return .wrong("\(text) is not a duration with a unit") }
            return range.contains(value) ? .value(value) : .wrong("\(text) is out of range")
        }
        return value ?? standard
    }

    /// A size in bytes with its unit.
    package func size(
        _ path: String, default standard: Int64, in range: ClosedRange<Int64>, _ why: String
    ) -> Int64 {
        let bounds = "\(SizeText.text(range.lowerBound)) to \(SizeText.text(range.upperBound))"
        let key = SettingsKey(
            path: path, type: "size", allowed: "\(bounds), as a whole number with B, KiB, MiB or GiB",
            defaultText: SizeText.text(standard), why: why)
        let value: Int64? = scalar(key) { text in
            guard let value = SizeText.parse(text) else { return .wrong("\(text) is not a size with a unit") }
            return range.contains(value) ? .value(value) : .wrong("\(text) is out of range")
        }
        return value ?? standard
    }

    package func flag(_ path: String, default standard: Bool, _ why: String) -> Bool {
        let key = SettingsKey(
            path: path, type: "flag", allowed: "true or false", defaultText: "\(standard)", why: why)
        let value: Bool? = scalar(key) { text in
            switch text {
            case "true": .value(true)
            case "false": .value(false)
            default: .wrong("\(text) is neither true nor false")
            }
        }
        return value ?? standard
    }

    /// One of the cases of an enumeration, by raw value.
    package func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ path: String, default standard: Choice, _ why: String
    ) -> Choice {
        let names = Choice.allCases.map(\.rawValue)
        let key = SettingsKey(
            path: path, type: "choice", allowed: names.joined(separator: ", "), defaultText: standard.rawValue,
            why: why)
        let value: Choice? = scalar(key) { text in
            if let choice = Choice(rawValue: text) { return .value(choice) }
            let near = Nearest.match(text, among: names).map { "; did you mean \($0)?" } ?? ""
            return .wrong("\(text) is not one of the choices" + near)
        }
        return value ?? standard
    }

    /// An absolute path. Whether anything is there is looked at when it is used.
    package func path(_ path: String, default standard: String, _ why: String) -> String {
        let key = SettingsKey(
            path: path, type: "path", allowed: "an absolute path", defaultText: standard, why: why)
        return scalar(key, textOnly: true, Self.absolutePath) ?? standard
    }

    /// An absolute path, or nothing.
    package func optionalPath(_ path: String, _ why: String) -> String? {
        let key = SettingsKey(
            path: path, type: "path", allowed: "an absolute path, or ~ for none", defaultText: "~", why: why)
        return scalar(key, textOnly: true, mayBeNull: true, Self.absolutePath)
    }

    private static func absolutePath(_ text: String) -> Parsed<String> {
        guard case .value = word(text, matching: { _ in true }) else { return .wrong("\"\(text)\" is not a path") }
        return text.hasPrefix("/") ? .value(text) : .wrong("\(text) does not begin with /")
    }

    private static func word(_ text: String, matching: (String) -> Bool) -> Parsed<String> {
        guard !text.isEmpty else { return .wrong("is empty") }
        guard text.count <= longestText else { return .wrong("is longer than \(longestText) characters") }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return .wrong("has control characters in it")
        }
        return matching(text) ? .value(text) : .wrong("\"\(text)\" is not allowed")
    }

    /// With quotes when YAML would take the text for something else.
    private static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar.value > 0x2E80
                || "/-_.".unicodeScalars.contains(scalar)
        }
        let words = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"]
        return plain && !text.isEmpty && !words.contains(text.lowercased()) ? text : "\"\(text)\""
    }
}
