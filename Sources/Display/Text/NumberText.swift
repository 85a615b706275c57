package import KioskSession
package import Loyalty

/// Numbers, money and times as people read them; the same digits in both languages.
package enum NumberText {
    /// `1234567` → `1,234,567`; a true minus sign would be wide in Chinese fonts, so a hyphen.
    package static func grouped(_ number: Int64) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `126050` fen → `¥1,260.50`; a debt is `-¥5.00`.
    package static func money(_ money: Money) -> String {
        let fen = money.fen.magnitude
        let cents = String(fen % 100)
        let whole = grouped(Int64(fen / 100))
        return (money.fen < 0 ? "-" : "") + "¥" + whole + "." + (cents.count < 2 ? "0" + cents : cents)
    }

    package static func points(_ points: Points) -> String { grouped(points.count) }

    /// `09:05`; 24 hours in both languages, as bookings are spoken of here.
    package static func time(_ time: LocalTime) -> String { two(time.hour) + ":" + two(time.minute) }

    /// `11月19日 周四` or `Thu 19 Nov`; without the weekday where there is little room.
    package static func date(_ time: LocalTime, weekday: Bool, _ language: Language) -> String {
        let month = min(max(time.month, 1), 12)
        let day = min(max(time.weekday, 0), 6)
        switch language {
        case .zh: return "\(month)月\(time.day)日" + (weekday ? " 周" + chineseDays[day] : "")
        case .en: return (weekday ? englishDays[day] + " " : "") + "\(time.day) " + englishMonths[month - 1]
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let chineseDays = ["日", "一", "二", "三", "四", "五", "六"]
    private static let englishDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let englishMonths = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
