package import Vocabulary

/// Everything the rules know of one member at one moment: what the entries so far came to.
package struct MemberAccount: Hashable, Sendable {
    package var person: Person?
    package var purse = Purse()
    package var standing = TierStanding()
    /// The warning before a downgrade that was said last.
    package var warned: TierWarning.Said?
    /// The last night that said which points had become active, so that they are said once.
    package var activationsSaid: Day?
    package var qualification = Qualification()
    package var coupons: [String: Coupon] = [:]
    /// How often each offer, action, reward or privilege was used, by its id.
    package var uses: [String: UseCount] = [:]
    /// Points earned, for caps.
    package var earned = UseCount()
    package var bills: [String: SettledBill] = [:]
    package var topUps: [String: TopUp] = [:]
    /// Lots of stored value that do not carry their top-up's id as source, because a merge or a bill brought them, and
    /// the top-up that each is of.
    package var topUpOfLot: [String: String] = [:]
    /// What other accounts left here, so that the same is not taken over twice.
    package var received: [Handover] = []
    package var redemptions: [String: Redemption] = [:]
    package var packages: [String: PackageLot] = [:]
    /// The last day of a visit, as far as the qualification still knows of one.
    package var lastVisit: Day?
    /// Points of visits whose bill went back while another one of the day is left.
    package var sharedVisits: [SharedVisitPoints] = []
    /// Bills that were not refunded whole.
    package var purchases = 0
    package var lastAtMs: Int64 = .min
    /// The entries it is made of.
    package var entries: Set<String> = []

    package init() {}

    package func pointsBalance(atMs now: Int64) -> Int64 { purse.balance(.points, atMs: now) }
}

extension MemberAccount {
    /// - Parameter when: of the rule that is asked for.
    package borrowing func birthdays(_ when: Occasion? = nil) -> BirthdayTurns? {
        person?.birthday.map { BirthdayTurns($0, when?.birthday) }
    }
}

/// How often something happened, by the store's day, so that limits of any period can be told.
package struct UseCount: Hashable, Sendable {
    /// Ascending by day; the amounts may be points as well as times.
    package private(set) var days: [(Day, Int64)] = []

    package init() {}

    package mutating func add(_ amount: Int64, on day: Day) {
        let index = days.lastIndex { $0.0 <= day }
        if let index, days[index].0 == day {
            days[index].1 += amount
        } else {
            days.insert((day, amount), at: index.map { $0 + 1 } ?? 0)
        }
    }

    /// What was used in the period that holds the day; `transaction` is always new.
    /// - Parameter birthdays: the member's; `nil` where none is known or none matters.
    package func used(in period: Period, of day: Day, _ birthdays: BirthdayTurns? = nil) -> Int64 {
        let first: Day
        switch period {
        case .transaction: return 0
        case .day: first = day
        case .month: first = day.startOfMonth
        case .birthday:
            guard let birthdays else { return used(in: .year, of: day) }
            let kept = birthdays.kept(for: day)
            return days.reduce(0) { $1.0 <= day && birthdays.kept(for: $1.0) == kept ? $0 + $1.1 : $0 }
        case .year: first = day.startOfYear
        case .ever: return days.reduce(0) { $0 + $1.1 }
        }
        return days.reversed().prefix { $0.0 >= first }.reduce(0) { $1.0 <= day ? $0 + $1.1 : $0 }
    }

    package func isWithin(_ limit: Limit?, on day: Day, _ birthdays: BirthdayTurns? = nil) -> Bool {
        guard let limit else { return true }
        return used(in: limit.period, of: day, birthdays) + 1 <= limit.count
    }

    package static func == (left: UseCount, right: UseCount) -> Bool { left.days.elementsEqual(right.days, by: ==) }

    package func hash(into hasher: inout Hasher) {
        for (day, amount) in days {
            hasher.combine(day)
            hasher.combine(amount)
        }
    }
}

package struct Coupon: Hashable, Sendable {
    package var id: String
    package var offer: String
    package var issuedAtMs: Int64
    package var expiresAtMs: Int64?
    package var usesLeft: Int64
    /// The entry that issued it.
    package var source: String

    package init(
        id: String, offer: String, issuedAtMs: Int64, expiresAtMs: Int64?, usesLeft: Int64, source: String
    ) {
        self.id = id
        self.offer = offer
        self.issuedAtMs = issuedAtMs
        self.expiresAtMs = expiresAtMs
        self.usesLeft = usesLeft
        self.source = source
    }

    package func counts(atMs now: Int64) -> Bool {
        usesLeft > 0 && issuedAtMs <= now && expiresAtMs.map { now < $0 } ?? true
    }
}

/// A bill as it was settled, with all that a refund needs.
package struct SettledBill: Hashable, Sendable {
    package var bill: Bill
    /// The entry that settled it; its lots have this source.
    package var entry: String
    package var policy: String
    package var edition: Edition
    package var quote: Quote
    /// Offers, by id, that may be asked again for what is left of it after a refund. Who may have them was decided at
    /// the sale, and where it took less than the best it is those that were taken.
    package var askedAgain: [String] = []
    /// The circumstances it earned under, so that a refund can tell what the rest would have earned.
    package var earning: EarningContext
    package var earned: Earned
    /// What it counted for towards tiers.
    package var qualifying: Qualifying
    /// Points used as money off.
    package var pointParts: [LotPart]
    /// Stored value used.
    package var valueParts: [LotPart]
    /// How it was paid, adding up to the quote's `payable`.
    package var tenders: [Tender]
    /// The sessions among them, by line and in the order of its units.
    package var sessions: [PaidSession] = []
    /// Its lines that paid in, and the top-up that each is.
    package var topUps: [Int: String] = [:]
    /// What was credited because something cheaper was permitted, with its lot.
    package var credit: LotPart?
    /// Fen, after refunds, that visit rules compare with their minimum; `nil` if no line earns.
    package var amountForVisitRules: Int64?
    /// What came back so far.
    package var refunded = Refunded()

    package init(
        bill: Bill, entry: String, policy: String, edition: Edition = .current, quote: Quote, earning: EarningContext,
        earned: Earned = Earned(), qualifying: Qualifying = Qualifying(), pointParts: [LotPart] = [],
        valueParts: [LotPart] = [], tenders: [Tender]
    ) {
        self.bill = bill
        self.entry = entry
        self.policy = policy
        self.edition = edition
        self.quote = quote
        self.earning = earning
        self.earned = earned
        self.qualifying = qualifying
        self.pointParts = pointParts
        self.valueParts = valueParts
        self.tenders = tenders
        refunded.units = Array(repeating: 0, count: bill.lines.count)
        refunded.reductions = refunded.units
    }
}

/// What came back of a bill so far, always as sums over all its refunds: each new one is the difference to them.
package struct Refunded: Hashable, Sendable {
    /// Units by line.
    package var units: [Int64] = []
    /// Fen of price reductions by line.
    package var reductions: [Int64] = []
    /// Fen of what was to be paid.
    package var payable: Int64 = 0
    package var tenders: [Tender.Kind: Int64] = [:]
    package var pointsBack: Int64 = 0
    package var earnedTaken: Int64 = 0
    /// Applied offers whose coupon or gift came back, by their place in the quote.
    package var offersReturned: Set<Int> = []
    /// Bonus coupons that are no longer earned, by their place among those earned.
    package var bonusCouponsTaken: Set<Int> = []
    /// Of what was credited because something cheaper was permitted.
    package var creditTaken: Int64 = 0
    /// Visit rules by which it had earned and no longer does; what they gave may have stayed for another bill.
    package var visitsLost: Set<String> = []
    package var qualifying = Qualifying()
    package var isWhole = false

    package init() {}
}

/// What a bill or an action earned.
package struct Earned: Hashable, Sendable {
    /// A grant by one rule.
    package struct Part: Hashable, Sendable {
        package var rule: String
        package var points: Int64

        package init(rule: String, points: Int64) {
            self.rule = rule
            self.points = points
        }
    }

    package var parts: [Part] = []
    /// Offers of the coupon layer of which the member gets a coupon.
    package var coupons: [String] = []
    /// Action rules that gave something: of each a use is counted.
    package var actions: [String] = []
    package var derivation = Derivation()

    package init() {}

    package var points: Int64 { parts.reduce(0) { $0 + $1.points } }
}

package struct TopUp: Hashable, Sendable {
    package var id: String
    package var atMs: Int64
    package var principal: Int64
    package var gift: Int64
    package var principalLot: String
    package var giftLot: String?
    /// The rule that gave the gift and the points.
    package var rule: String?
    package var points: Int64 = 0
    package var pointsLot: String?
    /// Points earned by paying in, where top-ups earn.
    package var earned: Int64 = 0
    /// Fen that counted towards tiers.
    package var qualifying: Int64 = 0
    /// What came back of it so far, as sums over all the entries that gave some of it up.
    package var returned = Returned()
    /// What happened before it came along with a merge.
    package var carried = Carried()

    package struct Carried: Hashable, Sendable {
        /// Fen spent of it, those that went back with it included.
        package var consumed: Int64 = 0
        /// Before the top-up.
        package var bills = 0
        /// Points of it that nobody spent in time.
        package var pointsExpired: Int64 = 0

        package init() {}
    }

    package struct Returned: Hashable, Sendable {
        /// Fen paid back.
        package var paid: Int64 = 0
        /// Fen of principal and gift that the card lost with it.
        package var emptied: Int64 = 0
        package var points: Int64 = 0
        package var entries: [String] = []

        package init() {}
    }

    package var isReturned: Bool { !returned.entries.isEmpty }

    package init(id: String, atMs: Int64, principal: Int64, gift: Int64, principalLot: String, giftLot: String?) {
        self.id = id
        self.atMs = atMs
        self.principal = principal
        self.gift = gift
        self.principalLot = principalLot
        self.giftLot = giftLot
    }
}

package struct Redemption: Hashable, Sendable {
    package enum State: String, Hashable, Sendable { case open, handedOver, returned, forfeited, reversed }

    package var id: String
    package var reward: String
    package var atMs: Int64
    package var price: Amount
    package var parts: [LotPart]
    /// The coupon it gave, if it gave one.
    package var coupon: String?
    /// How often that coupon could be used when it was given.
    package var couponUses: Int64 = 0
    package var state = State.open

    package init(id: String, reward: String, atMs: Int64, price: Amount, parts: [LotPart], coupon: String?) {
        self.id = id
        self.reward = reward
        self.atMs = atMs
        self.price = price
        self.parts = parts
        self.coupon = coupon
    }
}
