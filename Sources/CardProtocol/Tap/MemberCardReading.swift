package import Vocabulary

/// The result of reading one tap.
package enum CardReading: Sendable {
    case member(MemberCardReading)
    case uidOnly(CardUID, kind: UIDOnlyKind)
    case foreign(ForeignKind)
    /// One of ours by its key, but not as the profile wants it. Never to be trusted; staff must look at it.
    case unsafe(CardUID, reason: UnsafeReason)
}

/// What is wrong with a card that knows our key.
package enum UnsafeReason: Hashable, Sendable {
    /// Somebody may create files or change settings.
    case keySettings
    /// Another set of files than the profile's.
    case fileList
    /// Somebody may write what nobody may write.
    case fileSettings(file: UInt8)
    /// Layout, checksum or issue number.
    case memberFile
    /// An EV2 card that speaks EV1.
    case downgraded
    /// An odometer outside its limits.
    case odometer
}

/// A member's card, read and authenticated.
package struct MemberCardReading: Hashable, Sendable {
    package var id: CardID
    package var member: MemberID
    /// Days since 1970-01-01.
    package var expiryDay: UInt32
    package var tierHint: UInt8
    package var language: UInt8
    package var odometers: Amount
    package var generation: CardGeneration
    /// Newest first, at most 10; `nil` when they were not asked for.
    package var records: [CardRecord]?
    /// Whether this reading tested the card's settings; the kiosk remembers the id then and need not again.
    package var testedSettings: Bool

    package init(
        id: CardID, member: MemberID, expiryDay: UInt32, tierHint: UInt8, language: UInt8, odometers: Amount,
        generation: CardGeneration, records: [CardRecord]?, testedSettings: Bool = false
    ) {
        self.id = id
        self.member = member
        self.expiryDay = expiryDay
        self.tierHint = tierHint
        self.language = language
        self.odometers = odometers
        self.generation = generation
        self.records = records
        self.testedSettings = testedSettings
    }
}

/// What to take off a card, and what it was when the customer agreed.
package struct CardSpend: Hashable, Sendable {
    package var id: CardID
    package var operation: OperationID
    /// 0 or more; not both 0.
    package var amount: Amount
    /// The odometers as they were read; the card must still stand there.
    package var expected: Amount
    package var kioskNumber: UInt32
    package var atSeconds: Int64
    package var kind: UInt8

    package init(
        id: CardID, operation: OperationID, amount: Amount, expected: Amount, kioskNumber: UInt32, atSeconds: Int64,
        kind: UInt8
    ) {
        self.id = id
        self.operation = operation
        self.amount = amount
        self.expected = expected
        self.kioskNumber = kioskNumber
        self.atSeconds = atSeconds
        self.kind = kind
    }

    /// The record that goes onto the card with the spend.
    func record(after: Amount) -> CardRecord {
        CardRecord(
            operation: operation, kind: kind, amount: amount, after: after, kioskNumber: kioskNumber,
            atSeconds: atSeconds)
    }
}

/// How a spend ended once the card was asked to commit.
package enum CommitOutcome: Hashable, Sendable {
    /// The card said so, and its MAC proves it.
    case committed(after: Amount)
    /// The card was asked and no provable answer came. The next tap of this card settles it.
    case unknown(before: Amount, after: Amount)
}
