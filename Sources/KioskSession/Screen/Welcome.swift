internal import Loyalty
package import Vocabulary

package struct Welcome: Hashable, Sendable {
    package var greeting: Greeting
    package var tier: Bilingual
    /// For the badge's colour.
    package var tierRank: TierRank
    /// Last four of the member number.
    package var numberTail: String
    package var points: ShownBalance<Points>
    /// Whether a touch on the points says where they come from.
    package var explains: Bool
    /// Hidden until touched, hidden again after 10 s.
    package var storedValue: StoredValue
    package var booking: BookingLine?
    /// `booking` included; all of them can be looked at.
    package var bookingsToday: Int
    /// What may be touched; the first is what most people do next.
    package var actions: [Action]
    /// Whether the card lies on the reader and is needed there no more.
    package var cardMayGo: Bool
    /// A sentence when being offline changes what can be done, or something waits to be settled.
    package var remark: Remark?

    package enum StoredValue: Hashable, Sendable { case hidden, shown(ShownBalance<Money>) }
    package enum Action: Hashable, Sendable {
        case checkIn
        /// Without a booking: "I am here".
        case announce
        case redeem
        /// So many rewards wait to be fetched.
        case claims(Int)
        case finish
    }
    package enum Remark: Hashable, Sendable {
        /// Spending waits for the hub; checking in does not, where it is still to be done.
        case offline(checksIn: Bool)
        /// An earlier redemption of this card was uncertain; now it is known.
        case settled(done: Bool)
        /// The card spent something that no kiosk reported; the desk looks into it and nothing was charged.
        case incident
        /// The check-in window: open from this time, or past.
        case tooEarly(from: LocalTime)
        case tooLate
    }

    package init(
        greeting: Greeting, tier: Bilingual, tierRank: TierRank, numberTail: String, points: ShownBalance<Points>,
        explains: Bool, storedValue: StoredValue, booking: BookingLine?, bookingsToday: Int, actions: [Action],
        cardMayGo: Bool = false, remark: Remark?
    ) {
        self.cardMayGo = cardMayGo
        self.greeting = greeting
        self.tier = tier
        self.tierRank = tierRank
        self.numberTail = numberTail
        self.points = points
        self.explains = explains
        self.storedValue = storedValue
        self.booking = booking
        self.bookingsToday = bookingsToday
        self.actions = actions
        self.remark = remark
    }
}

/// Where a tier stands among all that the policy has; its name and id say nothing of that.
package struct TierRank: Hashable, Sendable {
    /// Counted from 0 for the lowest.
    package var position: Int
    package var count: Int

    package init(_ position: Int, of count: Int) {
        self.position = position
        self.count = count
    }
}

package struct BookingLine: Hashable, Sendable {
    package var id: String
    package var time: LocalTime
    package var service: Bilingual
    package var minutes: Int
    package var staff: Bilingual
    package var status: Status
    /// The store, where it is not the one that this kiosk stands in.
    package var place: Bilingual?

    package enum Status: String, Hashable, Sendable {
        case waiting
        /// Its time is over and nobody came.
        case missed
        case checkedIn
    }

    package init(
        id: String, time: LocalTime, service: Bilingual, minutes: Int, staff: Bilingual, status: Status,
        place: Bilingual? = nil
    ) {
        self.place = place
        self.id = id
        self.time = time
        self.service = service
        self.minutes = minutes
        self.staff = staff
        self.status = status
    }
}

/// The bookings of today, all of them.
package struct BookingList: Hashable, Sendable {
    /// At most three on a page; `page` counts from 0.
    package var lines: [BookingLine]
    package var page: Int
    package var pages: Int

    package init(lines: [BookingLine], page: Int, pages: Int) {
        self.lines = lines
        self.page = page
        self.pages = pages
    }
}
