package import Identity
package import Loyalty

/// The two languages of the people.
package enum Language: String, Hashable, Sendable, CaseIterable { case zh, en }

extension Bilingual {
    package subscript(language: Language) -> String { language == .zh ? zh : en }
}

/// What to show, in the desk's terms. `Display` decides how it looks; nothing here knows of pixels.
package struct Screen: Hashable, Sendable {
    package var header: Header
    package var language: Language
    package var body: Body
    /// Over the body: the session ends in so many seconds unless somebody touches the screen (20…1).
    package var warningSeconds: Int?

    package init(header: Header, language: Language, body: Body, warningSeconds: Int? = nil) {
        self.header = header
        self.language = language
        self.body = body
        self.warningSeconds = warningSeconds
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
        /// The card is being read or written: do not lift it.
        case holdStill
        case welcome(Welcome)
        case rewards(RewardChoice)
        case why(Why)
        /// The spend is decided; the card must be (or stay) on the reader.
        case presentCard(PresentCard)
        case claim(Claim)
        case checkedIn(CheckedIn)
        case notice(Notice)
        /// Another card during a visit: has the person changed?
        case personChanged
        /// The kiosk cannot serve; staff are needed. `code` is for staff, such as `R-01`.
        case outOfService(code: String)
        case goodbye
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

    package enum Title: String, Hashable, Sendable { case ms, mr, none }

    package init(surname: Bilingual, title: Title) {
        self.surname = surname
        self.title = title
    }
}

package struct Welcome: Hashable, Sendable {
    package var greeting: Greeting
    package var tier: Bilingual
    /// For the badge's colour: `standard`, `silver`, `gold`, `platinum`; anything else looks like `standard`.
    package var tierID: String
    /// Last four of the member number.
    package var numberTail: String
    package var points: ShownBalance<Points>
    /// Whether a touch on the points says where they come from.
    package var explains: Bool
    /// Hidden until touched, hidden again after 10 s.
    package var storedValue: StoredValue
    package var booking: BookingLine?
    /// Further bookings today beyond `booking`.
    package var moreToday: Int
    /// What may be touched, in order of importance.
    package var actions: [Action]
    /// A sentence when being offline changes what can be done, or something waits to be settled.
    package var remark: Remark?

    package enum StoredValue: Hashable, Sendable { case hidden, shown(ShownBalance<Money>) }
    package enum Action: String, Hashable, Sendable { case checkIn, redeem, finish }
    package enum Remark: Hashable, Sendable {
        /// Check-in works, spending waits for the hub.
        case offline
        /// An earlier redemption of this card was uncertain; now it is known.
        case settled(done: Bool)
        /// The card spent something that no kiosk reported; the desk looks into it and nothing was charged.
        case incident
        /// The check-in window: open from this time, or past.
        case tooEarly(from: LocalTime)
        case tooLate
    }

    package init(
        greeting: Greeting, tier: Bilingual, tierID: String, numberTail: String, points: ShownBalance<Points>,
        explains: Bool, storedValue: StoredValue, booking: BookingLine?, moreToday: Int, actions: [Action],
        remark: Remark?
    ) {
        self.greeting = greeting
        self.tier = tier
        self.tierID = tierID
        self.numberTail = numberTail
        self.points = points
        self.explains = explains
        self.storedValue = storedValue
        self.booking = booking
        self.moreToday = moreToday
        self.actions = actions
        self.remark = remark
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

package struct BookingLine: Hashable, Sendable {
    package var id: String
    package var time: LocalTime
    package var service: Bilingual
    package var minutes: Int
    package var staff: Bilingual
    package var status: Status

    package enum Status: String, Hashable, Sendable { case waiting, checkedIn }

    package init(
        id: String, time: LocalTime, service: Bilingual, minutes: Int, staff: Bilingual, status: Status
    ) {
        self.id = id
        self.time = time
        self.service = service
        self.minutes = minutes
        self.staff = staff
        self.status = status
    }
}

package struct Reward: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    package var points: Points
    package var price: Money

    package init(id: String, name: Bilingual, points: Points, price: Money) {
        self.id = id
        self.name = name
        self.points = points
        self.price = price
    }
}

package struct RewardChoice: Hashable, Sendable {
    package var available: ShownBalance<Points>
    /// At most four on a page; `page` counts from 0.
    package var offers: [Offer]
    package var page: Int
    package var pages: Int

    package struct Offer: Hashable, Sendable {
        package var reward: Reward
        /// `nil` when it can be taken now.
        package var blocked: Blocked?

        package init(reward: Reward, blocked: Blocked?) {
            self.reward = reward
            self.blocked = blocked
        }
    }

    package enum Blocked: Hashable, Sendable {
        case notEnough, needsHub, needsDesk
        /// A rule keeps it back; its words.
        case rule(Bilingual)
    }

    package init(available: ShownBalance<Points>, offers: [Offer], page: Int, pages: Int) {
        self.available = available
        self.offers = offers
        self.page = page
        self.pages = pages
    }
}

package struct PresentCard: Hashable, Sendable {
    package var reward: Reward
    package var stage: Stage

    package enum Stage: String, Hashable, Sendable {
        /// The hub is being asked.
        case asking
        /// Put the card back on the reader.
        case waitingForCard
        /// Do not lift it now.
        case writing
        /// The outcome of the commit is unknown: the same card again, please.
        case tapAgain
    }

    package init(reward: Reward, stage: Stage) {
        self.reward = reward
        self.stage = stage
    }
}

package struct Claim: Hashable, Sendable {
    package var reward: Reward
    /// Six characters, shown large; the desk hands the reward over against it.
    package var code: String
    package var balanceAfter: ShownBalance<Points>

    package init(reward: Reward, code: String, balanceAfter: ShownBalance<Points>) {
        self.reward = reward
        self.code = code
        self.balanceAfter = balanceAfter
    }
}

package struct CheckedIn: Hashable, Sendable {
    package var greeting: Greeting
    package var booking: BookingLine?
    package var offline: Bool

    package init(greeting: Greeting, booking: BookingLine?, offline: Bool) {
        self.greeting = greeting
        self.booking = booking
        self.offline = offline
    }
}

/// Something did not go as hoped: what happened, what to do, and that nothing was lost.
package enum Notice: String, Hashable, Sendable, CaseIterable {
    case notRead, pulledEarly, severalCards, unknownCard, foreignCard, blockedCard, unsafeCard, suspectCard
    case offlineNoSpend, hubRejected, insufficient, needsDesk, wrongCard, journalFull, spendNotDone

    /// For staff, in small print.
    package var code: String {
        switch self {
        case .notRead: "R-12"
        case .pulledEarly: "R-13"
        case .severalCards: "R-14"
        case .unknownCard: "C-01"
        case .foreignCard: "C-02"
        case .blockedCard: "C-03"
        case .unsafeCard: "C-04"
        case .suspectCard: "C-05"
        case .wrongCard: "C-06"
        case .offlineNoSpend: "H-01"
        case .hubRejected: "H-02"
        case .insufficient: "H-03"
        case .needsDesk: "H-04"
        case .spendNotDone: "S-01"
        case .journalFull: "S-02"
        }
    }
}

/// What a finger can mean. `Display` maps rectangles to these.
package enum Touch: Hashable, Sendable {
    case checkIn, redeem, finish, revealStoredValue, switchLanguage, back, again, samePerson, newPerson
    case nextPage, previousPage, why
    /// Yes, take it: the only touch that spends.
    case confirm
    case reward(String)
    /// One that cannot be taken: why not?
    case whyReward(String)
    /// Anywhere else: it still says that somebody is there.
    case elsewhere

    /// Whether it is what a customer spends by.
    package var spends: Bool { self == .confirm }

    /// A stable name for logs, tests and the page: `checkIn`, `reward:hand-mask` …
    package var name: String {
        switch self {
        case .reward(let id): "reward:\(id)"
        case .whyReward(let id): "whyReward:\(id)"
        default: "\(self)"
        }
    }
}
