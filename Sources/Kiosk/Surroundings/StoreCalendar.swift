internal import Foundation
internal import HubAPI
internal import KioskSession
internal import Synchronization

/// Wall time at the store, as people read it.
struct StoreCalendar: Sendable {
    private let calendar: Calendar

    /// Before the hub has named a zone.
    private static let firstZone = "Asia/Shanghai"

    /// - Parameter kiosk: `nil` until the first page of the feed came.
    init(of kiosk: KioskFacts?) { calendar = Self.calendar(kiosk?.timeZone ?? Self.firstZone) }

    /// - Parameter atMs: milliseconds since 1970 UTC.
    func time(_ atMs: Int64) -> LocalTime {
        let parts = calendar.dateComponents([.month, .day, .weekday, .hour, .minute], from: Self.date(atMs))
        return LocalTime(
            month: parts.month ?? 1, day: parts.day ?? 1, weekday: (parts.weekday ?? 1) - 1, hour: parts.hour ?? 0,
            minute: parts.minute ?? 0)
    }

    /// From midnight to midnight, milliseconds since 1970 UTC: the day that contains `atMs`.
    func day(_ atMs: Int64) -> Range<Int64> {
        guard let day = calendar.dateInterval(of: .day, for: Self.date(atMs)) else { return atMs..<atMs + 86_400_000 }
        return Int64(day.start.timeIntervalSince1970 * 1000)..<Int64(day.end.timeIntervalSince1970 * 1000)
    }

    private static func date(_ atMs: Int64) -> Date { Date(timeIntervalSince1970: Double(atMs) / 1000) }

    /// Calendars are costly to make and few are needed.
    private static let known = Mutex<[String: Calendar]>([:])
    private static let mostKnown = 64

    private static func calendar(_ zone: String) -> Calendar {
        known.withLock { known in
            if let calendar = known[zone] { return calendar }
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
            if known.count < mostKnown { known[zone] = calendar }
            return calendar
        }
    }
}
