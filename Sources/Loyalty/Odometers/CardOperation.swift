package import Vocabulary

/// What one spend moves on a card: from where the odometers stood to where they stand after it.
package struct OdometerRange: Hashable, Sendable {
    package var from: Amount
    package var to: Amount

    package init(from: Amount, to: Amount) {
        self.from = from
        self.to = to
    }

    package var amount: Amount { to - from }
}

extension Amount {
    /// Where on a card's way through life these odometers stand: both only move forward, so on one card their sum
    /// orders all readings.
    package var position: Int64 { points.count + money.fen }
}

/// What is known about whether a spend happened. The raw values are stored; never give one a new meaning.
package struct SpendEvidence: OptionSet, Hashable, Sendable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// The card's record file holds it.
    package static let record = SpendEvidence(rawValue: 1)
    /// A kiosk says that it was committed.
    package static let posted = SpendEvidence(rawValue: 2)
    /// A kiosk says that it was not.
    package static let voided = SpendEvidence(rawValue: 4)
    /// Staff decided, because the card did not come back. Any evidence of a card goes before this.
    package static let postedByHand = SpendEvidence(rawValue: 8)
    package static let voidedByHand = SpendEvidence(rawValue: 16)

    /// The commit is certain.
    package var isProof: Bool { contains(.record) || contains(.posted) }
    /// A kiosk knows that there was none, and nothing speaks against it.
    package var isDenial: Bool { contains(.voided) && !isProof }
    /// One says yes, another no. The card's yes is believed; a person looks at it.
    package var contradicts: Bool { contains(.voided) && isProof }
}

package enum SpendState: String, Hashable, Sendable { case pending, posted, voided }

/// One spend of one card, from an intent in a journal or from a record on the card.
package struct CardOperation: Hashable, Sendable {
    package var id: OperationID
    package var range: OdometerRange
    package var evidence: SpendEvidence

    package init(id: OperationID, before: Amount, amount: Amount, evidence: SpendEvidence) {
        self.id = id
        range = OdometerRange(from: before, to: before + amount)
        self.evidence = evidence
    }
}
