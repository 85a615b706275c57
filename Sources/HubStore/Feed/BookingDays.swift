internal import Foundation
internal import GRDB
internal import Identity

/// Which bookings kiosks see: from the start of yesterday to the end of tomorrow, in the store's time.
enum BookingDays {
    static let dayMs: Int64 = 86_400_000

    /// The number of the store's local day, counted from 1970-01-01.
    static func day(atMs now: Int64, timeZone: String) -> Int64 {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(now) / 1000))
        return Int64((Double(now) + Double(offset) * 1000) / Double(dayMs))
    }

    /// Half-open, in milliseconds since 1970 UTC.
    static func window(atMs now: Int64, timeZone: String) -> Range<Int64> {
        let day = day(atMs: now, timeZone: timeZone)
        return start(ofDay: day - 1, timeZone)..<start(ofDay: day + 2, timeZone)
    }

    private static func start(ofDay day: Int64, _ timeZone: String) -> Int64 {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(day) * 86400))
        return day * dayMs - Int64(offset) * 1000
    }

    /// When the day has changed: the members whose bookings come into sight or leave it.
    static func advance(_ db: Database, _ nowMs: Int64) throws -> Set<MemberID> {
        guard let zone = try db.row("SELECT time_zone FROM store ORDER BY id LIMIT 1") else { return [] }
        let timeZone: String = zone["time_zone"]
        let today = day(atMs: nowMs, timeZone: timeZone)
        let seen = try db.integer("SELECT booking_day FROM hub")
        guard today != seen else { return [] }
        try db.run("UPDATE hub SET booking_day = ?", [today])
        let from = (min(seen, today) - 2) * dayMs
        let to = (max(seen, today) + 3) * dayMs
        let rows = try db.rows(
            "SELECT DISTINCT member FROM booking WHERE starts_at_ms >= ? AND starts_at_ms < ?", [from, to])
        return Set(rows.compactMap { $0.member("member") })
    }
}
