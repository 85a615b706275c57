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
    /// Whether it is not decided for good: part of the card's history.
    var isUndecided = true

    init(id: OperationID, atMs: Int64) {
        self.id = id
        self.atMs = atMs
    }

    /// An intent that no card and no kiosk has settled; staff's word does not close it for the kiosks.
    var isOpen: Bool {
        guard hasIntent, card != nil, let state else { return false }
        let byHand = !evidence.isDisjoint(with: [.postedByHand, .voidedByHand])
        return state == .pending || (byHand && isUndecided && !evidence.isProof && !evidence.isDenial)
    }
}

/// What a report about a spend shows beside what it says.
struct SpendFindings: OptionSet, Hashable {
    let rawValue: Int

    /// The journal's entry and the card's record differ.
    static let mismatch = SpendFindings(rawValue: 1)
    /// One report says that it happened, another that it did not; and it was decided for good.
    static let contradiction = SpendFindings(rawValue: 2)
    /// It is booked already and belongs elsewhere in the member's history, or is for something else.
    static let isElsewhere = SpendFindings(rawValue: 4)
    /// It is another card's spend: nothing of the report counts.
    static let isOtherCards = SpendFindings(rawValue: 8)
}

extension SpendFacts {
    /// Takes a kiosk's line that it is going to spend.
    ///
    /// - Parameters:
    ///   - named: the card that the line names.
    ///   - card: the same where it is one of ours.
    ///   - member: the card's owner; without a card, whom the line names.
    mutating func take(
        _ intent: SpendIntent, from kiosk: String, atMs: Int64, named: CardID?, card: CardID?, member: MemberID?
    ) -> SpendFindings {
        var findings: SpendFindings = []
        let (asked, stood) = (intent.amount, intent.before)
        if let amount {
            if amount != asked || before != stood || self.card != named { findings.insert(.mismatch) }
            // A record on the card does not say what for, and not as well when.
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

    /// Takes a kiosk's line on what became of it.
    mutating func take(_ outcome: SpendOutcome.Outcome) -> SpendFindings {
        evidence.insert(outcome == .posted ? .posted : .voided)
        return reopenedIfProven()
    }

    /// Takes the record that a card keeps of its last spends.
    mutating func take(_ record: WireCardRecord, of card: CardID, member: MemberID, atMs: Int64) -> SpendFindings {
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

    /// A spend decided for good as not having happened, of which a card now says that it did, is looked at again.
    private mutating func reopenedIfProven() -> SpendFindings {
        if !isUndecided, state == .voided, evidence.isProof { isUndecided = true }
        return !isUndecided && evidence.contradicts ? .contradiction : []
    }

    /// What holds of a spend without a card, on which no odometer can prove anything.
    var stateWithoutCard: SpendState {
        if evidence.isProof { return .posted }
        if evidence.isDenial { return .voided }
        if evidence.contains(.postedByHand) { return .posted }
        return evidence.contains(.voidedByHand) ? .voided : .pending
    }
}
