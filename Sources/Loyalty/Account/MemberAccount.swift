package import Vocabulary

/// Everything the rules know of one member at one moment: the result of all entries so far.
///
/// The hub sends a kiosk the person, the lots, the standing and the uses, and the kiosk sets these. Everything else
/// changes only by entries.
package struct MemberAccount: Hashable, Sendable {
    package var person: Person?
    package var purse = Purse()
    package var standing = TierStanding()
    /// The last warning before a downgrade that was given.
    package internal(set) var warned: TierWarning.Record?
    /// The last night that reported which points had become active, so that each activation is reported once.
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
    /// What other accounts moved here, so that nothing is taken over twice.
    package internal(set) var received: [Handover] = []
    package internal(set) var redemptions = Records<Redemption>()
    package internal(set) var packages = Records<PackageLot>()
    /// The day of the last visit that is still in `qualification`.
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
    /// - Parameter when: the occasion of the rule that asks.
    package borrowing func birthdays(_ when: Occasion? = nil) -> BirthdayTurns? {
        person?.birthday.map { BirthdayTurns($0, when?.birthday) }
    }
}
