internal import HubAPI
internal import Vocabulary
internal import Loyalty

/// What is known of one spend.
struct SpendFacts {
    var id: OperationID
    var card: CardID?
    var member: MemberID?
    var kiosk: String?
    /// `nil` while only an outcome is known.
    var amount: Amount?
    /// `nil` for spends without a card of ours.
    var before: Amount?
    var atMs: Int64
    var reward: String?
    var claimCode: String?
    var hasIntent = false
    var evidence: SpendEvidence = []
    var reason: String?
    /// `nil` while it waits for its amount.
    var state: SpendState?
    /// Whether it is not finally decided: the card's history still judges it.
    var isUndecided = true

    init(id: OperationID, atMs: Int64) {
        self.id = id
        self.atMs = atMs
    }

    /// Whether kiosks still see the intent as open: neither the card nor a kiosk has decided it. A decision of staff
    /// does not close it.
    var isOpen: Bool {
        guard hasIntent, card != nil, let state else { return false }
        let byHand = !evidence.isDisjoint(with: [.postedByHand, .voidedByHand])
        return state == .pending || (byHand && isUndecided && !evidence.isProof && !evidence.isDenial)
    }
}

/// Conflicts that a report about a spend reveals.
struct SpendFindings: OptionSet, Hashable {
    let rawValue: Int

    /// The journal's entry and the card's record differ.
    static let mismatch = SpendFindings(rawValue: 1)
    /// Reports disagree on whether the spend happened, after it was finally decided.
    static let contradiction = SpendFindings(rawValue: 2)
    /// The spend is already booked, but at another moment or for another reward: the member's history must be replayed.
    static let isElsewhere = SpendFindings(rawValue: 4)
    /// The spend belongs to another card: the report is ignored.
    static let isOtherCards = SpendFindings(rawValue: 8)
}

extension SpendFacts {
    /// Applies a kiosk's intent.
    ///
    /// - Parameters:
    ///   - named: the card that the line names.
    ///   - card: that card, if the hub has issued it.
    ///   - member: the card's owner; without a card, the member whom the line names.
    mutating func apply(
        _ intent: SpendIntent, from kiosk: String, atMs: Int64, named: CardID?, card: CardID?, member: MemberID?
    ) -> SpendFindings {
        var findings: SpendFindings = []
        let (asked, stood) = (intent.amount, intent.before)
        if let amount {
            if amount != asked || before != stood || self.card != named { findings.insert(.mismatch) }
            // A record on the card does not name the reward, and its time is less exact.
            if self.atMs != atMs || reward != intent.reward { findings.insert(.isElsewhere) }
        } else {
            amount = asked
            before = card == nil ? nil : stood
            self.card = card
            self.member = member
        }
        hasIntent = true
        self.kiosk = kiosk
        self.atMs = atMs
        reward = intent.reward
        claimCode = intent.claimCode
        return findings
    }

    /// Applies a kiosk's line about the outcome of a spend.
    mutating func apply(_ outcome: SpendOutcome.Outcome) -> SpendFindings {
        evidence.insert(outcome == .posted ? .posted : .voided)
        return reopenedIfProven()
    }

    /// Applies a record of the spend that was read from a card.
    mutating func apply(_ record: WireCardRecord, of card: CardID, member: MemberID, atMs: Int64) -> SpendFindings {
        var findings: SpendFindings = []
        if let amount {
            if amount != record.amount || self.card != card || before.map({ $0 + amount }) != record.after {
                findings.insert(.mismatch)
                guard self.card == card else { return findings.union(.isOtherCards) }
            }
        } else {
            amount = record.amount
            before = record.after - record.amount
            self.card = card
            self.member = member
            self.atMs = atMs
        }
        evidence.insert(.record)
        return findings.union(reopenedIfProven())
    }

    /// Reopens a spend that was finally voided, if new evidence proves that it happened.
    private mutating func reopenedIfProven() -> SpendFindings {
        if !isUndecided, state == .voided, evidence.isProof { isUndecided = true }
        return !isUndecided && evidence.contradicts ? .contradiction : []
    }

    /// The state of a spend without a card, from reports and staff decisions alone: no odometer can prove it.
    var stateWithoutCard: SpendState {
        if evidence.isProof { return .posted }
        if evidence.isDenial { return .voided }
        if evidence.contains(.postedByHand) { return .posted }
        return evidence.contains(.voidedByHand) ? .voided : .pending
    }
}
