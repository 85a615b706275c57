internal import Database
package import HubAPI
internal import Loyalty
package import Vocabulary

extension HubDatabase {
    package func entry(_ id: OperationID) async throws -> SpendView {
        try await read { tx in try Self.view(tx, id) }
    }

    /// Staff decide about a pending spend. It changes the balance; the card's settled odometers wait for the card.
    package func settle(_ id: OperationID, _ settlement: HandSettlement) async throws -> SpendView {
        let nowMs = now()
        return try await write { tx in
            let booking = SpendBooking(tx, nowMs: nowMs)
            guard var spend = try booking.load(id) else { throw HubStoreError.notFound(.entry(id)) }
            guard spend.state == .pending else {
                throw HubStoreError.refused(.entryNotPending(spend.state))
            }
            spend.evidence.insert(settlement.outcome == .posted ? .postedByHand : .voidedByHand)
            spend.reason = String(settlement.reason.prefix(EntryCheck.textBytes))
            booking.put(spend)
            try booking.finish()
            return try Self.view(tx, id)
        }
    }

    private static func view(_ tx: Transaction, _ id: OperationID) throws -> SpendView {
        guard let spend = try SpendFacts.find(tx, id), let amount = spend.amount else {
            throw HubStoreError.notFound(.entry(id))
        }
        let state: SpendView.State =
            switch spend.state {
            case .posted: .posted
            case .voided: .voided
            case .pending, nil: .pending
            }
        let byHand = !spend.evidence.isDisjoint(with: [.postedByHand, .voidedByHand])
        return SpendView(
            id: id, member: spend.member, card: spend.card, amount: amount, state: state,
            settledByHand: byHand && !spend.evidence.isProof && !spend.evidence.isDenial)
    }
}
