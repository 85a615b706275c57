package import Vocabulary

/// One line of a kiosk's journal as it travels: what happened, to whom, at which tap.
///
/// `id` is the idempotency key: the hub counts an id once and answers a repeat the same way. The id of a
/// `spendIntent` is the operation id that stands in the card's record file.
package struct JournalEntry: Hashable, Sendable, Codable {
    package var id: OperationID
    /// The kiosk's name, as configured.
    package var kiosk: String
    /// The tap during which it happened; `nil` for facts about the kiosk itself.
    package var tap: OperationID?
    /// The kiosk's wall clock at the tap, milliseconds since 1970 UTC. Order by sequence, never by this.
    package var tappedAtMs: Int64
    /// The kiosk's wall clock when the entry was made.
    package var recordedAtMs: Int64
    /// The kernel's boot id and its monotonic clock: what remains when the wall clock was wrong.
    package var bootID: String?
    package var monotonicMs: Int64?
    package var member: MemberID?
    package var card: CardID?
    package var fact: Fact

    package init(
        id: OperationID, kiosk: String, tap: OperationID? = nil, tappedAtMs: Int64, recordedAtMs: Int64,
        bootID: String? = nil, monotonicMs: Int64? = nil, member: MemberID? = nil, card: CardID? = nil, fact: Fact
    ) {
        self.id = id
        self.kiosk = kiosk
        self.tap = tap
        self.tappedAtMs = tappedAtMs
        self.recordedAtMs = recordedAtMs
        self.bootID = bootID
        self.monotonicMs = monotonicMs
        self.member = member
        self.card = card
        self.fact = fact
    }
}

/// What an entry says happened. On the wire an object with a `kind`.
package enum Fact: Hashable, Sendable {
    case checkIn(CheckIn)
    /// Journalled durably *before* the card's CommitTransaction is sent. Pending until an outcome settles it.
    case spendIntent(SpendIntent)
    case spendOutcome(SpendOutcome)
    /// The card was read whole because its odometers were not what the kiosk expected, or an intent was open.
    case cardSeen(CardSeen)
    case fault(FaultReport)
}

package struct CheckIn: Hashable, Sendable, Codable {
    package var booking: String?
    /// Whether the hub was out of reach when it was accepted.
    package var offline: Bool

    package init(booking: String?, offline: Bool) {
        self.booking = booking
        self.offline = offline
    }
}

package struct SpendIntent: Hashable, Sendable, Codable {
    private var points: Int64
    private var fen: Int64
    /// The card's odometers; they only move forward.
    package var before: Amount
    package var after: Amount
    package var reward: String?
    /// What the desk asks for when it hands the reward over; six characters.
    package var claimCode: String?
    package var authority: Authority

    /// Who allowed it: the hub by a hold under the same id, or the offline limit.
    package enum Authority: String, Sendable, Codable, CaseIterable { case hold, offline }

    package init(
        amount: Amount, before: Amount, after: Amount, reward: String?, claimCode: String?, authority: Authority
    ) {
        (points, fen) = (amount.points.count, amount.money.fen)
        self.before = before
        self.after = after
        self.reward = reward
        self.claimCode = claimCode
        self.authority = authority
    }

    /// No part below 0; not zero. Flat in JSON.
    package var amount: Amount {
        get { Amount(points: points, fen: fen) }
        set { (points, fen) = (newValue.points.count, newValue.money.fen) }
    }
}

package struct SpendOutcome: Hashable, Sendable, Codable {
    /// The id of the intent.
    package var settles: OperationID
    package var outcome: Outcome
    package var evidence: Evidence

    package enum Outcome: String, Sendable, Codable, CaseIterable { case posted, voided }
    /// How it is known: the commit's authenticated answer, the record found on the card at a later tap, the
    /// odometer still standing at `before`, or the card was never asked to commit.
    package enum Evidence: String, Sendable, Codable, CaseIterable { case cardAnswer, cardRecord, odometer, notSent }

    package init(settles: OperationID, outcome: Outcome, evidence: Evidence) {
        self.settles = settles
        self.outcome = outcome
        self.evidence = evidence
    }
}

/// What stands in the card's record file for one spend.
package struct WireCardRecord: Hashable, Sendable, Codable {
    package var operation: OperationID
    package var kind: UInt8
    private var points: Int64
    private var fen: Int64
    package var after: Amount
    package var kioskNumber: UInt32
    package var atSeconds: Int64

    package init(
        operation: OperationID, kind: UInt8, amount: Amount, after: Amount, kioskNumber: UInt32, atSeconds: Int64
    ) {
        self.operation = operation
        self.kind = kind
        (points, fen) = (amount.points.count, amount.money.fen)
        self.after = after
        self.kioskNumber = kioskNumber
        self.atSeconds = atSeconds
    }

    /// What was spent. Flat in JSON.
    package var amount: Amount {
        get { Amount(points: points, fen: fen) }
        set { (points, fen) = (newValue.points.count, newValue.money.fen) }
    }
}

package struct CardSeen: Hashable, Sendable, Codable {
    package var odometers: Amount
    /// Newest first, at most 10.
    package var records: [WireCardRecord]

    package init(odometers: Amount, records: [WireCardRecord]) {
        self.odometers = odometers
        self.records = records
    }
}

extension Fact: Codable {
    private enum Kind: String, Codable { case checkIn, spendIntent, spendOutcome, cardSeen, fault }
    private enum Key: String, CodingKey { case kind }

    package init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .kind) {
        case .checkIn: self = .checkIn(try CheckIn(from: decoder))
        case .spendIntent: self = .spendIntent(try SpendIntent(from: decoder))
        case .spendOutcome: self = .spendOutcome(try SpendOutcome(from: decoder))
        case .cardSeen: self = .cardSeen(try CardSeen(from: decoder))
        case .fault: self = .fault(try FaultReport(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .checkIn(let fact): try write(.checkIn, fact)
        case .spendIntent(let fact): try write(.spendIntent, fact)
        case .spendOutcome(let fact): try write(.spendOutcome, fact)
        case .cardSeen(let fact): try write(.cardSeen, fact)
        case .fault(let fact): try write(.fault, fact)
        }
        func write(_ kind: Kind, _ fact: some Encodable) throws {
            try container.encode(kind, forKey: .kind)
            try fact.encode(to: encoder)
        }
    }
}
