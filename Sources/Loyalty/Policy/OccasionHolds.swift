internal import Vocabulary

extension Occasion {
    /// Whether it holds at this moment for this member.
    package func holds(atMs now: Int64, _ policy: borrowing Policy, _ person: Person?) -> Bool {
        guard !isAlways else { return true }
        let day = policy.zone.day(atMs: now)
        if let from, day < from { return false }
        if let through, day > through { return false }
        if !weekdays.isEmpty, !weekdays.contains(day.weekday) { return false }
        if !dayKinds.isEmpty, !policy.holidays.isAny(of: dayKinds, day) { return false }
        if !festivals.isEmpty, !policy.holidays.isAny(ofFestivals: festivals, day) { return false }
        if !hours.isEmpty {
            let minute = policy.zone.minuteOfDay(atMs: now)
            if !hours.contains(where: { $0.contains(minute) }) { return false }
        }
        if let birthday { return person?.birthday.map { birthday.holds(on: day, $0) } ?? false }
        return true
    }
}
