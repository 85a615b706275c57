package import Loyalty
package import Vocabulary

/// The person at the kiosk, as far as the session needs to know: made by the shell from the card, the snapshot
/// and the journal at the tap, and not changed by anything but the visit itself.
package struct Visitor: Hashable, Sendable {
    package var member: MemberID
    package var card: CardID
    package var greeting: Greeting
    package var numberTail = ""
    package var language = Language.zh
    package var tier: Bilingual
    package var tierRank = TierRank(0, of: 0)
    /// What a kiosk may show and spend: the snapshot's lots less everything known to be spent.
    package var funds: OfflineSpend
    /// Some spend could not be dated against the snapshot: figures are the lower ones, marked "about".
    package var about = false
    /// Store time of the snapshot; shown while the hub is out of reach.
    package var asOf: LocalTime
    /// `false` for a UID-only card: it identifies, it never spends.
    package var maySpend = false
    /// Today's, ascending, not cancelled.
    package var bookings: [Appointment] = []
    /// Whether the member has checked in today, here or at another kiosk of this store.
    package var hasArrived = false
    /// At this member's price.
    package var rewards: [Reward] = []
    /// Rewards that a rule keeps back, by id, with the rule's words.
    package var refusals: [String: Bilingual] = [:]
    package var reasons = Reasons()
    /// Rewards that were paid for and not fetched yet, as far as this kiosk knows; the newest first.
    package var claims: [OpenClaim] = []
    /// The code of a redemption made with this card a moment ago, so that tapping again shows it again.
    package var recentClaim: String?
    package var remark: Welcome.Remark?

    package init(
        member: MemberID, card: CardID, greeting: Greeting, tier: Bilingual, funds: OfflineSpend, asOf: LocalTime
    ) {
        self.member = member
        self.card = card
        self.greeting = greeting
        self.tier = tier
        self.funds = funds
        self.asOf = asOf
    }
}

/// One booking of today with its check-in window already judged at the tap.
package struct Appointment: Hashable, Sendable {
    package var line: BookingLine
    package var window: Window

    package enum Window: Hashable, Sendable { case open, tooEarly(from: LocalTime), tooLate }

    package init(line: BookingLine, window: Window) {
        self.line = line
        self.window = window
    }

    /// Whether it is of the store that this kiosk stands in: only there one checks in for it.
    package var isHere: Bool { line.place == nil }
}

/// A reward that waits at the desk.
package struct OpenClaim: Hashable, Sendable {
    package var reward: Bilingual
    package var code: String
    /// Until the end of which it can be fetched; `nil` when the rules of its time are not known here.
    package var lastDay: LocalTime?

    package init(reward: Bilingual, code: String, lastDay: LocalTime?) {
        self.reward = reward
        self.code = code
        self.lastDay = lastDay
    }
}
