import CardProtocol
import CardSimulator
import Dispatch
import KioskTesting
import Synchronization

/// A reader without hardware and with a thread of its own, as the real one has, that notes when the card has answered.
final class TimedReader: CardReader {
    let events: AsyncStream<ReaderEvent>
    private let tell: AsyncStream<ReaderEvent>.Continuation
    private let thread = DispatchQueue(label: "bench.card", qos: .userInitiated)
    private let card = Mutex<VirtualCard?>(nil)
    private let answered = Mutex<UInt64>(0)

    init() {
        (events, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        tell.yield(.ready(reader: "timed"))
    }

    /// When the last answer of a card was handed over; nanoseconds of `Ticks`.
    var lastAnswerAt: UInt64 { answered.withLock { $0 } }

    func put(_ next: VirtualCard) {
        card.withLock { $0 = next }
        tell.yield(.cardPresented(atr: next.atr))
    }

    func lift() {
        card.withLock { $0 = nil }
        tell.yield(.cardRemoved)
    }

    func stop() { tell.finish() }

    func withCard<T: Sendable>(_ body: @escaping @Sendable (any CardChannel) throws -> T) async throws -> T {
        guard let card = card.withLock({ $0 }) else { throw ChannelError.removed }
        return try await withCheckedThrowingContinuation { continuation in
            thread.async {
                let channel = TimedChannel(SimulatedChannel(card)) { self.answered.withLock { $0 = Ticks.now() } }
                continuation.resume(with: Result { try body(channel) })
            }
        }
    }
}

private final class TimedChannel: CardChannel {
    private let channel: any CardChannel
    private let answered: () -> Void

    init(_ channel: any CardChannel, answered: @escaping () -> Void) {
        self.channel = channel
        self.answered = answered
    }

    var atr: [UInt8] { channel.atr }

    func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
        let answer = try channel.transmit(command)
        answered()
        return answer
    }
}
