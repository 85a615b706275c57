internal import HubAPI
internal import KioskSession
internal import KioskStore
internal import Loyalty
internal import Vocabulary

/// What this kiosk expects to read from a card, by what it knows about it.
extension CardStanding {
    /// Where the odometers should stand: what is settled, and what this kiosk itself has spent with the card since.
    var expected: Amount {
        localSpends.filter { $0.card == card.id && $0.state == .posted }.reduce(card.settled) { $0 + $1.amount }
    }

    /// Whether a tap must read the card's records, which takes time at the reader: if the odometers are not the
    /// expected ones, or an intent of this card is open.
    func wantsRecords(_ odometers: Amount) -> Bool { odometers != expected || !openIntents.isEmpty }

    /// The code of the newest redemption of this card on this kiosk since a moment.
    func claim(sinceMs: Int64) -> String? {
        let posted = recent.since(sinceMs).lazy.compactMap { entry -> OperationID? in
            guard case .spendOutcome(let outcome) = entry.fact, outcome.outcome == .posted else { return nil }
            return outcome.settles
        }
        return posted.first.map { ClaimCode.text(for: $0) }
    }
}
