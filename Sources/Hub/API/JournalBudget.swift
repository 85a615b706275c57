internal import HubAPI
internal import Synchronization
internal import Vocabulary

/// How much new journal each kiosk has brought within a day. What is sent again does not count: a kiosk whose answers
/// get lost does so for hours. Each process counts by itself: where several hubs are on a server, a kiosk may bring as
/// much to each of them.
final class JournalBudget: Sendable {
    private struct Day {
        var began: ContinuousClock.Instant
        var bytes = 0
        var position: HubPosition?
    }

    /// Names are those of kiosks, so their number is bounded.
    private let days = Mutex<[String: Day]>([:])
    private let perDay: Int

    init(perDay: Int = HubLimits.journalBytesPerDay) { self.perDay = perDay }

    /// - Throws: a problem (429) when a kiosk has brought more than customers can be the cause of.
    func require(_ kiosk: String) throws(Problem) {
        let bytes = days.withLock { days in
            if let day = days[kiosk], ContinuousClock.now - day.began > .seconds(24 * 60 * 60) {
                days[kiosk] = Day(began: .now, position: day.position)
            }
            return days[kiosk]?.bytes ?? 0
        }
        guard bytes < perDay else {
            throw Problem(
                status: 429, code: "limit", title: Bilingual(zh: "一天内的日志太多", en: "Too much journal within a day"),
                detail: "At most \(perDay) bytes are taken. Nothing was taken and nothing is lost; send it tomorrow.")
        }
    }

    /// Counts the bytes of an upload, unless it left the position as it was.
    ///
    /// - Parameter position: what the hub holds after the upload.
    func note(_ kiosk: String, _ position: HubPosition, bytes: Int) {
        days.withLock { days in
            var day = days[kiosk] ?? Day(began: .now)
            if position != day.position { day.bytes += bytes }
            day.position = position
            days[kiosk] = day
        }
    }
}
