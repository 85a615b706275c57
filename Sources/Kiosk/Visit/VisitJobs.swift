internal import CardProtocol
internal import HubAPI
internal import KioskSession

/// Effects of a session that take time: card work, and questions to the hub. The session goes on meanwhile and receives
/// an event when one ends.
struct VisitJobs: Sendable {
    enum Job: Sendable {
        case read(Tap)
        case hold(SpendOrder)
        case spend(SpendOrder, Authority)
        case settle(SpendOrder)
        /// Tell the hub which of its grants are over.
        case giveBack
    }

    let cards: CardTransactions
    let reader: any CardReader
    let hub: any HubLink
    let attempts: TapAttempts
    /// How long the session waits for the hub's answer, because a customer stands at the kiosk; a later answer is
    /// ignored.
    let holdTimeout: Duration

    /// - Parameter ended: receives the result, before any follow-up work that nobody waits for.
    func run(_ job: Job, ended: (Event) async -> Void) async {
        switch job {
        case .read(let tap): await ended(.cardRead(tap, await attempts.read(tap)))
        case .hold(let order): await ended(.holdAnswered(order.id, await askHold(order)))
        case .spend(let order, let authority):
            await ended(.spendFinished(order.id, await spend(order, authority)))
            await cards.giveBackHolds(to: hub)
        case .settle(let order): await ended(.spendFinished(order.id, await attempts.settle(order)))
        case .giveBack: await cards.giveBackHolds(to: hub)
        }
    }

    private func spend(_ order: SpendOrder, _ authority: Authority) async -> SpendResult {
        let cards = cards
        do {
            return try await reader.withCard { channel in cards.spend(channel, order, authority) }
        } catch {
            // The reader could not be had, or hangs in the middle; `cards.spend` itself throws nothing.
            return cards.hasIntent(order) ? .unknown : .pulledEarly
        }
    }

    private func askHold(_ order: SpendOrder) async -> HoldVerdict {
        let (cards, hub) = (cards, hub)
        cards.holds.asked(order)
        let question = cards.holdQuestion(order)
        let answer = await firstAnswer(within: holdTimeout) {
            // First gives back ended holds, so that the customer's own last attempt does not block this one.
            await cards.giveBackHolds(to: hub)
            return try? await hub.hold(question.request)
        }
        return question.verdict(answer)
    }
}

/// The answer, or `nil` if the deadline comes first.
func firstAnswer<Value: Sendable>(
    within limit: Duration, _ ask: @escaping @Sendable () async -> Value?
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await ask() }
        group.addTask {
            try? await Task.sleep(for: limit)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
}
