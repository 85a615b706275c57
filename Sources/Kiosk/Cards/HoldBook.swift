internal import HubAPI
package import KioskSession
internal import Synchronization
internal import Vocabulary

/// The holds that this kiosk has asked the hub for, until the outcome of each is certain.
///
/// A hold keeps customers from spending their own points for minutes. So a hold on which nothing was spent, and nothing
/// can be spent any more, is given back at once. Once a spend has begun, the journal tells the hub instead.
package final class HoldBook: Sendable {
    struct Hold: Hashable, Sendable {
        var id: OperationID
        var card: CardID
    }

    fileprivate struct Pages: Sendable {
        /// Holds asked for; a spend may still begin under them.
        var open: [OperationID: CardID] = [:]
        /// Holds that ended without a spend, oldest first; no spend may begin under them.
        var over: [OperationID] = []
        /// Those of them that the hub has not been told of yet.
        var owed: [Hold] = []
    }

    /// How many ended holds are remembered. Forgotten ones run out at the hub.
    fileprivate static let remembered = 64

    private let pages = Mutex(Pages())

    /// Records a hold that is being asked for, and ends those asked for before.
    package func asked(_ order: SpendOrder) {
        pages.withLock { pages in
            pages.close { $0 != order.id }
            if !pages.over.contains(order.id) { pages.open[order.id] = order.card }
        }
    }

    /// Ends a hold under which nothing will be spent.
    func dropped(_ id: OperationID) { pages.withLock { $0.close { $0 == id } } }

    /// Ends all holds of a visit that is over.
    package func visitEnded() { pages.withLock { $0.close { _ in true } } }

    /// Takes a hold for a spend whose intent is about to be written. From here on the journal tells the hub of it.
    ///
    /// - Returns: `false` if the hold is over, so that the spend must not begin. A hold is either claimed or ended,
    ///   never both.
    func claim(_ id: OperationID) -> Bool {
        pages.withLock { pages in
            pages.open[id] = nil
            return !pages.over.contains(id)
        }
    }

    var owed: [Hold] { pages.withLock { $0.owed } }

    func heard(_ hold: Hold) { pages.withLock { $0.owed.removeAll { $0 == hold } } }
}

extension HoldBook.Pages {
    fileprivate mutating func close(where isOver: (OperationID) -> Bool) {
        for (id, card) in open where isOver(id) {
            open[id] = nil
            over.append(id)
            owed.append(HoldBook.Hold(id: id, card: card))
        }
        over.removeFirst(max(0, over.count - HoldBook.remembered))
        owed.removeFirst(max(0, owed.count - HoldBook.remembered))
    }
}

extension CardTransactions {
    /// Tells the hub which holds are over. One that cannot be delivered now is sent at the next call.
    package func giveBackHolds(to hub: any HubLink) async {
        for hold in holds.owed {
            do throws(HubLinkError) {
                try await hub.giveBack(hold.id, card: hold.card)
            } catch {
                log(.hubFailed(during: "give-back", code: failureCode(error)))
                if case .noAnswer = error { return }
            }
            holds.heard(hold)
        }
    }
}
