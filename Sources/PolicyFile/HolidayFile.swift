package import Documents
package import Loyalty
internal import Vocabulary

/// A year's public arrangement and festivals as a file.
///
/// `dayOff`, `publicHoliday` and `makeUpWorkday` are lists of days or ranges (`2026-02-15..2026-02-23`);
/// `festivals` lists days or ranges by name; `source` and `checked` are for people.
package enum HolidayFile {
    /// The longest range that one entry may name.
    static let longestRange = 366

    package static func read(_ path: String) throws(DocumentProblems) -> HolidayCalendar {
        try DocumentFile.read(path) { calendar($0) }.get()
    }

    package static func decode(_ text: String, file: String) throws(DocumentProblems) -> HolidayCalendar {
        try DocumentFile.decode(text, file: file) { calendar($0) }
    }

    /// A name relative to the folder of the file that gives it.
    static func path(_ name: String, besides file: String) -> String {
        guard !name.hasPrefix("/"), let end = file.lastIndex(of: "/") else { return name }
        return file[...end] + name
    }

    private static func calendar(_ reader: DocumentReader) -> HolidayCalendar {
        var calendar = HolidayCalendar()
        _ = reader.optional("source", .text, "Where the days come from.")
        _ = reader.optional("checked", .day, "When somebody last compared them with it.")
        let kinds: [(DayKind, String)] = [
            (.dayOff, "Days off by the year's arrangement."), (.publicHoliday, "Public holidays proper."),
            (.makeUpWorkday, "Weekend days on which people work (调休)."),
        ]
        for (kind, why) in kinds {
            for day in reader.values(kind.rawValue, .days, in: 0...400, why).flatMap(\.days) {
                calendar.arrange(day, as: kind)
            }
        }
        if let clash = calendar.contradictions.first {
            reader.report(at: DayKind.makeUpWorkday.rawValue, .dayOffAsWell(clash))
        }
        let festivals = reader.lists(
            "festivals", by: DocumentKey("name of a festival"), .days, in: 0...100, "Days by festival.")
        for (name, ranges) in festivals {
            for day in ranges.flatMap(\.days) { calendar.festivals[day, default: []].insert(name) }
        }
        return calendar
    }
}

/// Days from the first to the last, both included.
struct DayRange: Hashable {
    var first: Day
    var last: Day

    /// By number: no day comes after the last one there is.
    var days: [Day] { (first.number...last.number).map { Day($0) } }
}

extension DocumentScalar where Value == DayRange {
    static var days: DocumentScalar {
        word(
            Bilingual(
                zh: "一天，如 2026-01-01；或几天，如 2026-02-15..2026-02-23",
                en: "a day as 2026-01-01 or days as 2026-02-15..2026-02-23"),
            pattern: #"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$"#,
            standIn: DayRange(first: Day(0), last: Day(0)), write: { "\($0.first)..\($0.last)" },
            advice: { text in
                text.split(separator: "..").lazy.compactMap { DayAdvice.fault(String($0)) }.first
            }
        ) { text in
            let days = text.split(separator: "..", omittingEmptySubsequences: false).map { Day(String($0)) }
            guard let first = days[0], let last = days.count == 1 ? first : days.count == 2 ? days[1] : nil,
                first <= last, last.number - first.number < HolidayFile.longestRange
            else { return nil }
            return DayRange(first: first, last: last)
        }
    }
}
