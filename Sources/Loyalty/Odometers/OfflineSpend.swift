package import Vocabulary

/// What a kiosk knows about a spend while it cannot reach the hub, and the decision it makes.
///
/// design.md's first idea: off line, *unsettled + this spend* stays within the policy's limit, which counts
/// over everything the card has spent that the snapshot has not settled, and within what is left of the
/// balance. Nothing here reads a balance from the card; there is none.
package struct OfflineSpend: Hashable, Sendable {
    /// The snapshot's balance at this moment.
    package var balance: Amount
    /// What this card's odometers show, and what of it the snapshot has booked.
    package var odometer: Amount
    package var settled: Amount
    /// Held by the hub for other operations of the account: holds, and pending spends of other cards.
    package var heldElsewhere: Amount
    /// This kiosk's own spends of the account by other cards that the snapshot does not contain yet.
    package var ownOtherCards: Amount
    package var limit: Amount
    package var proofAbove: Amount
    package var cardMaySpendOffline: Bool
    package var snapshotAgeSeconds: Int64
    package var snapshotMaxAgeSeconds: Int64

    package init(
        balance: Amount, odometer: Amount, settled: Amount, heldElsewhere: Amount, ownOtherCards: Amount,
        limit: Amount, proofAbove: Amount, cardMaySpendOffline: Bool, snapshotAgeSeconds: Int64,
        snapshotMaxAgeSeconds: Int64
    ) {
        self.balance = balance
        self.odometer = odometer
        self.settled = settled
        self.heldElsewhere = heldElsewhere
        self.ownOtherCards = ownOtherCards
        self.limit = limit
        self.proofAbove = proofAbove
        self.cardMaySpendOffline = cardMaySpendOffline
        self.snapshotAgeSeconds = snapshotAgeSeconds
        self.snapshotMaxAgeSeconds = snapshotMaxAgeSeconds
    }

    /// A refusal by a rule is an answer, not an error.
    package enum Verdict: Hashable, Sendable {
        case allowed
        /// The odometer stands below what was booked: the card is a copy, or the card was reset.
        case suspect
        case insufficient
        /// Only the hub may allow it: limit reached, snapshot too old, or not the account's offline card.
        case needsHub
        /// Above the policy's amount members must prove who they are.
        case needsProof
    }

    /// Spent on the card and not yet booked.
    package var unsettled: Amount { odometer - settled }

    /// What the account can still give, as far as this kiosk can tell. It is below zero where debts, or spends that are
    /// not in the snapshot yet, come to more than the balance.
    package var available: Amount { balance - unsettled - heldElsewhere - ownOtherCards }

    package func verdict(for spend: Amount) -> Verdict {
        guard unsettled.isNonNegative else { return .suspect }
        guard spend.fits(in: available) else { return .insufficient }
        guard spend.fits(in: proofAbove) else { return .needsProof }
        guard cardMaySpendOffline, (0...snapshotMaxAgeSeconds).contains(snapshotAgeSeconds) else { return .needsHub }
        guard (unsettled + spend).fits(in: limit) else { return .needsHub }
        return .allowed
    }
}
