import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Synchronization
import Testing
import Vocabulary

@testable import Kiosk

/// What was granted and certainly not used is given back, and what may have been used never.
@Suite struct HoldBookTests {
    /// A hub that writes down what is given back, once it can be reached.
    private final class ListeningHub: HubLink {
        private struct State: Sendable {
            var answers: [HubLinkError?] = []
            var heard: [OperationID] = []
        }
        private let state = Mutex(State())

        /// What becomes of the next messages; `nil` when they arrive.
        init(_ answers: [HubLinkError?] = []) { state.withLock { $0.answers = answers } }

        var heard: [OperationID] { state.withLock { $0.heard } }

        func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) {
            let error = state.withLock { state -> HubLinkError? in
                if let answer = state.answers.isEmpty ? nil : state.answers.removeFirst() { return answer }
                state.heard.append(hold)
                return nil
            }
            if let error { throw error }
        }

        func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt { throw .noAnswer("") }
        func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage { throw .noAnswer("") }
        func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer { throw .noAnswer("") }
        func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) {}
        func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] { [] }
        func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) {}
    }

    private let bench: KioskBench

    init() throws { bench = try KioskBench() }

    private func order() -> SpendOrder {
        let reward = Reward(id: "mask", name: Bilingual(zh: "手膜", en: "Mask"), price: Amount(points: 80))
        return SpendOrder(
            id: OperationID(UUID()), tap: Tap(id: OperationID(UUID()), atMs: KioskBench.startMs), member: bench.member,
            card: bench.card, reward: reward, odometer: .zero)
    }

    private var granted: Authority { .hold(untilMs: .max) }

    @Test func `What is asked for again is still the same, and may be spent`() {
        let (book, order) = (HoldBook(), order())
        book.asked(order)
        book.asked(order)
        #expect(book.owed.isEmpty && book.claim(order.id))
        book.visitEnded()
        #expect(book.owed.isEmpty)
    }

    private func card() throws -> VirtualCard { try CardPress().card(bench.card, of: bench.member, seed: 1) }

    private func spend(_ order: SpendOrder, _ effect: CardFault.Effect? = nil, ins: UInt8 = 0xDC) throws -> SpendResult
    {
        let card = try card()
        if let effect { card.faults.add(CardFault(effect, at: .next(ins: ins))) }
        return bench.cards.spend(SimulatedChannel(card), order, granted)
    }

    private func heard() async -> [OperationID] {
        let hub = ListeningHub()
        await bench.cards.giveBackHolds(to: hub)
        return hub.heard
    }

    @Test func `A refused spend gives its hold back at once`() async throws {
        let order = order()
        bench.cards.holds.asked(order)
        #expect(try spend(order, .malformed([0x91, 0xBE])) == .refused(.spendNotDone))
        #expect(await heard() == [order.id])
        #expect(await heard() == [], "once")
    }

    @Test func `A spend that may go on keeps its hold until the visit ends`() async throws {
        let order = order()
        bench.cards.holds.asked(order)
        #expect(try spend(order, .malformed([0x63, 0x00])) == .pulledEarly)
        #expect(await heard() == [])
        bench.cards.holds.visitEnded()
        #expect(await heard() == [order.id])
    }

    @Test func `Asking for something else gives back what was asked for before`() async throws {
        let (first, second) = (order(), order())
        bench.cards.holds.asked(first)
        bench.cards.holds.asked(first)
        bench.cards.holds.asked(second)
        #expect(await heard() == [first.id])
        bench.cards.holds.visitEnded()
        #expect(await heard() == [second.id])
    }

    @Test(arguments: [nil, CardFault.Effect.tornBefore, .tornAfter])
    func `What was spent, or may have been, is never given back`(_ effect: CardFault.Effect?) async throws {
        let order = order()
        bench.cards.holds.asked(order)
        #expect(try spend(order, effect, ins: 0xC7) == (effect == nil ? .committed : .unknown))
        bench.cards.holds.visitEnded()
        bench.cards.holds.asked(self.order())
        #expect(await heard() == [])
    }

    /// A reader that hangs may wake up in the middle of a spend that everybody has given up.
    @Test func `Nothing is spent any more on what was given back`() async throws {
        let order = order()
        bench.cards.holds.asked(order)
        bench.cards.holds.visitEnded()
        let card = try card()
        #expect(bench.cards.spend(SimulatedChannel(card), order, granted) == .holdRanOut)
        #expect(card.odometers == .zero)
        #expect(try bench.store.entries(above: -1, limit: 10).isEmpty)
    }

    @Test func `A hub out of reach is told later, and one that refuses to hear it is not asked again`() async throws {
        let orders = (0..<3).map { _ in order() }
        for order in orders { bench.cards.holds.asked(order) }
        bench.cards.holds.visitEnded()
        let hub = ListeningHub([nil, .noAnswer("gone"), .refused(code: "not-found", detail: "")])
        await bench.cards.giveBackHolds(to: hub)
        #expect(hub.heard == [orders[0].id])
        await bench.cards.giveBackHolds(to: hub)
        #expect(hub.heard == [orders[0].id, orders[2].id])
        await bench.cards.giveBackHolds(to: hub)
        #expect(hub.heard.count == 2)
    }

    @Test func `What is remembered is bounded`() async throws {
        for _ in 0..<200 { bench.cards.holds.asked(order()) }
        bench.cards.holds.visitEnded()
        #expect(await heard().count == 64)
    }
}
