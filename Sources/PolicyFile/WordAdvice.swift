internal import Documents
internal import Loyalty
internal import Vocabulary

// What somebody may have meant who wrote a word of a policy in another form.

extension ValidityText {
    private static let units: [Substring: String] = [
        "天": "days", "日": "days", "day": "days", "days": "days", "个月": "months", "月": "months", "month": "months",
        "months": "months", "年": "years", "year": "years", "years": "years", "周": "weeks", "week": "weeks",
        "weeks": "weeks",
    ]

    /// A count and its unit, in English or Chinese.
    private static func parts(_ text: String) -> (count: Int, unit: String)? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int(digits), (1...1000).contains(count), let unit = units[rest] else { return nil }
        return (count, unit)
    }

    static func meant(_ text: String) -> String? {
        if ["never", "always", "永久", "永远", "不限", "无限期"].contains(text) { return "forever" }
        guard let (count, unit) = parts(text) else { return nil }
        return unit == "weeks" ? "\(count * 7) days" : "\(count) \(unit)"
    }

    /// A year is said in two ways.
    static func advice(_ text: String) -> Fault? {
        guard let (count, unit) = parts(text), unit == "years", count <= 100 else { return nil }
        let (months, toEnd) = ("\(count * 12) months", self.text(.years(count)))
        return Fault(
            "word.year", [text, months, toEnd],
            zh: "\(text) 的写法不对；是不是想写 \(months)（满 \(count) 年）或 \(toEnd)（到第 \(count) 个年底）？",
            en: "\(text) is not that; did you mean \(months), or \(toEnd)?")
    }
}

enum LimitText {
    private static let words: [(String, String)] = [
        ("birthday", "per birthday"), ("生日", "per birthday"),
        ("month", "per month"), ("月", "per month"), ("year", "per year"), ("年", "per year"), ("day", "per day"),
        ("天", "per day"), ("日", "per day"), ("ever", "ever"), ("永久", "ever"), ("transaction", "per transaction"),
        ("单", "per transaction"),
    ]

    /// `1/month`, `1 a month`, `每月1次`.
    static func meant(_ text: String) -> String? {
        let digits = text.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), let period = words.first(where: { text.contains($0.0) })?.1 else { return nil }
        return "\(count) \(period)"
    }

    static func advice(_ text: String) -> Fault? {
        guard text.contains("week") || text.contains("周") else { return nil }
        return Fault(
            "word.week", [text], zh: "\(text)：这里不能按周计", en: "\(text): weeks are not counted here")
    }
}

extension Fault {
    /// Hours that go over midnight, where another day of the week begins.
    ///
    /// - Parameter to: `nil` for midnight itself.
    static func night(_ text: String, from: String, to: String?, on weekdays: [WeekdayName]) -> Fault {
        let evening = "\(from)-24:00"
        guard let to else {
            return Fault(
                "word.night", [text, evening], zh: "\(text) 结束在前一个零点；请写 \(evening)",
                en: "\(text) ends at the midnight before; write \(evening)")
        }
        let morning = "00:00-\(to)"
        guard let day = weekdays.first else {
            return Fault(
                "word.night", [text, evening, morning],
                zh: "\(text) 跨过零点，零点起算另一天；请分成两段：\(evening) 和 \(morning)",
                en: "\(text) goes over midnight, where another day begins; write it as two: \(evening) and \(morning)")
        }
        let next = day.next
        return Fault(
            "word.night", [text, evening, morning, day.rawValue, next.rawValue],
            zh: "\(text) 跨过零点，零点起算另一天：\(day.rawValue) 那一夜是 \(day.rawValue) 的 \(evening) 加上 "
                + "\(next.rawValue) 的 \(morning)；请写成两条规则",
            en: "\(text) goes over midnight, where another day begins: the night of \(day.rawValue) is \(evening) on "
                + "\(day.rawValue) and \(morning) on \(next.rawValue); write two rules")
    }
}
