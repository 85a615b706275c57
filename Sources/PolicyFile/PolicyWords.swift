internal import Documents
internal import Loyalty
internal import Vocabulary

/// Words of a policy with a form of their own. Each has one way to be written.
extension DocumentScalar where Value == Day {
    static var day: DocumentScalar {
        word(
            Bilingual(zh: "一天，如 2026-02-17", en: "a day as 2026-02-17"), pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            standIn: Day(0), write: { "\($0)" }, advice: DayAdvice.fault, read: { Day($0) })
    }
}

/// A moment on the store's clock.
struct LocalMoment: Hashable {
    var day: Day
    var minute: Int

    /// The wall clock's reading counted from the day's start, so that a day on which clocks change has its own
    /// midnight at least.
    func ms(_ zone: StoreZone) -> Int64 {
        let start = zone.startMs(of: day)
        let plain = start + Int64(minute) * 60_000
        return plain + zone.offsetMs(atMs: start) - zone.offsetMs(atMs: plain)
    }

    static func meant(_ text: String) -> String? {
        let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
        guard parts.count == 2, let day = DayAdvice.meant(String(parts[0])), let clock = ClockText.meant(parts[1])
        else { return nil }
        return "\(day) \(clock)"
    }
}

extension DocumentScalar where Value == LocalMoment {
    static var moment: DocumentScalar {
        word(
            Bilingual(
                zh: "一天，如 2026-01-01；或门店时钟的一个时刻，如 2026-01-01 06:00",
                en: "a day as 2026-01-01 or a moment of the store's clock as 2026-01-01 06:00"),
            pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-2][0-9]:[0-5][0-9])?$",
            standIn: LocalMoment(day: Day(0), minute: 0), write: { "\($0.day) \(ClockText.text($0.minute))" },
            meant: LocalMoment.meant, advice: { $0.contains(" ") ? DayAdvice.impossible($0) : DayAdvice.fault($0) }
        ) { text in
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard let first = parts.first, let day = Day(String(first)), day >= Day(0), parts.count <= 2 else {
                return nil
            }
            let minute = parts.count == 2 ? ClockText.minute(parts[1]) : 0
            return minute.flatMap { $0 < 1440 ? LocalMoment(day: day, minute: $0) : nil }
        }
    }
}

enum ClockText {
    /// `00:00` to `24:00`.
    static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }

    /// `9:00`, `9` and `09:00` as `09:00`.
    static func meant(_ text: some StringProtocol) -> String? {
        let parts = text.split(separator: ":").map { part in String(part.filter { $0 != " " }) }
        guard (1...2).contains(parts.count), (1...2).contains(parts[0].utf8.count) else { return nil }
        let hour = (parts[0].utf8.count == 1 ? "0" : "") + parts[0]
        let clock = "\(hour):\(parts.count == 2 ? parts[1] : "00")"
        return minute(clock[...]) == nil ? nil : clock
    }

    static func text(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension DocumentScalar where Value == Range<Int> {
    /// Half-open, in minutes of the day.
    ///
    /// - Parameter weekdays: the days on which they hold; empty for all.
    static func hours(on weekdays: [WeekdayName]) -> DocumentScalar {
        word(
            Bilingual(zh: "一段时间，如 10:00-12:00，不含结束的那一刻", en: "hours as 10:00-12:00, the end not included"),
            pattern: "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$",
            standIn: 0..<1440, write: { "\(ClockText.text($0.lowerBound))-\(ClockText.text($0.upperBound))" },
            meant: { text in
                let clocks = text.split(separator: "-").compactMap { ClockText.meant($0) }
                return clocks.count == 2 ? clocks.joined(separator: "-") : nil
            },
            advice: { text in
                guard let (from, to) = clocks(text), to < from, from < 1440 else { return nil }
                return .night(text, from: ClockText.text(from), to: to == 0 ? nil : ClockText.text(to), on: weekdays)
            }
        ) { text in
            guard let (from, to) = clocks(text), from < to else { return nil }
            return from..<to
        }
    }

    private static func clocks(_ text: String) -> (from: Int, to: Int)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = ClockText.minute(parts[0]), let to = ClockText.minute(parts[1]) else {
            return nil
        }
        return (from, to)
    }
}

extension DocumentScalar where Value == Validity {
    static var validity: DocumentScalar {
        word(
            Bilingual(
                zh: "forever（永久）、30 days（天）、12 months（月）、12 months to month end（到月底），"
                    + "或 1 year to year end（到年底，0 为当年）",
                en: "forever, 30 days, 12 months, 12 months to month end, or 1 year to year end "
                    + "(0 is the year itself)"),
            pattern: "^(forever|[0-9]+ (days?|months?( to month end)?|years? to year end))$", standIn: .forever,
            write: ValidityText.text, meant: ValidityText.meant, advice: ValidityText.advice,
            read: ValidityText.parse)
    }
}

enum ValidityText {
    /// A hundred years: what is meant to last longer is meant to last for ever.
    private static let mostDays = 36_525

    static func parse(_ text: String) -> Validity? {
        if text == "forever" { return .forever }
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, let count = WordCount.parse(words[0], most: mostDays) else { return nil }
        switch (words[1], words.count == 3 ? words[2] : "") {
        case ("day", ""), ("days", ""): return .days(count)
        case ("month", ""), ("months", ""): return count <= 1200 ? .months(count, toMonthEnd: false) : nil
        case ("month", "to month end"), ("months", "to month end"):
            return count <= 1200 ? .months(count, toMonthEnd: true) : nil
        case ("year", "to year end"), ("years", "to year end"): return count <= 100 ? .years(count) : nil
        default: return nil
        }
    }

    static func text(_ validity: Validity) -> String {
        switch validity {
        case .forever: "forever"
        case .days(let days): "\(days) \(days == 1 ? "day" : "days")"
        case .months(let months, let toEnd):
            "\(months) \(months == 1 ? "month" : "months")\(toEnd ? " to month end" : "")"
        case .years(let years): "\(years) \(years == 1 ? "year" : "years") to year end"
        }
    }
}

enum WordCount {
    /// Digits without a sign or leading zeros.
    static func parse(_ text: Substring, most: Int) -> Int? {
        guard let number = Int(text), "\(number)" == text, (0...most).contains(number) else { return nil }
        return number
    }
}

extension DocumentScalar where Value == Limit {
    /// - Parameter periods: those that make sense here.
    static func limit(_ periods: [Period] = Period.allCases, most: Int64 = Bounds.amount) -> DocumentScalar {
        let names = periods.map { $0 == .ever ? "ever" : "per \($0.rawValue)" }
        return word(
            Bilingual(
                zh: "次数加 \(names.joined(separator: "、"))，如 1 \(names[0])",
                en: "a number and \(names.joined(separator: ", ")), as 1 \(names[0])"),
            pattern: "^[0-9]+ (\(names.joined(separator: "|")))$", standIn: Limit(count: 1, period: periods[0]),
            write: { "\($0.count) " + ($0.period == .ever ? "ever" : "per \($0.period.rawValue)") },
            meant: LimitText.meant, advice: LimitText.advice
        ) { text in
            let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2, let count = WordCount.parse(words[0], most: Int(most)),
                let index = names.firstIndex(of: String(words[1]))
            else { return nil }
            return Limit(count: Int64(count), period: periods[index])
        }
    }
}

extension DocumentScalar where Value == TierRules.Window {
    static var window: DocumentScalar {
        word(
            Bilingual(
                zh: "calendarYear（自然年）、anniversary（入会周年）、lifetime（一直累计）、rolling 400 days 或 rolling 12 months（最近）",
                en: "calendarYear, anniversary, lifetime, rolling 400 days, or rolling 12 months"),
            pattern: "^(calendarYear|anniversary|lifetime|rolling [0-9]+ (days|months))$", standIn: .lifetime,
            write: text, meant: meantWindow, read: parse)
    }

    /// `12 months`, `rolling 1 year`.
    private static func meantWindow(_ text: String) -> String? {
        let words = text.split(separator: " ")
        guard let unit = words.last, let count = words.lazy.compactMap({ Int($0) }).first, (1...3660).contains(count)
        else { return nil }
        switch unit {
        case "year", "years": return "rolling \(count * 12) months"
        case "month", "months": return "rolling \(count) months"
        case "day", "days": return "rolling \(count) days"
        default: return nil
        }
    }

    private static func text(_ window: TierRules.Window) -> String {
        switch window {
        case .calendarYear: "calendarYear"
        case .anniversary: "anniversary"
        case .lifetime: "lifetime"
        case .rollingDays(let days): "rolling \(days) days"
        case .rollingMonths(let months): "rolling \(months) months"
        }
    }

    private static func parse(_ text: String) -> TierRules.Window? {
        switch text {
        case "calendarYear": return .calendarYear
        case "anniversary": return .anniversary
        case "lifetime": return .lifetime
        default: break
        }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "rolling", let count = WordCount.parse(words[1], most: 3660), count > 0
        else { return nil }
        switch words[2] {
        case "days": return .rollingDays(count)
        case "months": return count <= 120 ? .rollingMonths(count) : nil
        default: return nil
        }
    }
}

extension DocumentScalar where Value == ClosedRange<Int> {
    static var ages: DocumentScalar {
        word(
            Bilingual(zh: "年龄，如 18-25，两头都算，0 到 150", en: "ages as 18-25, both included, 0 to 150"),
            pattern: "^[0-9]{1,3}-[0-9]{1,3}$", standIn: 0...150,
            write: { "\($0.lowerBound)-\($0.upperBound)" }
        ) { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let from = WordCount.parse(parts[0], most: 150),
                let to = WordCount.parse(parts[1], most: 150), from <= to
            else { return nil }
            return from...to
        }
    }
}

/// Days of the week as documents name them.
enum WeekdayName: String, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// 1 for Monday to 7 for Sunday.
    var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    var next: WeekdayName { Self.allCases[number % 7] }
}
