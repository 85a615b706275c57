package import CardProtocol
package import CardSimulator
internal import Synchronization

/// A reader without hardware: a card lies on it or not, and every failure of a real reader is one call.
package final class SimulatedReader: CardReader {
    private struct Place: Sendable {
        var card: VirtualCard?
        /// A second card in the field. A reader takes one of them each time it activates a card.
        var other: VirtualCard?
        var fault: ReaderFault?
    }

    package let events: AsyncStream<ReaderEvent>
    private let tell: AsyncStream<ReaderEvent>.Continuation
    private let place = Mutex(Place())
    private let quirks: ReaderQuirks

    private static let eventsWaiting = 64

    package init(quirks: ReaderQuirks = .perfect) {
        self.quirks = quirks
        (events, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.eventsWaiting))
        tell.yield(.ready(reader: "simulated"))
    }

    /// - Parameter other: a card that lies there as well; the two are activated in turn.
    package func put(_ card: VirtualCard, beside other: VirtualCard? = nil) {
        place.withLock { ($0.card, $0.other) = (card, other) }
        tell.yield(.cardPresented(atr: card.atr))
    }

    package func lift() {
        place.withLock { ($0.card, $0.other) = (nil, nil) }
        tell.yield(.cardRemoved)
    }

    /// `nil`: it works again.
    package func fail(_ fault: ReaderFault?) {
        place.withLock { $0.fault = fault }
        tell.yield(fault.map(ReaderEvent.lost) ?? .ready(reader: "simulated"))
    }

    package func withCard<T: Sendable>(
        _ body: @escaping @Sendable (any CardChannel) throws -> T
    ) async throws -> T {
        let (card, fault) = place.withLock { place in
            defer { if let other = place.other { (place.card, place.other) = (other, place.card) } }
            return (place.card, place.fault)
        }
        if let fault { throw fault }
        guard let card else { throw ChannelError.removed }
        defer { if quirks.repollsAfterReset { goAndCome(card) } }
        return try body(SimulatedChannel(card, quirks: quirks))
    }

    /// Reports the card as removed and presented again, as a reader does that polls anew after a reset.
    private func goAndCome(_ card: VirtualCard) {
        tell.yield(.cardRemoved)
        tell.yield(.cardPresented(atr: card.atr))
    }

    package func stop() { tell.finish() }
}
