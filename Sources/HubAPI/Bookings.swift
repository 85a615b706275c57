package import Vocabulary

package struct BookingFacts: Hashable, Sendable, Codable {
    package var id: String
    package var startsAtMs: Int64
    package var minutes: Int64
    /// What the public screen may print; intimate services have a neutral one.
    package var service: Bilingual
    package var staff: Bilingual
    package var status: Status
    /// Where it is, as rules name the store, and what the store is called; `nil` from a hub that does not tell.
    package var store: String?
    package var place: Bilingual?

    package enum Status: String, Sendable, Codable, CaseIterable { case booked, checkedIn, cancelled, done }

    package init(
        id: String, startsAtMs: Int64, minutes: Int64, service: Bilingual, staff: Bilingual, status: Status,
        store: String? = nil, place: Bilingual? = nil
    ) {
        self.store = store
        self.place = place
        self.id = id
        self.startsAtMs = startsAtMs
        self.minutes = minutes
        self.service = service
        self.staff = staff
        self.status = status
    }
}

/// A member checked in at a kiosk.
package struct ArrivalFacts: Hashable, Sendable, Codable {
    package var store: String
    /// Milliseconds since 1970 UTC.
    package var atMs: Int64

    package init(store: String, atMs: Int64) {
        self.store = store
        self.atMs = atMs
    }
}
