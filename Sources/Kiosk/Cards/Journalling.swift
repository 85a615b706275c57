internal import CardProtocol
internal import HubAPI
internal import KioskSession
internal import KioskStore
internal import Loyalty
internal import Vocabulary

/// What is written into the journal about a card. Each call is one durable transaction.
extension CardTransactions {
    func journalIntent(
        _ order: SpendOrder, _ authority: Authority, _ before: Amount, _ after: Amount
    ) throws {
        let right: SpendIntent.Authority = if case .hold = authority { .hold } else { .offline }
        let intent = SpendIntent(
            amount: order.amount, before: before, after: after, reward: order.reward.id, claimCode: order.claimCode,
            authority: right)
        try append(order.id, order.tap, order.member, order.card, .spendIntent(intent))
    }

    func journalOutcome(
        _ settles: OperationID, _ tap: Tap, _ member: MemberID, _ card: CardID, _ outcome: SpendOutcome.Outcome,
        _ evidence: SpendOutcome.Evidence
    ) throws {
        let fact = Fact.spendOutcome(SpendOutcome(settles: settles, outcome: outcome, evidence: evidence))
        try append(newID(), tap, member, card, fact)
    }

    func journalSeen(_ reading: MemberCardReading, _ tap: Tap, _ member: MemberID) throws {
        let seen = CardSeen(odometers: reading.odometers, records: (reading.records ?? []).map(\.wire))
        try append(newID(), tap, member, reading.id, .cardSeen(seen))
    }

    func append(
        _ id: OperationID, _ tap: Tap, _ member: MemberID?, _ card: CardID?, _ fact: Fact
    ) throws {
        let entry = JournalEntry(
            id: id, kiosk: configuration.kiosk, tap: tap.id, tappedAtMs: tap.atMs, recordedAtMs: clock.nowMs(),
            bootID: clock.bootID, monotonicMs: clock.monotonicMs(), member: member, card: card, fact: fact)
        let appendedEntry = try store.append(entry)
        log(.journalled(tap.id, kind: fact.kind, sequence: appendedEntry.sequence))
        appended()
    }
}

extension CardRecord {
    var wire: WireCardRecord {
        WireCardRecord(
            operation: operation, kind: kind, amount: amount, after: after, kioskNumber: kioskNumber,
            atSeconds: atSeconds)
    }
}

extension Fact {
    /// As on the wire.
    var kind: String {
        switch self {
        case .checkIn: "checkIn"
        case .spendIntent: "spendIntent"
        case .spendOutcome(let outcome): "spendOutcome-\(outcome.outcome.rawValue)"
        case .cardSeen: "cardSeen"
        case .fault: "fault"
        }
    }
}
