package import Vocabulary

/// Everything the rules know of one member at one moment: what the entries so far came to.
///
/// A kiosk is told of the person, the lots, the standing and the uses, and sets these; all else changes by entries.
package struct MemberAccount: Hashable, Sendable {
    package var person: Person?
    package var purse = Purse()
    package var standing = TierStanding()
    /// The warning before a downgrade that was said last.
    package internal(set) var warned: TierWarning.Said?
    /// The last night that said which points had become active, so that they are said once.
    package internal(set) var activationsSaid: Day?
    package var qualification = Qualification()
    package internal(set) var coupons = Records<Coupon>()
    package var uses = UseCounts()
    /// Points earned, for caps.
    package internal(set) var earned = UseCount()
    package internal(set) var bills = Records<SettledBill>()
    package internal(set) var topUps = Records<TopUp>()
    /// Lots of stored value that do not carry their top-up's id as source, because a merge or a bill brought them, and
    /// the top-up that each is of.
    package internal(set) var topUpOfLot: [String: String] = [:]
    /// What other accounts left here, so that the same is not taken over twice.
    package internal(set) var received: [Handover] = []
    package internal(set) var redemptions = Records<Redemption>()
    package internal(set) var packages = Records<PackageLot>()
    /// The last day of a visit, as far as the qualification still knows of one.
    package internal(set) var lastVisit: Day?
    /// Points of visits whose bill went back while another one of the day is left.
    package internal(set) var sharedVisits: [SharedVisitPoints] = []
    /// Bills that were not refunded whole.
    package internal(set) var purchases = 0
    package internal(set) var lastAtMs: Int64 = .min
    /// The entries it is made of.
    package internal(set) var entries: Set<String> = []

    package init() {}

    package func pointsBalance(atMs now: Int64) -> Int64 { purse.balance(.points, atMs: now) }
}

extension MemberAccount {
    /// - Parameter when: of the rule that is asked for.
    package borrowing func birthdays(_ when: Occasion? = nil) -> BirthdayTurns? {
        person?.birthday.map { BirthdayTurns($0, when?.birthday) }
    }
}
