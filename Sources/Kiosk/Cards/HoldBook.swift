internal import HubAPI
package import KioskSession
internal import Synchronization
internal import Vocabulary

/// What this kiosk has asked the hub to hold, until it is certain what becomes of it.
///
/// A hold keeps customers from their own points for minutes. Where nothing was spent on it and nothing can be any more,
/// it is given back at once; where a spend has begun, the journal tells the hub.
package final class HoldBook: Sendable {
    struct Hold: Hashable, Sendable {
        var id: OperationID
        var card: CardID
    }

    fileprivate struct Pages: Sendable {
        /// Asked for; a spend may still begin.
        var open: [OperationID: CardID] = [:]
        /// Over without a spend, oldest first; a spend may never begin under them.
        var over: [OperationID] = []
        /// Those of them that the hub has not heard of.
        var owed: [Hold] = []
    }

    /// How many holds that are over are remembered. The hub lets those that were forgotten run out.
    fileprivate static let remembered = 64

    private let pages = Mutex(Pages())

    /// A new question gives up the one asked before.
    package func asked(_ order: SpendOrder) {
        pages.withLock { pages in
            pages.close { $0 != order.id }
            if !pages.over.contains(order.id) { pages.open[order.id] = order.card }
        }
    }

    /// Nothing will be spent under this id.
    func dropped(_ id: OperationID) { pages.withLock { $0.close { $0 == id } } }

    /// The visit is over, and with it whatever was asked for.
    package func visitEnded() { pages.withLock { $0.close { _ in true } } }

    /// A spend begins: its intent is about to be written, and from here on the journal speaks.
    ///
    /// - Returns: `false` when it may not any more, because the hold is over. Never both for one id.
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
    /// Tells the hub which holds are over. What it does not hear now it hears at the next occasion.
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
