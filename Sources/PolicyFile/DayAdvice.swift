package import Documents
internal import Loyalty
internal import Vocabulary

/// What is wrong with a text that was meant for a day.
package enum DayAdvice {
    /// Days that no calendar has, and days in another form; `nil` for what looks like no day at all.
    package static func fault(_ text: String) -> Fault? {
        if let fault = impossible(text) { return fault }
        if let day = meant(text), day != text { return .form(text, near: day) }
        guard let parts = numbers(text), parts.count == 2, (1...12).contains(parts[1]) else { return nil }
        return .whichDay(text, first: Self.text(parts + [1]))
    }

    /// A month or a day that there is not.
    static func impossible(_ text: String) -> Fault? {
        let day = text.prefix { !" T".contains($0) }
        guard let parts = numbers(String(day)), parts.count == 3 else { return nil }
        guard (1...12).contains(parts[1]) else { return .noMonth(parts[1]) }
        let days = Day.length(ofMonth: parts[1], year: parts[0])
        guard !(1...days).contains(parts[2]) else { return nil }
        return .noSuchDay(year: parts[0], month: parts[1], days: days)
    }

    /// The day as it has to be written; `nil` when the text names none.
    static func meant(_ text: String) -> String? {
        guard let parts = numbers(text), parts.count == 3, impossible(text) == nil else { return nil }
        let text = Self.text(parts)
        return Day(text) == nil ? nil : text
    }

    /// Year, month and perhaps day.
    private static func numbers(_ text: String) -> [Int]? {
        let parts = text.split { "-/.年月日".contains($0) }
        guard (2...3).contains(parts.count), parts[0].count == 4, parts.dropFirst().allSatisfy({ $0.count <= 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy(ClockText.isDigit) })
        else { return nil }
        return parts.compactMap { Int($0) }
    }

    private static func text(_ parts: [Int]) -> String {
        let year = String(repeating: "0", count: max(0, 4 - "\(parts[0])".count)) + "\(parts[0])"
        return ([year] + parts.dropFirst().map { $0 < 10 ? "0\($0)" : "\($0)" }).joined(separator: "-")
    }
}

extension Fault {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    fileprivate static func noMonth(_ month: Int) -> Fault {
        Fault(
            "day.month", ["\(month)"], zh: "没有 \(month) 月；日期写作 年-月-日，如 2026-01-31",
            en: "there is no month \(month); a day is year-month-day, as 2026-01-31")
    }

    fileprivate static func noSuchDay(year: Int, month: Int, days: Int) -> Fault {
        Fault(
            "day.number", ["\(year)", "\(month)", "\(days)"], zh: "\(year) 年 \(month) 月只有 \(days) 天",
            en: "\(months[month - 1]) \(year) has \(days) days")
    }

    fileprivate static func whichDay(_ text: String, first: String) -> Fault {
        Fault(
            "day.which", [text], zh: "\(text) 没有写是哪一天；是不是想写 \(first)？",
            en: "\(text) does not say which day; did you mean \(first)?")
    }
}
