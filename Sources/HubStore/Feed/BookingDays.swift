internal import Foundation
internal import GRDB
internal import Vocabulary

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
    ///
    /// - Returns: whether all of them were told of.
    static func advance(_ step: Step) throws -> Bool {
        let db = step.db
        guard let zone = try db.row("SELECT time_zone FROM store ORDER BY id LIMIT 1") else { return true }
        let today = day(atMs: step.nowMs, timeZone: zone["time_zone"])
        let seen = try db.integer("SELECT booking_day FROM hub")
        guard today != seen else { return true }
        var sweep = try Sweep.find(.bookings, db)
        if sweep.goal != "\(today)" { sweep = sweep.anew(to: "\(today)", afterMs: (min(seen, today) - 2) * dayMs) }
        let rows = try db.rows(
            """
            SELECT member, starts_at_ms, id FROM booking WHERE (starts_at_ms, id) > (?, ?) AND starts_at_ms < ?
            ORDER BY starts_at_ms, id LIMIT ?
            """, [sweep.afterMs, sweep.afterID, (max(seen, today) + 3) * dayMs, Step.limit])
        try step.touchMembers(of: rows[...])
        guard rows.count == Step.limit, let last = rows.last else {
            try db.run("UPDATE hub SET booking_day = ?", [today])
            try sweep.end(db)
            return true
        }
        (sweep.afterMs, sweep.afterID) = (last["starts_at_ms"], last["id"])
        try sweep.save(db)
        return false
    }
}
