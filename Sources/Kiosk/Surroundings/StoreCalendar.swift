internal import HubAPI
internal import KioskSession
internal import PolicyFile
internal import Vocabulary

/// Wall time at the store, as people read it: the hub's and the rules' own calculation.
struct StoreCalendar: Sendable {
    private let zone: StoreZone

    /// Uses the zone that the hub named, or Shanghai's until it has named one. `require` keeps zones that this machine
    /// does not know from getting here.
    init(of kiosk: KioskFacts?) { zone = kiosk.flatMap { StoreZoneTable.zone($0.timeZone) } ?? .shanghai }

    /// To be asked before the kiosk starts with facts, and before it takes new ones.
    static func require(_ kiosk: KioskFacts?) throws(UnknownZone) {
        guard let kiosk, StoreZoneTable.zone(kiosk.timeZone) == nil else { return }
        throw UnknownZone(name: kiosk.timeZone)
    }

    /// - Parameter atMs: milliseconds since 1970 UTC.
    func time(_ atMs: Int64) -> LocalTime {
        let day = zone.day(atMs: atMs)
        let (_, month, dayOfMonth) = day.components
        let (hour, minute) = zone.minuteOfDay(atMs: atMs).quotientAndRemainder(dividingBy: 60)
        return LocalTime(month: month, day: dayOfMonth, weekday: day.weekday % 7, hour: hour, minute: minute)
    }

    /// The day that contains `atMs`, from its first moment to the next day's, milliseconds since 1970 UTC.
    func day(_ atMs: Int64) -> Range<Int64> { zone.moments(of: zone.day(atMs: atMs)) }
}

/// The hub names a time zone that this machine does not know, so that no day of the store could be told.
struct UnknownZone: Error, CustomStringConvertible {
    var name: String

    var description: String {
        """
        the hub says that the store's time zone is \(name), which this machine's time zone database does not have; \
        correct it at the hub, or update the package tzdata here; the journal is kept
        """
    }
}
