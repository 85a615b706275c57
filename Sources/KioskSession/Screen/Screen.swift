package import Vocabulary

/// What to show, in the desk's terms. `Display` decides how it looks; nothing here knows of pixels.
package struct Screen: Hashable, Sendable {
    package var header: Header
    package var language: Language
    package var body: Body
    /// At the foot of the body: the visit ends unless somebody touches the screen.
    package var warning: Warning?

    package init(header: Header, language: Language, body: Body, warning: Warning? = nil) {
        self.header = header
        self.language = language
        self.body = body
        self.warning = warning
    }

    /// A bar that runs out.
    package struct Warning: Hashable, Sendable {
        package var secondsLeft: Int
        package var ofSeconds: Int
        /// Whether the warning covers everything personal, because the visitor may have left and somebody else may read
        /// it.
        package var isCovering: Bool

        package init(secondsLeft: Int, ofSeconds: Int, isCovering: Bool) {
            self.secondsLeft = secondsLeft
            self.ofSeconds = ofSeconds
            self.isCovering = isCovering
        }
    }

    /// Always on top: where this is, what time it is, and whether the hub can be reached.
    package struct Header: Hashable, Sendable {
        package var salon: Bilingual
        package var store: Bilingual
        package var online: Bool
        /// Local time of the store.
        package var clock: LocalTime

        package init(salon: Bilingual, store: Bilingual, online: Bool, clock: LocalTime) {
            self.salon = salon
            self.store = store
            self.online = online
            self.clock = clock
        }
    }

    package enum Body: Hashable, Sendable {
        /// Nobody is here: both languages, where to put the card.
        case attract
        /// Nobody is here, and a card lies on the reader.
        case takeCard
        /// The card is being read: it must stay.
        case holdStill
        case welcome(Welcome)
        case bookings(BookingList)
        case rewards(RewardChoice)
        case confirm(Confirm)
        case why(Why)
        /// The spend is decided; the card must be (or stay) on the reader.
        case presentCard(PresentCard)
        case claim(Claim)
        case checkedIn(CheckedIn)
        case notice(Notice, Notice.Subject)
        /// Another card during a visit: has the person changed?
        case personChanged
        case outOfService(OutOfService)
        case goodbye(Goodbye)
    }
}

/// Wall time at the store, as shown.
package struct LocalTime: Hashable, Sendable {
    package var month: Int
    package var day: Int
    /// 0 Sunday … 6 Saturday.
    package var weekday: Int
    package var hour: Int
    package var minute: Int

    package init(month: Int, day: Int, weekday: Int, hour: Int, minute: Int) {
        self.month = month
        self.day = day
        self.weekday = weekday
        self.hour = hour
        self.minute = minute
    }
}

/// How a member may be addressed on a public screen: surname and title only.
package struct Greeting: Hashable, Sendable {
    package var surname: Bilingual
    package var title: Title

    package init(surname: Bilingual, title: Title) {
        self.surname = surname
        self.title = title
    }
}

/// A balance with its age: `asOf` when the kiosk is offline ("as of 14:20"), `about` when it cannot date
/// everything and shows the lower figure.
package struct ShownBalance<Amount: Hashable & Sendable>: Hashable, Sendable {
    package var amount: Amount
    package var asOf: LocalTime?
    package var about: Bool

    package init(amount: Amount, asOf: LocalTime?, about: Bool) {
        self.amount = amount
        self.asOf = asOf
        self.about = about
    }
}
