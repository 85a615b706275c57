package import CardProtocol
package import CardSimulator

/// A card on a reader without a reader: the `CardChannel` of tests, in this process and without waiting.
///
/// Latency is not slept through but added up in `elapsed`, so that a test may ask how long a tap would have
/// taken. After the first error the channel is dead, as with a real reader.
package final class SimulatedChannel: CardChannel {
    private let card: any VirtualPICC
    private let quirks: ReaderQuirks
    private var error: ChannelError?

    /// What the exchanges so far would have taken on the air.
    package private(set) var elapsed = Duration.zero
    /// Every command and its answer; an empty answer means that none came.
    package private(set) var transcript: [(command: [UInt8], answer: [UInt8])] = []

    /// How the card left the field, if a fault took it; after a swap the other card lies there.
    package private(set) var departure: VirtualCard.Departure?

    /// Laying the card on the reader powers it up: nothing is selected, unless the reader's resets do not reset.
    package init(_ card: any VirtualPICC, quirks: ReaderQuirks = .perfect) {
        self.card = card
        self.quirks = quirks
        if quirks.resets { card.powerChanged() }
    }

    package var atr: [UInt8] { card.atr }

    package func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
        if let error { throw error }
        let answer = card.transmit(command)
        elapsed += answer.delay
        transcript.append((command, answer.bytes ?? []))
        departure = (card as? VirtualCard)?.takeDeparture()
        if case .reset = departure { throw fail(.reset) }
        guard let bytes = answer.bytes ?? quirks.statusWhenLost, bytes.count >= 2 else { throw fail(.removed) }
        return bytes
    }

    private func fail(_ error: ChannelError) -> ChannelError {
        self.error = error
        return error
    }
}
