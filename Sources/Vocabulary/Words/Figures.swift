/// Figures as people of one language read them. Nothing else makes text of counts, money and days, so that a screen,
/// a rule's sentence and a report never write the same figure in two ways.
package enum Figures: Sendable, CaseIterable {
    case zh, en

    /// `5,155`, in both languages. Less than zero has a hyphen: the true minus sign is as wide as a hanzi in Chinese
    /// fonts.
    package static func count(_ number: Int64) -> String { (number < 0 ? "-" : "") + grouped(number.magnitude) }

    /// Fen as yuan, in both languages: `¥3,000`, `¥58.33`, `-¥0.05`.
    package static func money(fen: Int64) -> String {
        let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        return (fen < 0 ? "-¥" : "¥") + grouped(yuan) + (rest == 0 ? "" : "." + two(Int(rest)))
    }

    /// `09:05`; 24 hours in both languages, as bookings are spoken of here.
    package static func time(hour: Int, minute: Int) -> String { two(hour) + ":" + two(minute) }

    /// A fraction to two decimals, cut off, in both languages: `158.4`, `2`, `33.33…`.
    package static func fraction(_ number: Int64, per: Int64) -> String {
        guard per > 0 else { return count(number) }
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: per.magnitude)
        let sign = number < 0 ? "-" : ""
        guard rest > 0 else { return sign + grouped(whole) }
        let (cents, more) = (UInt128(rest) * 100).quotientAndRemainder(dividingBy: UInt128(per.magnitude))
        return sign + grouped(whole) + "." + decimals(Int(cents)) + (more > 0 ? "…" : "")
    }

    /// 10000 is the whole, in both languages: `15%`, `7.5%`.
    package static func percent(basisPoints: Int64) -> String {
        let (whole, rest) = basisPoints.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = basisPoints < 0 ? "-" : ""
        return sign + grouped(whole) + (rest == 0 ? "%" : "." + decimals(Int(rest)) + "%")
    }

    /// `5,155 分`, `5,155 points`, `1 point`.
    package func points(_ points: Int64) -> String {
        switch self {
        case .zh: Self.count(points) + " 分"
        case .en: Self.count(points) + (points == 1 ? " point" : " points")
        }
    }

    /// Where there is little room: `5,155 分`, `5,155 pts`.
    package func shortPoints(_ points: Int64) -> String {
        self == .zh ? self.points(points) : Self.count(points) + " pts"
    }

    /// `2027年3月31日`, `31 Mar 2027`.
    package func day(year: Int, month: Int, day: Int) -> String {
        switch self {
        case .zh: "\(year)年" + dayOfMonth(month, day)
        case .en: dayOfMonth(month, day) + " \(year)"
        }
    }

    /// Without the year, which everybody knows: `11月19日 周四`, `Thu 19 Nov`.
    ///
    /// - Parameter weekday: 0 Sunday … 6 Saturday; `nil` says none.
    package func day(month: Int, day: Int, weekday: Int?) -> String {
        let date = dayOfMonth(month, day)
        guard let weekday = weekday.map({ min(max($0, 0), 6) }) else { return date }
        return self == .zh ? date + " 周" + Self.chineseDays[weekday] : Self.englishDays[weekday] + " " + date
    }

    private func dayOfMonth(_ month: Int, _ day: Int) -> String {
        let month = min(max(month, 1), 12)
        return self == .zh ? "\(month)月\(day)日" : "\(day) " + Self.englishMonths[month - 1]
    }

    /// `1234567` as `1,234,567`.
    private static func grouped(_ number: UInt64) -> String {
        guard number >= 1000 else { return "\(number)" }
        let (head, tail) = number.quotientAndRemainder(dividingBy: 1000)
        return grouped(head) + "," + (tail < 100 ? "0" : "") + two(Int(tail))
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Hundredths without a zero at their end: `4`, `05`.
    private static func decimals(_ hundredths: Int) -> String {
        hundredths.isMultiple(of: 10) ? "\(hundredths / 10)" : two(hundredths)
    }

    private static let chineseDays = ["日", "一", "二", "三", "四", "五", "六"]
    private static let englishDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let englishMonths = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Bilingual {
    /// The same figure as each language writes it.
    package init(_ said: (Figures) -> String) { self.init(zh: said(.zh), en: said(.en)) }
}
