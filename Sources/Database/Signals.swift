internal import Synchronization

/// A channel on which a commit signals listeners, in this process and in others on the same database.
///
///     extension SignalChannel { static let feed: SignalChannel = "feed" }
///     tx.signal(.feed, "\(version)")
///     for await signal in database.signals(.feed) { ... }
package struct SignalChannel: Hashable, Sendable, ExpressibleByStringLiteral {
    package let name: String

    /// - Parameter value: at most 20 ASCII letters: PostgreSQL cuts names at 63 bytes.
    package init(stringLiteral value: StaticString) { name = value.description }
}

package enum Signal: Hashable, Sendable {
    /// Listening has begun, began anew, or fell behind: something may have been missed, so look.
    case look
    case said(String)
}

/// The listeners of one process.
package final class Switchboard: Sendable {
    /// Signals that wait for one listener at most; a listener that falls further behind gets `look`.
    package static let waitingSignals = 64

    private struct Listener {
        var channel: SignalChannel
        var continuation: AsyncStream<Signal>.Continuation
    }
    private struct Listeners {
        var last = 0
        var all: [Int: Listener] = [:]
    }
    private let listeners = Mutex(Listeners())

    package init() {}

    /// - Returns: the stream, and the listener's number for `tell(_:listener:)`.
    package func listen(_ channel: SignalChannel) -> (stream: AsyncStream<Signal>, number: Int) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(Self.waitingSignals))
        let number = listeners.withLock { listeners in
            listeners.last += 1
            listeners.all[listeners.last] = Listener(channel: channel, continuation: continuation)
            return listeners.last
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { listeners in _ = listeners.all.removeValue(forKey: number) }
        }
        return (stream, number)
    }

    package func tell(_ signal: Signal, on channel: SignalChannel) {
        tell(signal, listeners.withLock { $0.all.values.filter { $0.channel == channel } })
    }

    package func tell(_ signal: Signal, listener number: Int) {
        tell(signal, listeners.withLock { $0.all[number].map { [$0] } ?? [] })
    }

    package func tellEverybody(_ signal: Signal) { tell(signal, listeners.withLock { Array($0.all.values) }) }

    /// Ends all streams.
    package func close() {
        let all = listeners.withLock { listeners in
            defer { listeners.all = [:] }
            return listeners.all.values.map(\.continuation)
        }
        for continuation in all { continuation.finish() }
    }

    private func tell(_ signal: Signal, _ listeners: [Listener]) {
        for listener in listeners {
            if case .dropped = listener.continuation.yield(signal) { listener.continuation.yield(.look) }
        }
    }
}
