package import Vocabulary

/// One thing that happened to a member. A member's account is what these come to, one after the other in the
/// order of their moments, each under the policy it was made under.
package struct MemberEntry: Hashable, Sendable {
    /// Unique for ever; the same entry twice counts once.
    package var id: String
    package var atMs: Int64
    /// The policy version it was made under.
    package var policy: String
    /// The edition of the rules that it was made under.
    package var edition: Edition
    package var fact: MemberFact

    package init(id: String, atMs: Int64, policy: String, edition: Edition = .current, fact: MemberFact) {
        self.id = id
        self.atMs = atMs
        self.policy = policy
        self.edition = edition
        self.fact = fact
    }

    /// By moment, then by id: the same order wherever entries come from.
    package static func precedes(_ left: MemberEntry, _ right: MemberEntry) -> Bool {
        left.atMs == right.atMs ? left.id < right.id : left.atMs < right.atMs
    }
}

package enum MemberFact: Hashable, Sendable {
    case joined(Person)
    /// New facts about a person who is a member already.
    case personChanged(PersonChange)
    case bill(Bill)
    case refund(Refund)
    /// Something a member did that is no purchase, by the policy's name for it.
    case action(String)
    /// Money paid in.
    case topUp(paid: Money)
    /// Giving up a top-up, or all of them (`nil`).
    case prepaidRefund(topUp: String?)
    /// `store` is where the member stands: a reward of some stores only is refused without it.
    case redeem(reward: String, store: String? = nil)
    /// A kiosk has sold the reward, at the price shown there; the money in it is stored value.
    case redeemed(reward: String, Amount, store: String? = nil)
    case claim(redemption: String, ClaimStep)
    /// Spent by card, not for a reward.
    case spend(Amount)
    case adjust(Adjustment)
    case couponIssued(offer: String, coupon: String)
    /// `lot` may be `nil` for a booking, which then takes the lot to be used first, and for using or cancelling a
    /// session, whose lot is known.
    case package(lot: String?, PackageStep)
    /// Merged into another member: everything goes there.
    case mergedAway(into: String)
    /// What the other account of the same person left.
    case mergedHere(Handover)
    /// Set by hand, through a day; `nil` for good.
    case tierSet(String, through: Day?)
    /// The nightly job of a store's day: activations, automatic redeeming, tiers, expiry, tiers by balance.
    case night(Day)
    /// One use of a privilege of the member's tier, by the privilege's id.
    case privilege(String)
}

package enum ClaimStep: String, Hashable, Sendable, CaseIterable {
    case handedOver
    /// Nobody fetched it in time.
    case unclaimed
    case reversed
}

/// Points or stored value set right by hand.
package struct Adjustment: Hashable, Sendable {
    package var currency: LotCurrency
    /// Not 0; taking away goes into debt where nothing is left.
    package var amount: Int64
    package var reason: String
    package var expiresAtMs: Int64?

    package init(currency: LotCurrency, amount: Int64, reason: String, expiresAtMs: Int64? = nil) {
        self.currency = currency
        self.amount = amount
        self.reason = reason
        self.expiresAtMs = expiresAtMs
    }
}

package enum PackageStep: Hashable, Sendable {
    /// A session of an item is booked for a moment; it must be valid then.
    case book(session: String, item: String, forMs: Int64)
    /// Taken off the lot for good.
    case used(session: String)
    /// A session cancelled in time goes back to its lot; one cancelled late is consumed.
    case cancelled(session: String)
    case freeze(from: Day, days: Int)
    case extend(days: Int)
    /// Sessions, by item, are paid back at what was paid for them; empty for all that are left.
    case refund(sessions: [String: Int64])
    /// Everything left goes to another member. The outcome holds the step that member enters.
    case transferredAway(to: String? = nil)
    /// `paid` is the share of the price that goes with the sessions.
    case transferredHere(kind: String, sessions: [String: Int64], paid: Money, expiresAtMs: Int64?)
}

/// Taking back all or a part of a bill.
package struct Refund: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        /// Of the bill, from 0.
        package var line: Int
        package var what: What

        package enum What: Hashable, Sendable {
            case units(Int64)
            /// A price reduction afterwards: fen of what was paid for the line.
            case fen(Int64)
        }

        package init(line: Int, _ what: What) {
            self.line = line
            self.what = what
        }
    }

    package var bill: String
    /// Empty for everything that is left.
    package var parts: [Part]
    package var reason: String

    package init(bill: String, parts: [Part] = [], reason: String = "") {
        self.bill = bill
        self.parts = parts
        self.reason = reason
    }
}
