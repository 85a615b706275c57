internal import Database
internal import HubAPI
internal import Vocabulary

/// The open spends of each card, kept up to date while one transaction reads lines about them.
struct OpenSpends {
    private var known: [CardID: Set<OperationID>] = [:]
    /// Spends closed in this transaction. They may still be open in the table, which is written at the end.
    private var decided: Set<OperationID> = []

    mutating func count(of card: CardID, _ tx: Transaction) throws -> Int {
        if let open = known[card] { return open.count }
        let rows = try tx.rows("SELECT id FROM spend WHERE card = $1 AND open = 1", [card.description])
        let open = try Set(rows.column("id")).subtracting(decided)
        known[card] = open
        return open.count
    }

    /// - Note: does nothing for a card that was never passed to `count`, which reads the table.
    mutating func add(_ spend: OperationID, of card: CardID) { known[card]?.insert(spend) }

    mutating func remove(_ spend: OperationID, of card: CardID) {
        known[card]?.remove(spend)
        decided.insert(spend)
    }
}

extension SpendBooking {
    /// Whether the card has so many undecided spends that no customer can have made them.
    func isOneTooMany(_ entry: JournalEntry) throws -> Bool {
        guard case .spendIntent = entry.fact, let card = entry.card else { return false }
        guard try open.count(of: card, tx) >= HubStoreLimits.openSpendsPerCard else { return false }
        return try load(entry.id)?.amount == nil
    }
}
