internal import Loyalty
package import Vocabulary

/// A card entered the field: debounced, with the id and the time that everything of this visit refers to.
package struct Tap: Hashable, Sendable {
    package var id: OperationID
    /// The kiosk's wall clock, milliseconds since 1970 UTC.
    package var atMs: Int64

    package init(id: OperationID, atMs: Int64) {
        self.id = id
        self.atMs = atMs
    }
}

/// What happened, in the order in which the kiosk learnt it. One closed enum for the whole session.
package enum Event: Hashable, Sendable {
    case readerReady
    /// The reader or its driver failed; `code` is for staff.
    case readerLost(code: String)
    case cardPresented(Tap)
    case cardRemoved
    case cardRead(Tap, CardFinding)
    /// `fresh` is the operation's id if the touch starts one, and the tap if it has the card read that lies there.
    case touched(Touch, fresh: Tap)
    case checkInRecorded(OperationID, Recorded)
    case holdAnswered(OperationID, HoldVerdict)
    case spendFinished(OperationID, SpendResult)
    /// The visitor looked up again, by the rules and the journal.
    case lookedAgain(Visitor)
    case timerFired(TimerID)
    /// Online or not, the time, the store's names.
    case headerChanged(Screen.Header)
}

/// What the card turned out to be.
package enum CardFinding: Hashable, Sendable {
    case visitor(Visitor)
    case refused(Notice)
}

package enum Recorded: Hashable, Sendable { case done, impossible }

/// The hub's answer to "may this be spent?", or that there was none.
package enum HoldVerdict: Hashable, Sendable {
    /// Until so many milliseconds of the kiosk's monotonic clock, which only the shell reads.
    case granted(untilMs: Int64)
    case refused(Notice)
    case noAnswer
}

/// How the card work of a spend ended.
package enum SpendResult: Hashable, Sendable {
    /// Committed and journalled.
    case committed
    /// The commit went out and no answer came. Journalled as pending.
    case unknown
    /// Certainly not committed, nothing journalled as spent; the card may be presented again.
    case pulledEarly
    /// Certainly not committed, because the hub's grant is over: the hub must be asked again.
    case holdRanOut
    /// Certainly not committed, and trying again would not help.
    case refused(Notice)
    /// A pending spend was settled by looking at the card: it had not happened.
    case voided
}

/// What must be done, as a value, so that tests can compare it.
package enum Effect: Hashable, Sendable {
    case show(Screen)
    case readCard(Tap)
    case recordCheckIn(CheckInOrder)
    case askHold(SpendOrder)
    /// Card work: debit, record, durable intent, commit.
    case spend(SpendOrder, Authority)
    /// Look at the card again: did the commit happen?
    case settle(SpendOrder)
    /// Something was journalled that changes what the member may have: look the visitor up again.
    case lookAgain(card: CardID, odometer: Amount)
    /// This member wants this language at this kiosk, next time too.
    case rememberLanguage(MemberID, Language)
    case startTimer(TimerID, seconds: Int)
    /// The visit is over: forget the person, clear what was drawn.
    case endVisit
}

/// The right by which a card is asked to spend.
package enum Authority: Hashable, Sendable {
    /// The hub's grant, until so many milliseconds of the kiosk's monotonic clock.
    case hold(untilMs: Int64)
    case offline
}

package struct CheckInOrder: Hashable, Sendable {
    package var id: OperationID
    package var tap: Tap
    package var member: MemberID
    package var card: CardID
    package var booking: String?

    package init(id: OperationID, tap: Tap, member: MemberID, card: CardID, booking: String?) {
        self.id = id
        self.tap = tap
        self.member = member
        self.card = card
        self.booking = booking
    }
}

package struct SpendOrder: Hashable, Sendable {
    package var id: OperationID
    package var tap: Tap
    package var member: MemberID
    package var card: CardID
    package var reward: Reward
    /// What the odometers said at the tap; the card must still say so.
    package var odometer: Amount

    package init(
        id: OperationID, tap: Tap, member: MemberID, card: CardID, reward: Reward, odometer: Amount
    ) {
        self.id = id
        self.tap = tap
        self.member = member
        self.card = card
        self.reward = reward
        self.odometer = odometer
    }

    package var amount: Amount { reward.price }

    /// What the desk asks for: six characters without look-alikes, from the operation id, so that the same
    /// operation has the same code on every kiosk and at the hub.
    package var claimCode: String { ClaimCode.text(for: id) }
}

/// Names one starting of a timer; a firing with an older id is ignored.
package struct TimerID: Hashable, Sendable {
    package var purpose: Purpose
    package var number: Int

    package enum Purpose: String, Hashable, Sendable {
        /// The session's: nobody has touched anything for a while.
        case idle
        /// A second of the warning is over.
        case countdown
        /// The stored value hides again.
        case hide
        /// A screen that ends by itself: a notice before a visit, a goodbye, or a language chosen before a tap.
        case linger
    }

    package init(purpose: Purpose, number: Int) {
        self.purpose = purpose
        self.number = number
    }
}
