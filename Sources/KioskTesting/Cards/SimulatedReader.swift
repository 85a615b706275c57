package import CardProtocol
package import CardSimulator
internal import Synchronization

/// A reader without hardware: a card lies on it or not, and every failure of a real reader is one call.
package final class SimulatedReader: CardReader {
    private struct Place: Sendable {
        var card: VirtualCard?
        var fault: ReaderFault?
    }

    package let events: AsyncStream<ReaderEvent>
    private let tell: AsyncStream<ReaderEvent>.Continuation
    private let place = Mutex(Place())

    private static let eventsWaiting = 64

    package init() {
        (events, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.eventsWaiting))
        tell.yield(.ready(reader: "simulated"))
    }

    package func put(_ card: VirtualCard) {
        place.withLock { $0.card = card }
        tell.yield(.cardPresented(atr: card.atr))
    }

    package func lift() {
        place.withLock { $0.card = nil }
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
        let (card, fault) = place.withLock { ($0.card, $0.fault) }
        if let fault { throw fault }
        guard let card else { throw ChannelError.removed }
        return try body(SimulatedChannel(card))
    }

    package func stop() { tell.finish() }
}
